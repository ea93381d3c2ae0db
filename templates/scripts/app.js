// What every page loads: the small scripts that make elements marked in the templates more than HTML. Each takes one
// element and touches nothing outside its own business; a page is complete without any of them.
import { act, bar } from "./act.js";
import { copy, gone } from "./copy.js";
import { desk } from "./clerk.js";
import { counts } from "./counts.js";
import { device } from "./device.js";
import { editor } from "./editor-island.js";
import { signMany } from "./sign-island.js";
import { keys } from "./keys.js";
import { select } from "./select.js";
import { filter } from "./filter.js";
import { lazily } from "./lazily.js";
import { terms } from "./terms.js";
import { forgetTyped } from "./typed-text.js";
import { viewer } from "./viewer-island.js";

const islands = {
  "[data-act]": act,
  "[data-bar]": bar,
  "[data-device]": device,
  "[data-keys]": keys,
  "[data-nobody]": gone,
  "[data-person]": copy,
  "[data-sign]": signMany,
  "[data-desk]": desk,
  "[data-select]": select,
  "[data-unseen]": counts,
  "[data-editor]": editor,
  "[data-viewer]": viewer,
  "[data-filter]": filter,
  "[data-terms]": terms,
  "[data-drafting]": lazily("drafting"),
  "[data-files]": lazily("files"),
  "[data-parties]": lazily("parties"),
  "[data-scan]": lazily("scan"),
  'form[action="/logout"]': forgetTyped,
};

for (const [selector, start] of Object.entries(islands)) {
  for (const element of document.querySelectorAll(selector)) {
    try {
      start(element);
    } catch (error) { // one that fails leaves the others alone
      reportError(error);
    }
  }
}
