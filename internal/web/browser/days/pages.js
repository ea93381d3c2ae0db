// Every page at a desk.
import { day } from "../rig/day.js";
import { everyPage } from "../rig/every-page.js";

day((ground) => everyPage(ground, "máy để bàn", ground.desktop));
