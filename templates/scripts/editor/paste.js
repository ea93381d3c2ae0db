// What a clipboard's HTML says, as blocks of ours: words, bold and italic, numbers of lists, tables with covering cells,
// footnotes. All else is left behind: styles, classes, comments, what is hidden, what tracked changes took away. The HTML
// is read in a document of its own (trusted.js says why that runs and loads nothing), and only words and numbers are
// taken out of it; no node of it ever comes into the page.
import { codingOf, fromTCVN3, isUnicode } from "./legacy.js";
import { kindOf } from "./ordinals.js";

const dropped = new Set(["xmp", "style", "script", "noscript", "template", "head", "title", "xml", "del", "object", "embed", "iframe", "svg", "math", "canvas", "audio", "video", "select", "input", "button", "textarea"]);
const parted = new Set(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "address", "section", "article", "header", "footer", "main", "hr", "tr", "caption", "figure", "figcaption"]);
const layoutTable = /ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H[ÒO][ÀA]? XÃ HỘI CHỦ NGHĨA|Nơi nhận\s*:/iu;
const noteName = /^(?:ftn|edn|sdfootnote)\d+$/;
const noteLink = /#_?((?:ftn|edn|sdfootnote)\d+)(?:sym)?$/;

// Gathering takes up blocks: { type: "paragraph", runs } and { type: "table", table }. lost counts what was left behind.
class Gathering {
  blocks = [];
  runs = [];
  ordinal = "";
  heading = false;

  constructor(lost) {
    this.lost = lost;
  }

  add(text, style) {
    const coding = codingOf(style.font);
    if (coding.startsWith("tcvn3")) text = fromTCVN3(text, coding.endsWith("capitals"));
    else if (coding === "vni" && !isUnicode(text) && /[^\x00-\x7f]/.test(text)) this.lost.legacy++;
    if (style.upper) text = text.toUpperCase();
    this.runs.push({ text, bold: style.bold, italic: style.italic, note: "" });
  }

  note(text) {
    if (!this.runs.length) this.runs.push({ text: "", bold: false, italic: false, note: "" });
    this.runs.at(-1).note = text;
  }

  // flush ends the paragraph that is being gathered.
  flush() {
    let runs = tidy(this.runs);
    this.runs = [];
    if (!runs.length) return;
    if (this.ordinal) runs = tidy([{ text: `${this.ordinal} `, bold: false, italic: false, note: "" }, ...runs]);
    if (this.heading && kindOf(textOf(runs), false).kind === "paragraph") runs = runs.map((r) => ({ ...r, bold: true }));
    this.ordinal = "";
    this.blocks.push({ type: "paragraph", runs });
  }
}

const textOf = (runs) => runs.map((r) => r.text).join("");

// tidy makes one space of many, none at the ends, in NFC.
function tidy(runs) {
  const kept = [];
  let spaced = true;
  for (const run of runs) {
    let text = run.text.normalize("NFC").replace(/[ \n\r\f\u00a0]{2,}|[\n\r\f]/gu, " ").replace(/ *\t[ \t]*/g, "\t");
    if (spaced) text = text.replace(/^\s+/u, "");
    if (text) spaced = /\s$/u.test(text);
    if (text || run.note) kept.push({ ...run, text });
  }
  for (let i = kept.length - 1; i >= 0 && !kept[i].note; i--) {
    kept[i].text = kept[i].text.trimEnd();
    if (kept[i].text) break;
    kept.pop();
  }
  return kept;
}

