// Keeps the counts of the menu fresh while its window is in front: one stream of server-sent events, no more. Without
// scripts a page shows the counts of the moment it was loaded.
export function counts(unseen) {
  if (!window.EventSource) return;

  const show = (element, count) => {
    if (element.textContent !== String(count)) element.textContent = count;
  };
  const update = (fresh) => {
    show(unseen, fresh.unseen);
    unseen.classList.toggle("hot", fresh.unseen > 0);
    document.querySelectorAll("[data-box]").forEach((box) => show(box, fresh.boxes[box.dataset.box] ?? 0));
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
