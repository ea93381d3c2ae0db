import { load } from "./load.js";

// desk keeps the lists of a văn thư's screen fresh, and lets the arrow keys go from row to row. Lists change under nobody's
// hands: while something is typed or ticked there, a line says that there is news.
export function desk(root) {
  const lists = root.querySelector("[data-part=lists]"), news = document.querySelector("[data-part=news]");

  const rows = () => [...lists.querySelectorAll("[data-row]")];
  lists.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], row = event.target.closest("[data-row]");
    if (!step || !row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    rows()[rows().indexOf(row) + step]?.focus();
    event.preventDefault();
  });

  const untouched = (field) => (field.type === "checkbox" ? field.checked === field.defaultChecked : field.value === field.defaultValue);
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  document.addEventListener("trinhky:news", async () => {
    const page = await load(location.href), fresh = page?.querySelector("[data-desk] [data-part=lists]");
    if (!fresh || words(fresh) === words(lists)) return;
    const busy = lists.contains(document.activeElement) || ![...lists.querySelectorAll("input:not([type=hidden])")].every(untouched);
    if (busy) news.hidden = false;
    else lists.replaceChildren(...fresh.children);
  });
}
