import { day } from "../rig/day.js";

day(async ({ step, desktop }) => {
  const guest = await desktop("");
  await step("một bước", async () => {
    await guest.visit("/login");
    const heard = guest.page.waitForEvent("pageerror");
    await guest.page.evaluate(() => { setTimeout(() => { throw new Error("không ai bắt"); }); });
    await heard;
  });
});
