// What happens to what is pasted or dropped. ProseMirror's own reading of the clipboard makes elements of the page out of
// its HTML; here it never gets that far: the events are taken from it, and what comes in is read by paste.js.
import { Fragment, Slice } from "prosemirror-model";
import { closeHistory } from "prosemirror-history";
import { handlePaste } from "prosemirror-tables";
import { blocksOf as blocksOfText, inlineOf, tableNode } from "./document.js";
import { inTable } from "./commands.js";
import { blocksOf } from "./paste.js";
import { schema } from "./schema.js";

const { nodes } = schema;

// What is larger would hold the page up; a file can be uploaded instead.
const mostHTML = 3_000_000, mostText = 600_000, mostBlocks = 4000, mostCells = 8000; // characters, …

const slice = 12; // milliseconds of work before the page may breathe

const breathe = () => new Promise((resolve) => setTimeout(resolve));

// clipboard gives the handlers of the view. page says: inert (reads HTML), say (shows a sentence of the page), busy (the
// editor waits for the work on a large piece).
export function clipboard(page) {
  const take = (view, data) => {
    const html = data.getData("text/html").replace(/(\s(?:src|href)=)(["'])data:[^"']*\2/gi, "$1$2$2"), text = data.getData("text/plain");
    page.say("");
    if (html.length > mostHTML || text.length > mostText) page.say("large");
    else if (html.trim()) pasteHTML(view, html, page).catch((error) => reportError(error));
    else if (text) insert(view, blocksOfText(clean(text)));
    else if (data.files.length) page.say("files");
  };
  return {
    paste(view, event) {
      event.preventDefault();
      if (event.clipboardData && view.editable) take(view, event.clipboardData);
      return true;
    },
    drop(view, event) {
      if (view.dragging || !event.dataTransfer) return false; // from a place of this document to another
      event.preventDefault();
      if (view.editable) take(view, event.dataTransfer);
      return true;
    },
  };
}

const clean = (text) => text.normalize("NFC").replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, "\n");

// pasteHTML reads the HTML in slices and puts what it says where the cursor is.
async function pasteHTML(view, html, page) {
  const work = blocksOf(page.inert(html));
  let until = performance.now() + slice, waiting = false, step;
  try {
    while (!(step = work.next()).done) {
      if (performance.now() < until) continue;
      if (!waiting) {
        waiting = true;
        page.busy(true);
        view.setProps({});
        page.say("working");
      }
      await breathe();
      until = performance.now() + slice;
    }
  } finally {
    if (waiting) {
      page.busy(false);
      view.setProps({});
      view.focus();
    }
  }
  const { blocks, pictures, legacy, cells } = step.value;
  if (blocks.length > mostBlocks || cells > mostCells) {
    page.say("large");
    return;
  }
  insert(view, blocks.map((block) => (block.type === "table" ? tableNode(block.table) : nodes.paragraph.create(null, inlineOf(block.runs)))));
  page.say(legacy ? "legacy" : pictures ? "pictures" : "");
}

// insert puts blocks in the place of the selection. In a cell they become its lines, but a table goes cell into cell.
function insert(view, blocks) {
  if (!blocks.length) return;
  const { state } = view;
  // One step to undo, whatever was typed just before.
  const put = (piece) => view.dispatch(closeHistory(state.tr.replaceSelection(piece)).scrollIntoView().setMeta("paste", true));
  if (inTable(state)) {
    if (blocks.length === 1 && blocks[0].type === nodes.table && handlePaste(view, null, new Slice(Fragment.fromArray(blocks), 0, 0))) return;
    const lines = blocks.flatMap(linesOf);
    if (lines.length) put(new Slice(Fragment.fromArray(lines), 1, 1));
    return;
  }
  const open = (node) => (node.type === nodes.paragraph ? 1 : 0);
  put(new Slice(Fragment.fromArray(blocks), open(blocks[0]), open(blocks.at(-1))));
}

function linesOf(node) {
  if (node.type === nodes.paragraph) return [nodes.line.create(null, node.content)];
  if (node.type === nodes.verbatim) return [nodes.line.create(null, schema.text(node.attrs.text))];
  const lines = [];
  node.descendants((child) => {
    if (child.type === nodes.line && child.content.size) lines.push(child);
    return child.type !== nodes.line;
  });
  return lines;
}
