import { TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";

const most = 16e6; // pixels of one canvas: phones give no more

// Sheet is one page of the file: an empty sheet of its size until it comes near, then its picture, and over it its words,
// which can be selected, found and read aloud.
export class Sheet {
  #pdf; #n; #size; #canvas = null; #words = null; #near = false; #resting = false; #scale = 1; #work = null; #first;

  // size is that of the first page until the page itself has been read; label is what it is called, with # for its number.
  constructor(pdf, n, first, label) {
    this.#pdf = pdf;
    this.#n = n;
    this.#size = first.getViewport({ scale: 1 });
    this.element = document.createElement("div");
    this.element.className = "sheet";
    this.element.dataset.n = n;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", label.replace("#", n));
    this.drawn = new Promise((resolve) => { this.#first = resolve; });
  }

  // resize gives the sheet a width in CSS pixels, and draws it anew where it can be seen.
  resize(width) {
    this.#scale = width / this.#size.width;
    this.element.style.width = `${this.#size.width * this.#scale}px`;
    this.element.style.height = `${this.#size.height * this.#scale}px`;
    this.element.style.setProperty("--total-scale-factor", this.#scale);
    if (this.#near) this.#draw();
  }

  // seen says whether the sheet is near the eye; one that is not gives its memory back.
  seen(near) {
    if (this.#resting) return;
    this.#near = near;
    if (near) {
      this.#draw();
      return;
    }
    this.#work?.cancel();
    this.#canvas?.remove();
    this.#words?.remove();
    this.#work = this.#canvas = this.#words = null;
    delete this.element.dataset.drawn;
  }

  // rest leaves what is drawn as it is, for good: its file is no longer read.
  rest() {
    this.#resting = true;
    this.#work?.cancel();
  }

  async #draw() {
    if (this.#resting) return;
    this.#work?.cancel();
    const work = { cancelled: false, cancel() { this.cancelled = true; this.task?.cancel(); this.text?.cancel(); }, scale: this.#scale };
    this.#work = work;
    try {
      const page = await this.#pdf.getPage(this.#n);
      if (work.cancelled) return;
      this.#measure(page, work);
      const viewport = page.getViewport({ scale: work.scale });
      const canvas = document.createElement("canvas");
      const dense = Math.min(window.devicePixelRatio || 1, Math.sqrt(most / (viewport.width * viewport.height)));
      canvas.width = Math.floor(viewport.width * dense);
      canvas.height = Math.floor(viewport.height * dense);
      canvas.setAttribute("aria-hidden", "true"); // the words over it say the same
      work.task = page.render({ canvas, viewport, transform: dense === 1 ? null : [dense, 0, 0, dense, 0, 0] });
      await work.task.promise;
      if (work.cancelled) return;
      this.#canvas?.remove();
      this.element.prepend(canvas);
      this.#canvas = canvas;
      await this.#write(page, viewport, work);
      if (work.cancelled) return;
      this.element.dataset.drawn = "";
      this.#first();
    } catch (error) {
      if (!work.cancelled) console.warn(`page ${this.#n} was not drawn`, error);
    }
  }

  // A page that is not of the first one's size gets its own as soon as it is known.
  #measure(page, work) {
    const size = page.getViewport({ scale: 1 });
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    const width = this.#size.width * this.#scale;
    this.#size = size;
    this.#scale = work.scale = width / size.width;
    this.element.style.height = `${size.height * work.scale}px`;
    this.element.style.setProperty("--total-scale-factor", work.scale);
  }

  async #write(page, viewport, work) {
    const words = document.createElement("div");
    words.className = "words";
    work.text = new TextLayer({ textContentSource: page.streamTextContent({ includeMarkedContent: true }), container: words, viewport });
    await work.text.render();
    if (work.cancelled) return;
    this.#words?.remove();
    this.element.append(words);
    this.#words = words;
  }
}
