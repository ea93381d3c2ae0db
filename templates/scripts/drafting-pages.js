import { asker } from "./drafting-ask.js";

// pages draws the text as it will print, beside it. The old pages stay until the new ones stand.
export function pages(page) {
  const { part, words, scriptURL } = page;
  const room = part("pages-room"), state = part("pages-state"), say = (name, value) => part(name).textContent.replace("#", value ?? "");
  let turn = 0;

  const draw = async (data) => {
    const mine = ++turn;
    const viewer = part("pages-viewer").content.querySelector("[data-viewer]").cloneNode(true);
    viewer.querySelector("noscript")?.remove();
    viewer.querySelector("a[download]").remove(); // what is typed has no address
    const before = room.firstElementChild, top = before?.querySelector("[data-part=pages]")?.scrollTop ?? 0;
    viewer.classList.add("coming");
    room.append(viewer);
    const worker = new Worker(scriptURL(viewer.dataset.worker), { type: "module" });
    try {
      const { show } = await import(words.viewerScript);
      await show(viewer, worker, data);
    } catch (error) {
      worker.terminate();
      viewer.remove();
      console.warn("the pages could not be drawn", error);
      return;
    }
    if (mine !== turn) { // the text has gone on
      worker.terminate();
      viewer.remove();
      return;
    }
    before?.stop?.();
    before?.remove();
    viewer.stop = () => worker.terminate();
    viewer.classList.remove("coming");
    viewer.querySelector("[data-part=pages]").scrollTop = top;
    state.textContent = say("drawn");
  };

  return asker(page, "/documents/working/pdf", {
    as: "bytes",
    begin() { state.textContent = say("drawing"); },
    use: draw,
    refuse(detail) { state.textContent = say("undrawn", detail); },
  });
}
