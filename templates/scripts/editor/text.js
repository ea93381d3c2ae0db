// The text of a body, block by block: paragraphs, tables between bars, lines that stand for pictures. What a line is part
// of, the server's reader says (internal/layout, read_body.go and read_inline.go); this says the same.
import { allCaps, bare, cutOrdinal, isAppendix } from "./ordinals.js";

export const rules = /^[-–—‐‑‒―−_=*─━\s]+$/u;
const figure = /^\[Hình [0-9a-f]{6,64}(?:\s*:\s*.*?)?\s*\]$/u;
const pipeRule = /^\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$/;

// paragraphRule parts two paragraphs that would else be read as one broken by a page.
export const paragraphRule = "-----";

const bytes = (s) => new TextEncoder().encode(s).length;

// More cells than these are shown, not edited: every key would wait for them.
const mostCells = 4000;

// readText parts a text into blocks. Each block is { type, gap, source } with what it says: words (a paragraph, its lines
// joined) or table; type is "paragraph", "table" or "verbatim". gap is what stands above it, source its own letters: head,
// all gaps and sources, and tail are the text again.
export function readText(text) {
  const lines = [];
  for (let at = 0; at <= text.length;) {
    const end = text.indexOf("\n", at), stop = end < 0 ? text.length : end;
    lines.push({ start: at, end: stop, words: text.slice(at, stop).trim() });
    at = stop + 1;
  }
  const wrap = wrapWidth(lines), blocks = [];
  let blank = true, ruled = false;
  for (let i = 0; i < lines.length; i++) {
    const { words, start, end } = lines[i];
    if (!words || rules.test(words)) {
      blank = true;
      ruled ||= words !== "" && bytes(words) >= paragraphRule.length;
      continue;
    }
    const rows = tableLines(lines, i), before = blocks.at(-1);
    if (rows) {
      const last = lines[i + rows - 1], table = readTable(lines.slice(i, i + rows).map((l) => l.words));
      const cells = table.rows.length * table.width;
      blocks.push(cells > mostCells ? { type: "verbatim", start, end: last.end } : { type: "table", start, end: last.end, table });
      i += rows - 1;
      blank = true;
    } else if (figure.test(words)) {
      blocks.push({ type: "verbatim", start, end });
      blank = false;
    } else if (before?.type === "paragraph" && !ruled && !isAppendix(words) && !isAppendix(before.last) && goesOn(before.last, words, !blank, wrap)) {
      before.words += ` ${words}`;
      before.last = words;
      before.end = end;
      blank = false;
    } else {
      blocks.push({ type: "paragraph", start, end, words, last: words });
      blank = false;
    }
    ruled = false;
  }
  let from = 0;
  for (const block of blocks) {
    block.gap = text.slice(from, block.start);
    block.source = text.slice(block.start, block.end);
    from = block.end;
  }
  return { blocks, head: blocks.length ? blocks[0].gap : text, tail: blocks.length ? text.slice(from) : "" };
}

// wrapWidth is the least length of a line that was broken because it was full; 0 for a text whose lines are paragraphs.
function wrapWidth(lines) {
  let longest = 0, written = 0;
  for (const { words } of lines) {
    if (!words) continue;
    longest = Math.max(longest, [...words].length);
    written++;
  }
  return longest > 110 || longest < 40 || written < 3 ? 0 : Math.floor(longest * 7 / 10);
}

