import { day } from "../rig/day.js";

day(async ({ desktop }) => {
  await desktop("");
  throw new Error("ngoài các bước thì hỏng");
});
