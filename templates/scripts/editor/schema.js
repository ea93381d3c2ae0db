// What a document in the editor is made of. Ordinals are words of their paragraphs, as an official types them; what a
// paragraph is follows from its words (ordinals.js), as it does on the server.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

// was is what a block was read from: { source, canon, gap, n }. While it says what it said (canon), its own letters
// (source) are written back.
const was = { default: null };

const tables = tableNodes({ tableGroup: "block", cellContent: "line+", cellAttributes: {} });

export const schema = new Schema({
  nodes: {
    doc: { content: "block+", attrs: { head: { default: "" }, tail: { default: "" }, count: { default: 0 } } },
    paragraph: {
      group: "block",
      content: "inline*",
      // auto is the ordinal that was put there by itself: a paragraph that holds no more is not written.
      attrs: { was, auto: { default: "" } },
      toDOM: () => ["p", 0],
    },
    ...{ ...tables, table: { ...tables.table, attrs: { was } } },
    line: { content: "inline*", toDOM: () => ["p", 0] }, // of a cell
    // What the editor shows and does not edit: a picture's line, a table of thousands of cells.
    verbatim: { group: "block", atom: true, attrs: { text: {}, was }, toDOM: (node) => ["pre", { "data-verbatim": "" }, node.attrs.text] },
    note: { // a footnote; it hangs on the words before it
      group: "inline",
      inline: true,
      atom: true,
      attrs: { text: {} },
      toDOM: (node) => ["span", { "data-note": node.attrs.text, role: "img", "aria-label": node.attrs.text, title: node.attrs.text }],
    },
    text: { group: "inline" },
  },
  marks: {
    strong: { toDOM: () => ["strong", 0] },
    em: { toDOM: () => ["em", 0] },
  },
});