// goesOn says whether next continues the paragraph whose last line is before.
export function goesOn(before, next, adjacent, wrap) {
  if (cutOrdinal(bare(next))) return false;
  if (/[.:;!?…]$/u.test(before.replace(/[ *”"’)\]»]+$/u, "")) || allCaps(before)) return false;
  const lower = /^\p{Ll}/u.test(next.replace(/^[*“"‘([«]+/u, ""));
  const full = adjacent && wrap > 0 && [...before].length >= wrap;
  return lower || (full && !allCaps(next));
}

// tableLines counts the lines of the table that begins at a line, 0 when none does.
function tableLines(lines, at) {
  let n = 0;
  while (lines[at + n]?.words.startsWith("|")) n++;
  if (n >= 2) return n;
  const tabs = count(lines[at].words, "\t");
  if (!tabs) return 0;
  for (n = 0; at + n < lines.length; n++) {
    const { words } = lines[at + n];
    if (count(words, "\t") !== tabs || cutOrdinal(words)) break;
  }
  return n >= 2 ? n : 0;
}

const count = (s, sign) => s.split(sign).length - 1;

// A cell that holds nothing but one of these is covered: by the cell to its left, or by the one above.
const leftward = "<", upward = "^";

// readTable gives { rows, width, headerRows }: rows of cells { text, colspan, rowspan } that leave out the covered ones and
// are all of one width.
function readTable(lines) {
  const grid = [];
  let headerRows = 0;
  for (const line of lines) {
    if (pipeRule.test(line) && headerRows === 0 && (grid.length || lines.length === 2)) {
      headerRows = grid.length;
      continue;
    }
    grid.push(splitCells(line).map((cell) => cell.trim()));
  }
  const width = Math.max(...grid.map((row) => row.length));
  const owners = coverage(grid);
  const rows = grid.map((row, r) => {
    const cells = [];
    for (let c = 0; c < width; c++) {
      const text = row[c] ?? "";
      if (!owners) cells.push({ text, colspan: 1, rowspan: 1 });
      else if (!owners[r][c]) cells.push({ text: "", colspan: 1, rowspan: 1 });
      else if (owners[r][c].r === r && owners[r][c].c === c) cells.push({ text: text === "\\<" ? "<" : text, colspan: owners[r][c].width, rowspan: owners[r][c].height });
    }
    return cells;
  });
  return { rows, width, headerRows };
}

// coverage names for each place of a table the cell that stands there; null when its signs do not make rectangles, so that
// they are words.
function coverage(grid) {
  const owners = grid.map(() => []);
  for (const [r, row] of grid.entries()) {
    for (const [c, text] of row.entries()) {
      let owner = text === leftward && c > 0 ? owners[r][c - 1] : text === upward && r > 0 ? owners[r - 1][c] : null;
      if (!owner && (text === leftward || text === upward)) return null;
      owner ??= { r, c, width: 0, height: 0, places: 0 };
      owner.width = Math.max(owner.width, c - owner.c + 1);
      owner.height = Math.max(owner.height, r - owner.r + 1);
      owner.places++;
      owners[r][c] = owner;
    }
  }
  return owners.every((row) => row.every((o) => o.places === o.width * o.height)) ? owners : null;
}

function splitCells(line) {
  if (!line.startsWith("|")) return line.split("\t");
  line = line.slice(1);
  if (line.endsWith("|") && !line.endsWith("\\|")) line = line.slice(0, -1);
  const cells = [];
  let from = 0;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === "|" && line[i - 1] !== "\\") {
      cells.push(line.slice(from, i));
      from = i + 1;
    }
  }
  cells.push(line.slice(from));
  return cells;
}

// cellText is what a cell's marked text stands for, its lines parted by "\n"; cellMarkup is the way back.
export const cellText = (text) => text.replaceAll("<br>", "\n");
export const cellMarkup = (marked) => {
  const text = marked.replaceAll("|", "\\|").replaceAll("\n", "<br>").trim();
  return text === leftward || text === upward ? `\\${text}` : text;
};

// writeTable writes rows of cells { markup, colspan, rowspan }, a line each.
export function writeTable(rows, headerRows) {
  const covered = rows.map(() => []), lines = [];
  for (const [r, row] of rows.entries()) {
    const signs = covered[r];
    let c = 0;
    for (const cell of row) {
      while (signs[c] !== undefined) c++;
      for (let y = 0; y < cell.rowspan; y++) {
        for (let x = 0; x < cell.colspan; x++) {
          if (covered[r + y]) covered[r + y][c + x] = y ? upward : x ? leftward : cell.markup;
        }
      }
      c += cell.colspan;
    }
    const places = Array.from(signs, (sign) => sign ?? "");
    if ((r === headerRows && r > 0) || (r === 0 && headerRows === 0 && rows.length === 1)) lines.push(`|${"---|".repeat(Math.max(1, places.length))}`);
    lines.push(`|${places.map((sign) => ` ${sign} |`).join("")}`);
  }
  return lines.join("\n");
}
