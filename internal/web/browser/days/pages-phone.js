// Every page on a phone.
import { day } from "../rig/day.js";
import { everyPage } from "../rig/every-page.js";

day((ground) => everyPage(ground, "điện thoại", ground.phone));
