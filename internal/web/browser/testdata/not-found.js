import { day } from "../rig/day.js";

day(async ({ step, desktop }) => {
  const guest = await desktop("");
  await step("một bước", async () => {
    await guest.visit("/login");
    await guest.page.evaluate(() => fetch("/khong-co"));
  });
});
