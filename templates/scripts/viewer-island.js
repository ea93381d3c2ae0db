import { scriptURL } from "./trusted.js";

// viewer opens the PDF of a page inside the page, once it is about to be seen: the scripts that draw it are fifteen
// times as large as all others together. Where they fail, the link to the file stands in their place; where the server
// gives no file, a sentence says why. It gives what ends the reading of the file; a form that is sent does so too, since a
// signature puts another file in its place.
export function viewer(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const left = new AbortController(), leave = () => left.abort();
  const open = async () => {
    let told = "";
    part("wait").hidden = false;
    try {
      const file = await ask(root, left.signal);
      told = file.told;
      if (!told) {
        const { show } = await import(root.dataset.viewer);
        if (!left.signal.aborted) await show(root, new Worker(scriptURL(root.dataset.worker), { type: "module" }), file.bytes, left.signal);
      }
    } catch (error) {
      if (left.signal.aborted) return;
      console.warn("the viewer gave up", error);
      told = "failed";
    }
    if (told) {
      part("bar").remove();
      part("pages").remove();
      part(told).hidden = false;
    }
    part("wait").hidden = true;
  };
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    open();
  }, { rootMargin: "50%" });
  near.observe(root);
  left.signal.addEventListener("abort", () => near.disconnect());
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) leave(); }, { signal: left.signal });
  window.addEventListener("pagehide", (event) => { if (!event.persisted) leave(); }, { signal: left.signal });
  return leave;
}

// ask sees that the address gives a PDF: of a stored file, which is then read in pieces, by its first byte; a preview,
// drawn anew each time, is taken whole. Where it gives none, told names the part of the page that says so.
async function ask({ dataset }, signal) {
  const ranged = "ranges" in dataset;
  const answer = await fetch(dataset.src, { signal, headers: ranged ? { Range: "bytes=0-0" } : {} });
  const comes = answer.ok && answer.headers.get("Content-Type")?.startsWith("application/pdf");
  if (comes && !ranged) return { bytes: await answer.arrayBuffer() };
  await answer.body?.cancel();
  if (comes) return {};
  if (answer.status === 409) return { told: "changed" };
  return { told: answer.redirected && new URL(answer.url).pathname === "/login" ? "ended" : "failed" };
}
