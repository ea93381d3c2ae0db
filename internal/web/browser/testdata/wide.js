import { day } from "../rig/day.js";

day(async ({ step, phone }) => {
  const guest = await phone("");
  await step("một bước", async () => {
    await guest.visit("/login");
    await guest.page.evaluate(() => { document.querySelector("h1").style.width = "500px"; });
    await guest.look();
  });
});
