import { viewer } from "./viewer-island.js";

// signMany lets the page of many documents show their files and tell of each as it is signed. Without it the form is sent
// whole and a page tells of all.
export async function signMany(form) {
  const { start } = await import(form.dataset.sign);
  start(form, viewer);
}
