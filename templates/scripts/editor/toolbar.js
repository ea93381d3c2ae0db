// The buttons of the editor. They stand in the page, each naming what it does in data-do; here they get their work, their
// state and the keys that go along them.
import { toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { NodeSelection } from "prosemirror-state";
import * as tables from "prosemirror-tables";
import { appendix, familyHere, insertTable, inTable, number, title } from "./commands.js";
import { schema } from "./schema.js";

const { marks, nodes } = schema;

const works = (mark) => ({
  undo, redo, title, appendix,
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  table: insertTable,
  ...Object.fromEntries(["part", "chapter", "section", "article", "roman", "number", "numbers", "letter", "dash"].map((family) => [family, number(family, mark)])),
  "row-above": tables.addRowBefore, "row-below": tables.addRowAfter, "column-left": tables.addColumnBefore, "column-right": tables.addColumnAfter,
  "row-gone": tables.deleteRow, "column-gone": tables.deleteColumn, "table-gone": tables.deleteTable,
  merge: tables.mergeCells, split: tables.splitCell, head: tables.toggleHeaderRow,
});

// shortcuts are the keys for what is done most.
export function shortcuts(mark) {
  const work = works(mark);
  return {
    "Mod-b": work.strong, "Mod-i": work.em, "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
    "Mod-Alt-0": title, "Mod-Alt-1": work.roman, "Mod-Alt-2": work.number, "Mod-Alt-3": work.numbers, "Mod-Alt-4": work.letter, "Mod-Alt-5": work.dash,
    "Mod-Alt-d": work.article, "Mod-Alt-t": insertTable,
  };
}

export class Toolbar {
  #bar; #dialog; #view; #work; #buttons; #rows;

  constructor(bar, dialog, view, mark) {
    this.#bar = bar;
    this.#dialog = dialog;
    this.#view = view;
    this.#work = { ...works(mark), note: () => this.#openNote() };
    this.#buttons = [...bar.querySelectorAll("button[data-do]")];
    this.#rows = bar.querySelector("[data-part=table]");
    for (const button of this.#buttons) {
      button.tabIndex = -1;
      button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
      button.addEventListener("click", () => this.#press(button));
      button.addEventListener("focus", () => this.#rove(button));
    }
    this.#buttons[0].tabIndex = 0;
    bar.addEventListener("keydown", (event) => this.#key(event));
    const typed = dialog.querySelector("textarea");
    dialog.querySelector("[data-part=note-put]").addEventListener("click", () => this.#putNote(typed.value));
    dialog.querySelector("[data-part=note-drop]").addEventListener("click", () => this.#putNote(""));
    dialog.querySelector("[data-part=note-leave]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => view.focus());
    view.dom.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.#noteHere()) {
        event.preventDefault();
        event.stopPropagation();
        this.#openNote();
      }
    }, { capture: true });
    view.dom.addEventListener("dblclick", () => this.#noteHere() && this.#openNote());
  }

  focus() {
    this.#buttons.find((button) => button.tabIndex === 0)?.focus();
    return true;
  }

  // update shows what holds where the cursor is.
  update(state) {
    const family = familyHere(state), table = inTable(state);
    this.#rows.hidden = !table;
    for (const button of this.#buttons) {
      const does = button.dataset.do;
      if (button.hasAttribute("aria-pressed")) {
        const on = does === "strong" || does === "em" ? marked(state, marks[does]) : does === "head" ? table && headed(state) : does === family;
        button.setAttribute("aria-pressed", String(on));
      }
      const able = does === "note" ? state.selection.$from.parent.inlineContent || this.#noteHere(state) !== null : this.#work[does](state);
      button.setAttribute("aria-disabled", String(!able));
    }
    const focusable = this.#buttons.find((button) => button.tabIndex === 0);
    if (this.#rows.contains(focusable) && !table) this.#rove(this.#buttons[0]);
  }

  #press(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    this.#work[button.dataset.do](this.#view.state, this.#view.dispatch, this.#view);
    if (button.dataset.do !== "note" && document.activeElement !== button) this.#view.focus();
  }

  #rove(to) {
    for (const button of this.#buttons) button.tabIndex = button === to ? 0 : -1;
  }

  #key(event) {
    const seen = this.#buttons.filter((button) => !button.closest("[hidden]")), at = seen.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: seen.length - 1 }[event.key];
    if (event.key === "Escape") this.#view.focus();
    else if (to === undefined || at < 0) return;
    else seen.at(to % seen.length).focus();
    event.preventDefault();
  }

  #noteHere(state = this.#view.state) {
    const { selection } = state;
    return selection instanceof NodeSelection && selection.node.type === nodes.note ? selection.node : null;
  }

  #openNote() {
    const note = this.#noteHere(), typed = this.#dialog.querySelector("textarea");
    typed.value = note?.attrs.text ?? "";
    this.#dialog.querySelector("[data-part=note-drop]").hidden = !note;
    this.#dialog.showModal();
    typed.focus();
    return true;
  }

  #putNote(words) {
    const note = this.#noteHere(), { state } = this.#view, { from, to } = state.selection;
    const text = words.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ");
    this.#dialog.close();
    if (!text && !note) return;
    if (!text) this.#view.dispatch(state.tr.delete(from, to));
    else if (note) this.#view.dispatch(state.tr.setNodeMarkup(from, null, { text }));
    else this.#view.dispatch(state.tr.insert(to, nodes.note.create({ text })).scrollIntoView());
  }
}

function marked(state, type) {
  const { empty, $from, from, to } = state.selection;
  return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type);
}

function headed(state) {
  const { $head } = state.selection;
  for (let depth = $head.depth; depth > 0; depth--) if ($head.node(depth).type === nodes.table_header) return true;
  return false;
}
