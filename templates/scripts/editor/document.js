// Between the text that the form posts and the document that the editor shows. A block that was not changed is written
// back letter by letter, with the lines between it and the next, so that what was read and not touched is the same bytes.
import { Fragment } from "prosemirror-model";
import { escapeAll, readRuns, writeRuns } from "./runs.js";
import { schema } from "./schema.js";
import { cellMarkup, cellText, goesOn, paragraphRule, readText, rules, writeTable } from "./text.js";

const { nodes, marks } = schema;

// read makes a document of a text.
export function read(text) {
  const { blocks, head, tail } = readText(text);
  const content = blocks.map((block, n) => {
    const { gap, source } = block, node = nodeOf(block);
    return node.type.create({ ...node.attrs, was: { source, canon: canon(node), gap, n } }, node.content);
  });
  if (!content.length) content.push(nodes.paragraph.create());
  return nodes.doc.create({ head, tail, count: blocks.length }, content);
}

// blocksOf are the blocks of a text that comes from elsewhere: nothing of it stands in our text yet.
export const blocksOf = (text) => readText(text).blocks.map(nodeOf);

function nodeOf(block) {
  switch (block.type) {
    case "verbatim": return nodes.verbatim.create({ text: block.source });
    case "table": return tableNode(block.table);
    default: return nodes.paragraph.create(null, inlineOf(readRuns(block.words)));
  }
}

export function tableNode({ rows, headerRows }) {
  return nodes.table.create(null, rows.map((row, r) => nodes.table_row.create(null, row.map((cell) => {
    const type = r < headerRows ? nodes.table_header : nodes.table_cell;
    const runs = cell.runs ?? readRuns(cellText(cell.text));
    return type.create({ colspan: cell.colspan, rowspan: cell.rowspan }, linesOf(runs).map((line) => nodes.line.create(null, inlineOf(line))));
  }))));
}

// linesOf parts runs at their line ends.
function linesOf(runs) {
  const lines = [[]];
  for (const run of runs) {
    const pieces = run.text.split("\n");
    for (const [i, text] of pieces.entries()) {
      if (i) lines.push([]);
      lines.at(-1).push({ ...run, text, note: i === pieces.length - 1 ? run.note : "" });
    }
  }
  return lines;
}

export function inlineOf(runs) {
  const inline = [];
  for (const run of runs) {
    const style = [...(run.bold ? [marks.strong.create()] : []), ...(run.italic ? [marks.em.create()] : [])];
    if (run.text) inline.push(schema.text(run.text, style));
    if (run.note) inline.push(nodes.note.create({ text: run.note }));
  }
  return Fragment.fromArray(inline); // joins nothing: runs of one style stand beside each other only around a note
}

// runsOf are the runs of a paragraph or of a cell's line.
function runsOf(node) {
  const runs = [];
  node.forEach((child) => {
    if (child.isText) {
      runs.push({ text: child.text, bold: marks.strong.isInSet(child.marks) !== undefined, italic: marks.em.isInSet(child.marks) !== undefined, note: "" });
    } else if (runs.length && !runs.at(-1).note) {
      runs.at(-1).note = child.attrs.text;
    } else {
      runs.push({ text: "", bold: false, italic: false, note: child.attrs.text });
    }
  });
  return runs;
}

const written = new WeakMap(); // of a node, which never changes, its text

// canon is the text of a block as the editor writes it; "" for one that says nothing.
export function canon(node) {
  let text = written.get(node);
  if (text === undefined) written.set(node, text = write[node.type.name](node));
  return text;
}

const write = {
  paragraph(node) {
    if (node.attrs.auto && node.textContent.trim() === node.attrs.auto && node.childCount < 2) return "";
    const text = writeRuns(runsOf(node)).trim();
    return text.includes("*") && rules.test(text) ? escapeAll(text) : text; // else it would be a drawn rule
  },
  verbatim: (node) => node.attrs.text,
  table(node) {
    const rows = [];
    let headerRows = 0, head = true;
    node.forEach((row) => {
      const cells = [];
      row.forEach((cell) => {
        const runs = [];
        cell.forEach((line, _, i) => {
          if (i) runs.push({ text: "\n", bold: false, italic: false, note: "" });
          runs.push(...runsOf(line));
        });
        cells.push({ markup: cellMarkup(writeRuns(runs)), colspan: cell.attrs.colspan, rowspan: cell.attrs.rowspan });
        head &&= cell.type === nodes.table_header;
      });
      rows.push(cells);
      head &&= cells.length > 0;
      if (head) headerRows++;
    });
    return writeTable(rows, headerRows);
  },
};

// text writes a document. anew writes every block as the editor does, also those that were not changed.
export function text(doc, { anew = false } = {}) {
  let out = "", before = null;
  doc.forEach((node) => {
    const own = canon(node), { was } = node.attrs;
    const kept = !anew && was?.canon === own;
    const said = kept ? was.source : own;
    if (!said.trim()) return;
    if (!before) {
      out = was?.n === 0 ? doc.attrs.head + said : said;
    } else {
      const follows = was && before.was && was.n === before.was.n + 1, untouched = follows && kept && before.kept;
      let gap = follows && (untouched || /\n[ \t]*\n/.test(was.gap)) ? was.gap : "\n\n";
      if (!untouched && gap.trim() === "" && before.words && node.type === nodes.paragraph && goesOn(before.words, said, false, 0)) gap = `\n\n${paragraphRule}\n\n`;
      out += gap + said;
    }
    before = { was, kept, words: node.type === nodes.paragraph ? lastLine(said) : "" };
  });
  if (!before) return doc.attrs.count ? "" : doc.attrs.head;
  return before.was?.n === doc.attrs.count - 1 ? out + doc.attrs.tail : out;
}

const lastLine = (s) => s.slice(s.lastIndexOf("\n") + 1).trim();
