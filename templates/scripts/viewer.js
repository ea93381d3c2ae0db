// Shows a PDF inside a page: its pages under each other, drawn when they come near, as wide as the room there is. The
// words of its buttons stand in the template (parts.html, "viewer").
import { PDFDataRangeTransport, PDFWorker, getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { Sheet } from "./viewer-sheet.js";

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]; // times the width of the room

// read gives pieces of a file of the person's own as they are asked for, so that a long one is never in memory whole.
function read(file) {
  const source = new PDFDataRangeTransport(file.size, null);
  source.requestDataRange = async (begin, end) => source.onDataRange(begin, new Uint8Array(await file.slice(begin, end).arrayBuffer()));
  return source;
}

// show opens the file that the element names, or the bytes or the file that it is given, and returns when its first page stands there.
// It throws what pdf.js throws for a file that is none. Once the signal left is given, nothing more is read or drawn.
export async function show(root, port, data, left) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const pages = part("pages");
  const ranged = "ranges" in root.dataset; // a stored file: each range of it is checked; a preview is drawn at every request
  const sheets = [];
  const opening = getDocument({
    ...(data instanceof Blob ? { range: read(data) } : data ? { data } : { url: root.dataset.src }),
    worker: PDFWorker.create({ port }),
    disableRange: !(ranged || data instanceof Blob),
    isEvalSupported: false,
    verbosity: 0, // what a file from elsewhere does badly is no error of ours
    useWasm: false, // the policy of our pages lets no WebAssembly in; the decoders are there as scripts
    wasmUrl: root.dataset.decoders,
    useSystemFonts: true, // ours embed their fonts, those that come from elsewhere may not
  });
  left?.addEventListener("abort", () => {
    for (const sheet of sheets) sheet.rest();
    opening.destroy();
  });
  const pdf = await opening.promise;

  const first = await pdf.getPage(1);
  for (let n = 1; n <= pdf.numPages; n++) sheets.push(new Sheet(pdf, n, first, root.dataset.sayPage));
  pages.append(...sheets.map((sheet) => sheet.element));
  pages.hidden = part("bar").hidden = false;

  let zoom = zooms.indexOf(1), width = 0;
  const fit = () => {
    const style = getComputedStyle(pages);
    return pages.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  };
  const current = () => {
    const line = pages.getBoundingClientRect().top + pages.clientHeight / 3;
    const passed = sheets.filter((sheet) => sheet.element.getBoundingClientRect().top <= line);
    return Math.max(passed.length, 1);
  };
  const goTo = (n) => {
    const sheet = sheets[Math.min(Math.max(n, 1), sheets.length) - 1].element;
    pages.scrollTop += sheet.getBoundingClientRect().top - pages.getBoundingClientRect().top - pages.clientTop - 8;
  };

  // Everything is laid out anew, and what one was reading stays where it was.
  const layOut = () => {
    const at = sheets[current() - 1].element, top = pages.getBoundingClientRect().top;
    const before = at.getBoundingClientRect();
    const share = (top - before.top) / (before.height || 1);
    for (const sheet of sheets) sheet.resize(width * zooms[zoom]);
    const after = at.getBoundingClientRect();
    if (share > 0) pages.scrollTop += after.top - top + share * after.height;
    part("in").disabled = zoom === zooms.length - 1;
    part("out").disabled = zoom === 0;
    part("zoom").textContent = `${Math.round(zooms[zoom] * 100)} %`;
  };
  const zoomTo = (step) => {
    zoom = Math.min(Math.max(step, 0), zooms.length - 1);
    layOut();
  };

  const number = part("number");
  number.max = sheets.length;
  part("count").textContent = sheets.length;
  const tell = () => {
    const n = current();
    if (document.activeElement !== number) number.value = n;
    part("previous").disabled = n === 1;
    part("next").disabled = n === sheets.length;
  };

  const buttons = {
    previous: () => goTo(current() - 1),
    next: () => goTo(current() + 1),
    in: () => zoomTo(zoom + 1),
    out: () => zoomTo(zoom - 1),
    fit: () => zoomTo(zooms.indexOf(1)),
  };
  for (const [name, act] of Object.entries(buttons)) part(name).addEventListener("click", act);
  number.addEventListener("change", () => goTo(Math.trunc(Number(number.value)) || 1));

  const keys = { "+": "in", "=": "in", "-": "out", 0: "fit", ArrowLeft: "previous", ArrowRight: "next" };
  pages.addEventListener("keydown", (event) => {
    const act = buttons[keys[event.key]];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  pages.addEventListener("scroll", () => requestAnimationFrame(tell), { passive: true });
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) sheets[entry.target.dataset.n - 1].seen(entry.isIntersecting);
  }, { root: pages, rootMargin: "100% 0px" });

  width = fit();
  layOut();
  tell();
  for (const sheet of sheets) near.observe(sheet.element);
  new ResizeObserver(() => {
    if (Math.abs(fit() - width) < 1) return;
    width = fit();
    layOut();
  }).observe(pages);
  await sheets[0].drawn;
}
