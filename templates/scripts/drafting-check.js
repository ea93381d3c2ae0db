import { asker } from "./drafting-ask.js";
import { editorOf } from "./drafting-complete.js";
import { fill } from "./drafting-save.js";

// checks shows what the checker of thể thức finds in the text, beside it.
export function checks(page) {
  const { form, part, words, say } = page;
  const list = part("findings"), state = part("check-state"), count = part("check-count"), template = part("finding");

  const show = ({ findings, errors, warnings }) => {
    state.textContent = "";
    count.textContent = errors + warnings || "";
    count.classList.toggle("hot", errors > 0);
    part("no-findings").hidden = findings.length > 0;
    list.replaceChildren(...findings.map(row));
  };
  const row = (found) => {
    const item = template.content.firstElementChild.cloneNode(true);
    const slot = (name) => item.querySelector(`[data-slot=${name}]`);
    for (const name of ["label", "message", "where"]) slot(name).textContent = found[name];
    slot("label").classList.toggle("red", found.level === "E");
    for (const name of ["found", "wants"]) {
      slot(name).hidden = !found[name];
      slot(`${name}-text`).textContent = found[name];
    }
    const field = found.field && form.elements.namedItem(found.field);
    slot("go").hidden = !field;
    slot("go").addEventListener("click", () => goTo(field, found));
    if (found.fix) {
      slot("fix").textContent = found.fix.label;
      slot("fix").hidden = false;
      slot("fix").addEventListener("click", (event) => mend(event.currentTarget, found.fix.id));
    }
    return item;
  };

  const mend = async (button, id) => {
    button.disabled = true; // a second click does nothing
    const body = page.body();
    body.set("fix", id);
    try {
      const response = await fetch("/documents/working/fixes", { method: "POST", body });
      const answer = await response.json();
      if (response.ok) fill(form, answer);
      else state.textContent = say("unreadable", answer.detail);
    } catch {
      state.textContent = words.offline;
      button.disabled = false;
    }
    own.wake();
  };

  const own = asker(page, "/documents/working/check", {
    begin() { state.textContent = words.checking; },
    use: show,
    refuse(detail, field) {
      state.textContent = say("unreadable", detail);
      const element = field && form.elements.namedItem(field);
      if (element) wrong(element, detail);
    },
  });
  return own;
}

// wrong shows a refusal beside its field until the field is changed.
function wrong(element, detail) {
  const next = element.nextElementSibling;
  const note = next?.matches(".wrong") ? next : document.createElement("p");
  note.className = "wrong";
  note.id = `${element.id}-wrong`;
  note.textContent = detail;
  element.after(note);
  element.setAttribute("aria-invalid", "true");
  const told = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== note.id);
  element.setAttribute("aria-describedby", [note.id, ...told].join(" "));
  element.addEventListener("input", () => {
    note.remove();
    element.removeAttribute("aria-invalid");
    element.setAttribute("aria-describedby", told.join(" "));
  }, { once: true });
}

// goTo puts the cursor on the words that a finding is about, in the field or in the editor that stands in its place.
function goTo(field, { field: name, paragraph, where, words: said }) {
  const words = [said, where.replace(/…$/, "")], paper = editorOf(field);
  if (paper) return goToIn(paper, words, paragraph);
  field.focus();
  if (name !== "body") return;
  const text = field.value;
  let from = -1, length = 0;
  for (const word of words) {
    if (from < 0 && word && (from = text.indexOf(word)) >= 0) length = word.length;
  }
  if (from < 0) {
    const blocks = [...text.matchAll(/\S[^]*?(?=\n[ \t]*\n|\s*$)/g)];
    const block = blocks[paragraph - 1];
    if (!block) return;
    from = block.index;
    length = block[0].length;
  }
  field.setSelectionRange(from, from + length);
  field.scrollTop = field.scrollHeight * (from / text.length) - field.clientHeight / 2;
  field.scrollIntoView({ block: "nearest" });
}

function goToIn(paper, words, paragraph) {
  paper.focus();
  const texts = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT), range = document.createRange();
  let at = null;
  for (const word of words.filter(Boolean)) {
    texts.currentNode = paper;
    for (let node = texts.nextNode(); node && !at; node = texts.nextNode()) {
      const from = node.data.indexOf(word);
      if (from < 0) continue;
      range.setStart(node, from);
      range.setEnd(node, from + word.length);
      at = node.parentElement;
    }
  }
  if (!at && (at = paper.children[paragraph - 1])) range.selectNodeContents(at);
  if (!at) return;
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  at.scrollIntoView({ block: "center" });
}
