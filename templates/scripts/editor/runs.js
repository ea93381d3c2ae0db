// Runs and their marks: **bold**, *italic*, ***both***, ^[footnotes]. The server's reader of texts (internal/layout,
// read_inline.go and reading_text.go) decides what a text means; this says the same of it, and a test of
// internal/web/browser holds the two together.
//
// A run is { text, bold, italic, note }: a stretch of text in one style; note hangs on its end.

const letter = /[\p{L}\p{Nd}]/u;
const space = /\s/u;

const first = (s) => s.length ? String.fromCodePoint(s.codePointAt(0)) : "";
const last = (s) => {
  if (!s.length) return "";
  const low = s.charCodeAt(s.length - 1);
  return low >= 0xdc00 && low <= 0xdfff ? s.slice(-2) : s.slice(-1);
};

// readRuns makes runs of a marked text.
export function readRuns(text) {
  if (!text.includes("^[")) return readMarks(text);
  const runs = [], ends = closings(text);
  let from = 0;
  for (let i = 0; i + 1 < text.length; i++) {
    if (text[i] !== "^" || text[i + 1] !== "[" || !ends.has(i + 1) || (i > from && text[i - 1] === "\\")) continue;
    const end = ends.get(i + 1), note = text.slice(i + 2, end).trim();
    if (!note) continue;
    const before = readMarks(text.slice(from, i));
    if (!before.length) before.push({ text: "", bold: false, italic: false, note: "" });
    before[before.length - 1].note = note;
    runs.push(...before);
    from = end + 1;
    i = from - 1;
  }
  runs.push(...readMarks(text.slice(from)));
  return runs;
}

// closings gives for every "[" the place of the "]" that closes it.
function closings(text) {
  const ends = new Map(), open = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "[") open.push(i);
    else if (text[i] === "]" && open.length) ends.set(open.pop(), i);
  }
  return ends;
}

const unescape = (s) => (s.includes("\\") ? s.replace(/\\([*^|])/g, "$1") : s);

function readMarks(text) {
  const runs = [];
  const add = (s, stars) => {
    const plain = unescape(s);
    if (!plain) return;
    const bold = stars >= 2, italic = stars === 1 || stars === 3, before = runs.at(-1);
    if (before && before.bold === bold && before.italic === italic) before.text += plain;
    else runs.push({ text: plain, bold, italic, note: "" });
  };
  let from = 0;
  for (let at = 0; at < text.length;) {
    if (text[at] === "\\" && text[at + 1] === "*") { at += 2; continue; }
    if (text[at] !== "*") { at++; continue; }
    const stars = countStars(text, at), length = emphasis(text, at, stars);
    if (length < 0) { at += stars; continue; }
    add(text.slice(from, at), 0);
    add(text.slice(at + stars, at + stars + length), stars);
    at += stars + length + stars;
    from = at;
  }
  add(text.slice(from), 0);
  return runs;
}

function countStars(text, at) {
  let n = 0;
  while (text[at + n] === "*") n++;
  return n;
}

// emphasis is the length of what stands between stars at a place and as many behind it, -1 when they open nothing.
function emphasis(text, at, stars) {
  if (stars > 3 || letter.test(last(text.slice(Math.max(0, at - 2), at)))) return -1;
  const start = at + stars, end = text.indexOf("*", start);
  if (end <= start || countStars(text, end) !== stars) return -1;
  const after = text.slice(end + stars, end + stars + 2);
  if (space.test(text[start]) || space.test(text[end - 1]) || letter.test(first(after))) return -1;
  return end - start;
}

// writeRuns writes runs with their marks. Where a mark cannot be told from the letters around it (half a word in bold),
// that one is left out: the reader would drop them all.
export function writeRuns(runs) {
  runs = joinRuns(runs.flatMap(loosen));
  if (!runs.some((r) => r.bold || r.italic)) return join(runs);
  for (const every of [false, true]) { // a star beside a mark is told from it by its backslash
    const marked = join(runs, every);
    if (same(readRuns(marked), runs)) return marked;
  }
  const bare = runs.map((r) => ({ ...r, bold: false, italic: false }));
  if (runs.length > 60) return join(joinRuns(bare));
  for (const [i, run] of runs.entries()) {
    if (!run.bold && !run.italic) continue;
    const tried = bare.with(i, run);
    if (same(readRuns(join(joinRuns(tried))), tried)) bare[i] = run;
  }
  return join(joinRuns(bare));
}

// loosen parts the spaces at the ends of a marked run from it.
function loosen(run) {
  const inner = run.text.trim();
  if ((!run.bold && !run.italic) || inner === run.text) return [run];
  const plain = { text: run.text, bold: false, italic: false, note: run.note };
  if (!inner) return [plain];
  const at = run.text.indexOf(inner), after = run.text.slice(at + inner.length);
  return [
    { ...plain, text: run.text.slice(0, at), note: "" },
    { ...run, text: inner, note: after ? "" : run.note },
    ...(after ? [{ ...plain, text: after }] : []),
  ];
}

// joinRuns joins runs of one style and drops empty ones.
function joinRuns(runs) {
  const joined = [];
  for (const run of runs) {
    if (!run.text && !run.note) continue;
    const before = joined.at(-1);
    if (before && !before.note && before.bold === run.bold && before.italic === run.italic) {
      joined[joined.length - 1] = { ...before, text: before.text + run.text, note: run.note };
    } else joined.push(run);
  }
  return joined;
}

function same(a, b) {
  const plain = (runs) => joinRuns(runs.map((r) => ({ ...r, note: r.note && balanced(r.note) })));
  const x = plain(a), y = plain(b);
  return x.length === y.length && x.every((r, i) => r.text === y[i].text && r.bold === y[i].bold && r.italic === y[i].italic && r.note === y[i].note);
}

const join = (runs, every = false) => runs.map((r) => {
  const stars = r.text.trim() ? "*".repeat((r.bold ? 2 : 0) + (r.italic ? 1 : 0)) : "";
  return stars + (every ? escapeAll(r.text) : escape(r.text)) + stars + (r.note ? `^[${balanced(r.note)}]` : "");
}).join("");

// escape marks the asterisks that stand for themselves, if they would be read as marks.
function escape(text) {
  if (!/[*^]/.test(text)) return text;
  const runs = readRuns(text);
  if (runs.length === 1 && runs[0].text === text && !runs[0].bold && !runs[0].italic && !runs[0].note) return text;
  return escapeAll(text);
}

export const escapeAll = (text) => text.replace(/\*|\^\[/g, "\\$&");

// balanced gives a footnote whose brackets close: they end it.
function balanced(note) {
  let depth = 0, least = 0;
  for (const c of note) {
    depth += c === "[" ? 1 : c === "]" ? -1 : 0;
    least = Math.min(least, depth);
  }
  const closed = depth === 0 && least === 0 ? note : note.replaceAll("[", "(").replaceAll("]", ")");
  return closed.split(/\s+/u).filter(Boolean).join(" ");
}
