// Keeps the counts of the menu and of the workbench fresh while its window is in front: one stream of server-sent events, no
// more. Without scripts a page shows the counts of the moment it was loaded.
export function counts(unseen) {
  if (!window.EventSource) return;

  const cap = 1000; // the server counts no further
  let first = true;
  const show = (element, count) => {
    const text = count >= cap ? `${cap - 1}+` : String(count);
    if (element.textContent === text) return false;
    element.textContent = text;
    return true;
  };
  const stale = document.querySelector("[data-stale]");
  const before = stale && document.querySelector(`[data-box="${stale.dataset.stale}"]`)?.textContent;
  const update = (fresh) => {
    let changed = show(unseen, fresh.unseen);
    unseen.classList.toggle("hot", fresh.unseen > 0);
    document.querySelectorAll("[data-box]").forEach((box) => {
      const count = fresh.boxes[box.dataset.box];
      if (count === undefined) return;
      changed = show(box, count) || changed;
      if ("calls" in box.dataset) box.classList.toggle("hot", count > 0);
      if (stale?.dataset.stale === box.dataset.box) stale.hidden = box.textContent === before;
    });
    if (changed || !first) document.dispatchEvent(new Event("trinhky:news")); // for pages that show more than counts
    first = false;
  };

  let stream = null;
  const follow = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource("/events");
      stream.addEventListener("counts", (event) => update(JSON.parse(event.data)));
    }
  };
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", () => { stream?.close(); stream = null; });
  window.addEventListener("pageshow", follow);
  follow();
}
