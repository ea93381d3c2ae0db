// What the buttons and keys of the editor do.
import { TextSelection } from "prosemirror-state";
import { families, familyOf, firstOrdinal, kindOf, nextOrdinal } from "./ordinals.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

const known = new WeakMap(); // of a paragraph, which never changes, what it is

// kindIn says what a paragraph is by its words (ordinals.js).
export function kindIn(paragraph) {
  let kind = known.get(paragraph);
  if (!kind) {
    let strong = paragraph.childCount > 0;
    paragraph.forEach((child) => { strong &&= !child.isText || !child.text.trim() || marks.strong.isInSet(child.marks) !== undefined; });
    known.set(paragraph, kind = kindOf(paragraph.textContent, strong));
  }
  return kind;
}

// ordinalIn is the ordinal at the head of a paragraph, also of one that holds no more than it.
function ordinalIn(paragraph) {
  const kind = kindIn(paragraph), text = paragraph.textContent;
  if (kind.ordinal && kind.length) return { ordinal: kind.ordinal, length: kind.length, alone: text.length <= kind.length && paragraph.childCount < 2 };
  const trimmed = text.trim();
  if (trimmed.length < 8 && paragraph.childCount === 1 && familyOf(trimmed)) return { ordinal: trimmed, length: text.length, alone: true };
  return null;
}

// paragraphsIn are the paragraphs that a selection touches, none of a table: { node, pos }, first to last.
function paragraphsIn(state) {
  const found = [], { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (node, pos, parent) => {
    if (parent === state.doc && node.type === nodes.paragraph) found.push({ node, pos });
    return false;
  });
  return found;
}

// ordinalFor counts on from the paragraphs above one: the next of its family, or the first below what encloses it.
function ordinalFor(doc, index, family, mark) {
  const rank = families.indexOf(family);
  let enclosing = "";
  for (let i = index - 1; i >= 0; i--) {
    const node = doc.child(i), own = node.type === nodes.paragraph && ordinalIn(node);
    const parts = own && familyOf(own.ordinal);
    if (!parts) continue;
    if (parts.family === family) {
      if (family === "numbers" && enclosing) break;
      return nextOrdinal(own.ordinal) ?? own.ordinal;
    }
    // Điều are counted through a document, chương through all parts of it.
    if (families.indexOf(parts.family) < rank && family !== "article" && family !== "chapter") {
      enclosing ||= parts.family === "number" ? own.ordinal : "";
      break;
    }
  }
  return firstOrdinal(family, markIn(doc) ?? mark, enclosing);
}

// markIn is what this document puts behind a roman number: "." or "-".
function markIn(doc) {
  for (let i = 0; i < doc.childCount; i++) {
    const own = doc.child(i).type === nodes.paragraph && ordinalIn(doc.child(i));
    if (own && familyOf(own.ordinal)?.family === "roman") return familyOf(own.ordinal).after.trim();
  }
  return null;
}

// familyHere is the family that all paragraphs of the selection have, "title" for headings without a number.
export function familyHere(state) {
  let family;
  for (const { node } of paragraphsIn(state)) {
    const own = ordinalIn(node), kind = kindIn(node);
    const here = own ? familyOf(own.ordinal)?.family ?? "" : kind.kind === "heading" ? "title" : kind.kind === "appendix" ? "appendix" : "";
    if (family !== undefined && family !== here) return "";
    family = here;
  }
  return family ?? "";
}

// number gives the paragraphs of the selection an ordinal of a family, counting on, or takes it off where all have one.
export const number = (family, mark) => (state, dispatch) => {
  const chosen = paragraphsIn(state);
  if (!chosen.length) return false;
  if (!dispatch) return true;
  const tr = state.tr, off = familyHere(state) === family;
  for (const { node, pos } of chosen) {
    if (chosen.length > 1 && !node.content.size) continue;
    const at = tr.mapping.map(pos), own = ordinalIn(tr.doc.nodeAt(at));
    if (own) tr.delete(at + 1, at + 1 + own.length);
    if (off) continue;
    const ordinal = ordinalFor(tr.doc, tr.doc.resolve(at).index(), family, mark);
    tr.insert(at + 1, schema.text(`${ordinal} `));
  }
  dispatch(tr.scrollIntoView());
  return true;
};

// title makes the paragraphs of the selection headings without a number, which bold letters tell, or plain again.
export function title(state, dispatch) {
  const chosen = paragraphsIn(state);
  if (!chosen.length) return false;
  if (!dispatch) return true;
  const tr = state.tr, off = familyHere(state) === "title";
  for (const { node, pos } of chosen) {
    const at = tr.mapping.map(pos), own = ordinalIn(node);
    if (own && !off) tr.delete(at + 1, at + 1 + own.length);
    const end = at + tr.doc.nodeAt(at).nodeSize - 1;
    if (off) tr.removeMark(at + 1, end, marks.strong);
    else tr.addMark(at + 1, end, marks.strong.create());
    if (!off && end === at + 1) tr.addStoredMark(marks.strong.create());
  }
  dispatch(tr.scrollIntoView());
  return true;
}

