import { day } from "../rig/day.js";

day(async ({ step, desktop }) => {
  const guest = await desktop("");
  await step("một bước", async () => {
    await guest.visit("/login");
    await guest.page.evaluate(() => document.querySelector("label[for=username]").remove());
    await guest.look();
  });
});
