// tabs makes a row of buttons show one panel each (ARIA: tabs with automatic activation). chosen is told the id of the tab;
// what comes back says which one is shown.
export function tabs(side, chosen) {
  const all = [...side.querySelectorAll("[role=tab]")];
  const select = (tab, focus) => {
    for (const other of all) {
      const on = other === tab;
      other.setAttribute("aria-selected", String(on));
      other.tabIndex = on ? 0 : -1;
      side.querySelector(`#${other.getAttribute("aria-controls")}`).hidden = !on;
    }
    if (focus) tab.focus();
    chosen(tab.id);
  };
  const keys = { ArrowRight: 1, ArrowLeft: -1 };
  all.forEach((tab, i) => {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : event.key in keys ? (i + keys[event.key] + all.length) % all.length : -1;
      if (to < 0) return;
      event.preventDefault();
      select(all[to], true);
    });
  });
  const shown = () => all.find((tab) => tab.getAttribute("aria-selected") === "true").id;
  if (window.matchMedia("(min-width: 72rem)").matches) select(all.at(-1)); // there is room for the pages beside the text
  return shown;
}