// appendix begins a phụ lục, on a page of its own, below the paragraph that the selection ends in.
export function appendix(state, dispatch) {
  if (state.selection.$from.depth < 1) return false;
  if (!dispatch) return true;
  let n = 0;
  state.doc.forEach((node) => { if (node.type === nodes.paragraph && kindIn(node).kind === "appendix") n++; });
  const tr = state.tr, at = state.selection.$to.after(1);
  const line = nodes.paragraph.create(null, schema.text(n ? `Phụ lục ${nextOrdinal(`${["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][Math.min(n, 10) - 1]}.`).slice(0, -1)}` : "Phụ lục I"));
  tr.insert(at, [line, nodes.paragraph.create()]);
  tr.setSelection(TextSelection.create(tr.doc, at + line.nodeSize + 1));
  dispatch(tr.scrollIntoView());
  return true;
}

// carryOn is Enter in a numbered paragraph: the next number stands below, and those that followed count on; in one that
// holds no more than its number, Enter takes that away.
export function carryOn(state, dispatch) {
  const { $from, $to } = state.selection;
  if ($from.depth !== 1 || $from.parent.type !== nodes.paragraph || !$from.sameParent($to)) return false;
  const own = ordinalIn($from.parent), parts = own && familyOf(own.ordinal);
  if (!parts || families.indexOf(parts.family) < families.indexOf("number") || kindIn($from.parent).kind === "heading") return false;
  const start = $from.start();
  if (own.alone) {
    if (dispatch) dispatch(state.tr.delete(start, start + own.length).scrollIntoView());
    return true;
  }
  const next = nextOrdinal(own.ordinal);
  if (!next || $from.parentOffset < own.length) return false;
  if (!dispatch) return true;
  const tr = state.tr.delete($from.pos, $to.pos);
  while (/\s$/u.test(tr.doc.textBetween(start, tr.mapping.map($from.pos, -1)))) tr.delete(tr.mapping.map($from.pos, -1) - 1, tr.mapping.map($from.pos, -1));
  const at = tr.mapping.map($from.pos);
  tr.split(at, 1, [{ type: nodes.paragraph, attrs: { auto: next } }]);
  tr.insert(at + 2, schema.text(`${next} `));
  tr.setSelection(TextSelection.create(tr.doc, at + 2 + next.length + 1));
  countOn(tr, tr.doc.resolve(at + 2).index(0), next);
  dispatch(tr.scrollIntoView());
  return true;
}

// countOn numbers the paragraphs behind one on, as long as they counted on from it before.
function countOn(tr, index, ordinal) {
  const { family, before } = familyOf(ordinal), rank = families.indexOf(family);
  if (family === "dash" || family === "plus") return;
  let last = ordinal;
  for (let i = index + 1, pos = positionOf(tr.doc, index + 1); i < tr.doc.childCount; pos += tr.doc.child(i).nodeSize, i++) {
    const node = tr.doc.child(i), own = node.type === nodes.paragraph && ordinalIn(node), parts = own && familyOf(own.ordinal);
    if (!parts) continue;
    if (families.indexOf(parts.family) < rank) return;
    if (parts.family !== family) continue;
    const next = nextOrdinal(last);
    if (parts.before !== before || own.ordinal !== last || !next) return;
    const begin = pos + 1 + node.textContent.indexOf(own.ordinal);
    tr.replaceWith(begin, begin + own.ordinal.length, schema.text(next, tr.doc.resolve(begin + 1).marks()));
    last = next;
  }
}

function positionOf(doc, index) {
  let pos = 0;
  for (let i = 0; i < index; i++) pos += doc.child(i).nodeSize;
  return pos;
}

// split is Enter elsewhere: the paragraph below begins plain.
export function split(state, dispatch) {
  const { $from, $to } = state.selection;
  if (!$from.parent.isTextblock || !$from.sameParent($to)) return false;
  if (dispatch) {
    const tr = state.tr.delete($from.pos, $to.pos);
    tr.split(tr.mapping.map($from.pos), 1, [{ type: $from.parent.type }]).setStoredMarks([]);
    dispatch(tr.scrollIntoView());
  }
  return true;
}

// dropOrdinal is Backspace right behind an ordinal: it goes as a whole.
export function dropOrdinal(state, dispatch) {
  const { $cursor } = state.selection;
  if (!$cursor || $cursor.depth !== 1 || $cursor.parent.type !== nodes.paragraph) return false;
  const own = ordinalIn($cursor.parent);
  if (!own || $cursor.parentOffset !== own.length || !/\s$/u.test($cursor.parent.textContent.slice(0, own.length))) return false;
  if (dispatch) dispatch(state.tr.delete($cursor.start(), $cursor.pos));
  return true;
}

// insertTable puts a table of three rows and columns, the first row its head, below the paragraph; the cursor goes into it.
export function insertTable(state, dispatch) {
  const { $from } = state.selection;
  if ($from.depth < 1 || inTable(state)) return false;
  if (dispatch) {
    const row = (type) => nodes.table_row.create(null, [0, 1, 2].map(() => type.create(null, nodes.line.create())));
    const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
    const $to = state.selection.$to, tr = state.tr, empty = $to.depth === 1 && !$to.parent.content.size;
    const at = empty ? $to.before(1) : $to.after(1), end = $to.after(1);
    tr.replaceWith(at, end, table);
    if (end === state.doc.content.size) tr.insert(at + table.nodeSize, nodes.paragraph.create());
    tr.setSelection(TextSelection.create(tr.doc, at + 4));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

export function inTable(state) {
  const { $head } = state.selection;
  for (let depth = $head.depth; depth > 0; depth--) if ($head.node(depth).type === nodes.table) return true;
  return false;
}
