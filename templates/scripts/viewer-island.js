import { scriptURL } from "./trusted.js";

// viewer opens the PDF of a page inside the page, once it is about to be seen: the scripts that draw it are fifteen
// times as large as all others together. Where they fail, the link to the file stands in their place. It gives what ends
// the reading of the file; a form that is sent does so too, since a signature puts another file in its place.
export function viewer(root) {
  const left = new AbortController(), leave = () => left.abort();
  const open = async () => {
    const part = (name) => root.querySelector(`[data-part=${name}]`);
    part("wait").hidden = false;
    try {
      const { show } = await import(root.dataset.viewer);
      if (!left.signal.aborted) await show(root, new Worker(scriptURL(root.dataset.worker), { type: "module" }), undefined, left.signal);
    } catch (error) {
      if (left.signal.aborted) return;
      console.warn("the viewer gave up", error);
      part("bar").remove();
      part("pages").remove();
      part("failed").hidden = false;
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
  return leave;
}
