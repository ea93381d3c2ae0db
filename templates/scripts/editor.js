// The structured editor of a draft: one surface of paragraphs, headings, lists and tables over the text field that the
// form posts. The field stays the truth: the editor reads it, and writes every change back into it with an "input" event;
// whoever else changes the field fires one too, and the editor follows.
import { baseKeymap } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { closeHistory, history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState, Plugin } from "prosemirror-state";
import { fixTables, goToNextCell, tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { carryOn, dropOrdinal, inTable, kindIn, split } from "./editor/commands.js";
import { read, text } from "./editor/document.js";
import { clipboard } from "./editor/clipboard.js";
import { schema } from "./editor/schema.js";
import { shortcuts, Toolbar } from "./editor/toolbar.js";

// A longer text is left to the plain field: every key would wait for it.
const longest = 1_500_000;

// edit opens the editor in a root that holds the field and the parts named below (templates/pages/documents/draft.html).
export function edit(root, inert) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const field = root.querySelector("textarea"), plain = part("plain"), said = part("said");
  let view = null, toolbar = null, leaving = false, own = false;

  // say shows one of the sentences that stand in the page, "" none.
  const say = (name) => {
    for (const sentence of said.children) sentence.hidden = sentence.dataset.said !== name;
  };

  const write = () => {
    const words = text(view.state.doc);
    if (words === field.value) return;
    own = true;
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    own = false;
  };

  const follow = () => {
    if (own || !view || text(view.state.doc) === field.value) return;
    view.updateState(open(field.value));
    toolbar.update(view.state);
  };

  const open = (words) => {
    const state = EditorState.create({ doc: read(words), plugins });
    return state.apply(fixTables(state) ?? state.tr);
  };

  // Tab leaves the editor; in a table it goes on from cell to cell, and leaves behind Escape.
  const tab = (direction) => (state, dispatch) => !leaving && inTable(state) && goToNextCell(direction)(state, dispatch);
  const escape = () => {
    leaving = true;
    return true;
  };

  const plugins = [
    history(),
    keymap({ Enter: (...given) => carryOn(...given) || split(...given), "Shift-Enter": split, Backspace: dropOrdinal, Tab: tab(1), "Shift-Tab": tab(-1), Escape: escape, "Alt-F10": () => toolbar.focus() }),
    keymap(shortcuts(root.dataset.mark)),
    keymap(baseKeymap),
    gapCursor(),
    tableEditing(),
    looks(root.dataset.waits),
  ];

  function start() {
    view = new EditorView({ mount: part("paper") }, {
      state: open(field.value),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": root.dataset.named, "aria-describedby": root.dataset.described, lang: "vi", spellcheck: "false" },
      dispatchTransaction(tr) {
        view.updateState(view.state.apply(tr));
        toolbar.update(view.state);
        if (tr.docChanged) write();
      },
      handleDOMEvents: {
        keydown: (_, event) => {
          if (event.key !== "Tab" && event.key !== "Escape" && event.key !== "Shift") leaving = false;
          return false;
        },
        focus: () => { leaving = false; },
        ...clipboard({ inert, say, busy: (on) => root.toggleAttribute("data-busy", on) }),
      },
      clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n", (node) => (node.type === schema.nodes.verbatim ? node.attrs.text : "")),
      editable: () => !root.hasAttribute("data-busy"),
    });
    toolbar = new Toolbar(part("bar"), part("note"), view, root.dataset.mark);
    toolbar.update(view.state);
  }

  // show puts the editor or the plain field in front.
  function show(asPlain) {
    const held = root.contains(document.activeElement) && document.activeElement !== plain;
    const long = field.value.length > longest;
    if (!asPlain && long) asPlain = true;
    say(long ? "long" : "");
    plain.checked = asPlain;
    plain.disabled = long;
    if (!asPlain && !view) start();
    else if (!asPlain) follow();
    for (const name of ["bar", "paper", "hint"]) part(name).hidden = asPlain;
    for (const name of ["plain-hint"]) part(name).hidden = !asPlain;
    field.hidden = !asPlain;
    if (held) (asPlain ? field : view).focus();
  }

  // insert puts words from beside the editor in the place of its selection, in one step to undo.
  const insert = (event) => {
    if (!field.hidden) return; // the plain field stands in front, and takes them itself
    event.preventDefault();
    if (view.editable) view.dispatch(closeHistory(view.state.tr.insertText(event.detail)).scrollIntoView());
  };

  field.addEventListener("insert", insert);
  field.addEventListener("input", follow);
  field.addEventListener("change", follow);
  field.form?.addEventListener("reset", () => setTimeout(follow));
  window.addEventListener("pageshow", follow); // a browser puts back what stood there when one comes back to a page
  document.getElementById(root.dataset.named)?.addEventListener("click", (event) => {
    if (field.hidden) {
      event.preventDefault();
      view.focus();
    }
  });
  plain.addEventListener("change", () => {
    remember(plain.checked);
    show(plain.checked);
  });
  part("switch").hidden = false;
  show(remembered());
}

// The choice is kept in the browser, where it is the same for all drafts.
const key = "trinhky-plain-text";

function remembered() {
  try {
    return localStorage.getItem(key) === "1";
  } catch { // a browser that keeps nothing
    return false;
  }
}

function remember(asPlain) {
  try {
    if (asPlain) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch { // then it holds for this page
  }
}

// looks shows what each paragraph is by its words, and marks what still waits for words: [tên cơ quan].
function looks(waits) {
  const pattern = new RegExp(waits, "gu"), drawn = new WeakMap();
  const around = (node) => { // decorations of a paragraph, as [from, to, attributes] from its start
    let found = drawn.get(node);
    if (found) return found;
    found = [];
    const { kind, level, length } = kindIn(node);
    if (kind === "heading") found.push([-1, node.nodeSize - 1, { class: `is-heading level-${level}`, role: "heading", "aria-level": String(Math.min(level + 1, 6)) }]);
    else if (kind === "appendix") found.push([-1, node.nodeSize - 1, { class: "is-appendix", role: "heading", "aria-level": "2" }]);
    else if (kind === "item" && level > 1) found.push([-1, node.nodeSize - 1, { class: "is-deep" }]);
    if (length) found.push([0, length, { class: "ordinal" }]);
    let at = 0;
    node.forEach((child) => {
      if (child.isText) for (const m of child.text.matchAll(pattern)) found.push([at + m.index, at + m.index + m[0].length, { class: "waits" }]);
      at += child.nodeSize;
    });
    drawn.set(node, found);
    return found;
  };
  const decorate = (doc) => {
    const all = [];
    doc.descendants((node, pos, parent) => {
      if (node.type === schema.nodes.paragraph || node.type === schema.nodes.line) {
        for (const [from, to, attributes] of around(node)) {
          if (from >= 0) all.push(Decoration.inline(pos + 1 + from, pos + 1 + to, attributes));
          else if (parent === doc) all.push(Decoration.node(pos, pos + node.nodeSize, attributes));
        }
        return false;
      }
      return true;
    });
    return DecorationSet.create(doc, all);
  };
  return new Plugin({
    state: { init: (_, { doc }) => decorate(doc), apply: (tr, before) => (tr.docChanged ? decorate(tr.doc) : before) },
    props: { decorations(state) { return this.getState(state); } },
  });
}