// blocksOf reads a document. It yields now and then, so that who runs it may let the page breathe, and returns
// { blocks, pictures, legacy, cells }.
export function* blocksOf(document) {
  const lost = { pictures: 0, legacy: 0, cells: 0, seen: 0 }, notes = new Map();
  for (const element of document.querySelectorAll("[id]")) {
    if (noteName.test(element.id)) notes.set(element.id, noteText(element));
  }
  const normal = /MsoNormal[^{}]*\{[^{}]*?font-family:\s*([^;{}]+)/.exec(document.querySelector("xmp")?.textContent.slice(0, 200_000) ?? "");
  const out = new Gathering(lost);
  yield* walk(document.body, { bold: false, italic: false, upper: false, font: fontOf(normal?.[1] ?? ""), depth: 0, level: 1, notes, cell: false }, out);
  out.flush();
  return { blocks: out.blocks, ...lost };
}

const fontOf = (value) => value.split(",")[0].replace(/["']/g, "").trim();

function noteText(element) {
  const copy = element.cloneNode(true);
  for (const link of copy.querySelectorAll("a")) if (/ftnref|ednref|sdfootnote\d+anc/.test(link.getAttribute("href") ?? "")) link.remove();
  return copy.textContent.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ");
}

function* walk(parent, style, out) {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (++out.lost.seen % 100 === 0) yield;
    if (node.nodeType === Node.TEXT_NODE) out.add(node.data.replace(/[\t\n]/g, " "), style);
    else if (node.nodeType === Node.ELEMENT_NODE) yield* element(node, style, out);
  }
}

function* element(node, style, out) {
  const tag = node.localName, css = declarations(node.getAttribute("data-style"));
  if (dropped.has(tag) || tag.startsWith("v:") || node.hidden || hidden(node, css)) return;
  if (tag === "img") {
    if (node.getAttribute("width") !== "1") out.lost.pictures++; // not one that only tells who reads
    return;
  }
  if (tag === "br") {
    out.flush();
    return;
  }
  if (node.dataset.note !== undefined) { // of our own editor
    out.note(node.dataset.note);
    return;
  }
  const note = tag === "a" && noteLink.exec(node.getAttribute("href") ?? "");
  if (note) {
    if (style.notes.get(note[1])) out.note(style.notes.get(note[1]));
    return;
  }
  if (css["mso-list"] === "ignore") { // the number that Word drew for a list
    out.ordinal = markerOf(node, style);
    return;
  }
  if (css["mso-tab-count"]) {
    out.add("\t", style);
    return;
  }
  const inner = styleOf(node, tag, css, style);
  if (tag === "table") {
    out.flush();
    yield* table(node, inner, out);
    return;
  }
  if (!parted.has(tag)) {
    yield* walk(node, inner, out);
    return;
  }
  out.flush();
  const before = out.heading;
  if (/^h[1-6]$/.test(tag) || /^(?:MsoTitle|MsoSubtitle|Heading)/.test(node.className)) out.heading = true;
  if (tag === "li") out.ordinal = numberOf(node, inner);
  yield* walk(node, inner, out);
  out.flush();
  out.heading = before;
  if (tag === "li") out.ordinal = "";
}

// declarations are those of a style attribute (data-style here: trusted.js), in lower case but for the names of fonts.
function declarations(text) {
  const found = {};
  for (const part of (text ?? "").slice(0, 4000).split(";")) {
    const at = part.indexOf(":"), name = part.slice(0, at).trim().toLowerCase();
    if (at > 0 && name !== "__proto__") found[name] = name === "font-family" ? part.slice(at + 1).trim() : part.slice(at + 1).trim().toLowerCase();
  }
  return found;
}

function hidden(node, css) {
  return css.display === "none" || css.visibility === "hidden" || css["mso-hide"] === "all" ||
    /^(?:comment-list|header|footer|footnote-list|endnote-list|footnote|endnote)$/.test(css["mso-element"] ?? "") || noteName.test(node.id) ||
    css["mso-special-character"] === "comment" || /\bMsoComment(?:Reference|Text)\b|\bmsoDel\b/.test(node.className);
}

function styleOf(node, tag, css, style) {
  const inner = { ...style };
  if (tag === "b" || tag === "strong" || tag === "th") inner.bold = true;
  if (tag === "i" || tag === "em") inner.italic = true;
  const weight = css["font-weight"];
  if (weight) inner.bold = /^bold|^[6-9]00/.test(weight);
  if (css["font-style"]) inner.italic = /^(?:italic|oblique)/.test(css["font-style"]);
  if (css["text-transform"]) inner.upper = css["text-transform"] === "uppercase";
  if (css["font-family"]) inner.font = fontOf(css["font-family"]);
  else if (tag === "font" && node.hasAttribute("face")) inner.font = fontOf(node.getAttribute("face"));
  const level = /level(\d)/.exec(css["mso-list"] ?? "");
  if (level) inner.level = Number(level[1]);
  if (tag === "ol" || tag === "ul") inner.depth++;
  return inner;
}

// markerOf is the number of a list's paragraph; the signs of Symbol and Wingdings are dashes, deeper ones pluses.
function markerOf(node, style) {
  const text = node.textContent.split(/\s+/u).filter(Boolean).join(" ").normalize("NFC");
  const sign = /symbol|wingdings|courier/i.test(node.innerHTML) && [...text].length === 1;
  if (/^[-–+]$/u.test(text)) return text;
  return sign || !/[\p{L}\p{Nd}]/u.test(text) ? (style.level > 1 ? "+" : "-") : text;
}

function numberOf(node, style) {
  const list = node.parentElement;
  if (list?.localName !== "ol") return style.depth > 1 ? "+" : "-";
  let n = Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1;
  for (let before = node.previousElementSibling; before; before = before.previousElementSibling) if (before.localName === "li") n++;
  switch (list.getAttribute("type") ?? (style.depth > 1 ? "a" : "1")) {
    case "a": case "A": return `${"abcdđeghiklmnopqrstuvxy"[n - 1] ?? "y"})`;
    case "I": return `${roman(n)}.`;
    default: return `${n}.`;
  }
}

const roman = (n) => `${"X".repeat(Math.floor(n / 10) % 10)}${["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][n % 10]}`;

// table reads a table. One that only sets text side by side, as the head of a document does, becomes its columns' lines.
function* table(node, style, out) {
  const rows = [];
  for (const row of node.rows) {
    const cells = [];
    for (const cell of row.cells) {
      const own = new Gathering(out.lost), css = declarations(cell.getAttribute("data-style"));
      if (hidden(cell, css)) continue;
      yield* walk(cell, { ...styleOf(cell, cell.localName, css, style), cell: true }, own);
      own.flush();
      out.lost.cells++;
      cells.push({ blocks: own.blocks, colspan: clamp(cell.colSpan, 100), rowspan: clamp(cell.rowSpan, 1000) });
    }
    rows.push({ cells, head: row.parentElement.localName === "thead" || (row.cells.length > 0 && [...row.cells].every((c) => c.localName === "th")) });
  }
  const filled = rows.filter((row) => row.cells.length), widest = Math.max(0, ...filled.map((row) => row.cells.length));
  if (!widest) return;
  const lone = widest === 1 && filled.length === 1;
  if (style.cell || lone || (widest <= 3 && filled.length <= 12 && layoutTable.test(node.textContent.normalize("NFC")))) {
    for (let c = 0; c < widest; c++) for (const row of filled) out.blocks.push(...(row.cells[c]?.blocks ?? []));
    return;
  }
  out.blocks.push({ type: "table", table: gridOf(filled) });
}

const clamp = (n, most) => Math.min(Math.max(Number(n) || 1, 1), most);

// gridOf puts cells into rows of one width: places that no cell takes get an empty one.
function gridOf(rows) {
  const taken = rows.map(() => []);
  for (const [r, row] of rows.entries()) {
    let c = 0;
    for (const cell of row.cells) {
      while (taken[r][c]) c++;
      let { colspan } = cell;
      for (let x = 1; x < colspan; x++) if (taken[r][c + x]) colspan = x;
      const rowspan = Math.min(cell.rowspan, rows.length - r);
      const placed = { runs: linesOf(cell.blocks), colspan, rowspan, r, c };
      for (let y = 0; y < rowspan; y++) for (let x = 0; x < colspan; x++) taken[r + y][c + x] = placed;
      c += colspan;
    }
  }
  const width = Math.max(...taken.map((row) => row.length));
  const all = taken.map((row, r) => {
    const cells = [];
    for (let c = 0; c < width; c++) {
      const cell = row[c] ?? { runs: [], colspan: 1, rowspan: 1, r, c };
      if (cell.r === r && cell.c === c) cells.push(cell);
    }
    return cells;
  });
  let headerRows = rows.findIndex((row) => !row.head);
  if (headerRows < 0) headerRows = rows.length === 1 ? 0 : 1;
  if (headerRows === 0 && rows.length > 1 && all[0].some((cell) => cell.runs.length) && all[0].every((cell) => cell.runs.every((r) => r.bold || !r.text.trim()))) {
    headerRows = Math.min(Math.max(...all[0].map((cell) => cell.rowspan)), rows.length - 1);
  }
  for (const row of all.slice(0, headerRows)) for (const cell of row) cell.runs = cell.runs.map((r) => ({ ...r, bold: false })); // a head is bold by itself
  return { rows: all, headerRows };
}

function linesOf(blocks) {
  const runs = [];
  for (const block of blocks) {
    if (runs.length) runs.push({ text: "\n", bold: runs.at(-1).bold && block.runs?.[0]?.bold, italic: false, note: "" });
    runs.push(...block.runs);
  }
  return runs;
}
