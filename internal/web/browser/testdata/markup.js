import { day } from "../rig/day.js";

day(async ({ step, desktop }) => {
  const guest = await desktop("");
  await step("một bước", async () => {
    await guest.visit("/login");
    await guest.page.evaluate(() => {
      try { document.querySelector("h1").innerHTML = "<b>x</b>"; } catch { /* what the browser says to it counts */ }
    });
  });
});
