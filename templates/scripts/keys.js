// Single keys for who does the same a hundred times a day; what they are stands in the dialog of the frame. They move the real
// focus, so that a screen reader says where one is, and they are silent while something is being typed or a dialog is open.
// A person turns them off in the settings (WCAG 2.1.4): then this is never started.
const wait = 1500; // milliseconds for the letter after g

const typing = (element) => element?.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea, [contenteditable]:not([contenteditable=false])");

export function keys() {
  const help = document.getElementById("keys");
  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.checkVisibility?.() ?? true);
  const line = (element) => element?.closest("[data-rows] > article, [data-rows] li, [data-rows] tr");
  const rowOf = (element) => line(element)?.querySelector("[data-row]");

  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(rowOf(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const pick = () => {
    const box = rowOf(document.activeElement) && line(document.activeElement).querySelector("input[type=checkbox]");
    box?.click();
    return Boolean(box);
  };
  const find = () => {
    const field = document.querySelector("main [role=search] input[type=search]") ?? document.getElementById("find");
    field?.focus();
    field?.select();
    return Boolean(field);
  };
  const go = (key) => {
    const to = help?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.dataset.to;
    if (to) location.assign(to);
    return Boolean(to);
  };

  let gone = 0; // until when g waits for its letter
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key;
    const led = event.timeStamp < gone;
    gone = 0;
    let done = false;
    if (led) done = go(key);
    else if (key === "j") done = step(1);
    else if (key === "k") done = step(-1);
    else if (key === "x") done = pick();
    else if (key === "/") done = find();
    else if (key === "?") { help?.showModal(); done = true; }
    else if (key === "g") { gone = event.timeStamp + wait; done = true; }
    if (done) event.preventDefault();
  });
}
