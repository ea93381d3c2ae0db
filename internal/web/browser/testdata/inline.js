import { day } from "../rig/day.js";

day(async ({ step, desktop }) => {
  const guest = await desktop("");
  await step("một bước", async () => {
    await guest.visit("/login");
    await guest.page.evaluate(() => document.querySelector("h1").setAttribute("style", "color: red"));
  });
});
