// Keeps the counts of the menu fresh while its window is in front: one stream of server-sent events, no more. Without
// scripts a page shows the counts of the moment it was loaded.
export function counts(unseen) {
  if (!window.EventSource) return;

  let first = true;
  const show = (element, count) => {
    if (element.textContent === String(count)) return false;
    element.textContent = count;
    return true;
  };
  const update = (fresh) => {
    let changed = show(unseen, fresh.unseen);
    unseen.classList.toggle("hot", fresh.unseen > 0);
    document.querySelectorAll("[data-box]").forEach((box) => { changed = show(box, fresh.boxes[box.dataset.box] ?? 0) || changed; });
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
