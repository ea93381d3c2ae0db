// Who is given what by a direction: found by typing, and shown as a short list however long the lists of the form are. The form's
// own select and boxes stay what is sent, and can be used beside this.
import { combobox } from "./combobox.js";
import { bare } from "./filter.js";

const most = 12; // that are offered at once

export function start(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const say = (word, value) => root.dataset[`say${word}`].replace("#", value);
  const lead = root.querySelector("select[name=lead]"), list = part("parties");
  const box = (kind, value) => root.querySelector(`input[name=${kind}][value="${CSS.escape(value)}"]`);
  const all = [...lead.options].filter((option) => option.value).map(({ value, text }) => ({ value, text, words: bare(text) }));

  const partOf = (value) => (lead.value === value ? "lead" : ["co", "cc"].find((kind) => box(kind, value)?.checked));
  // give gives somebody one part and takes any other from them; who was in charge before works with them.
  const give = (value, what) => {
    const before = lead.value;
    for (const kind of ["co", "cc"]) box(kind, value).checked = what === kind;
    if (what === "lead") lead.value = value;
    else if (before === value) lead.value = "";
    if (what === "lead" && before && before !== value) box("co", before).checked = true;
    show();
  };
  const show = () => {
    const chosen = ["lead", "co", "cc"].flatMap((kind) => all.filter(({ value }) => partOf(value) === kind).map((one) => ({ ...one, kind })));
    list.replaceChildren(...chosen.map(({ value, text, kind }) => {
      const item = part("party").content.firstElementChild.cloneNode(true), select = item.querySelector("select"), out = item.querySelector("button");
      item.dataset.value = value;
      item.querySelector("strong").textContent = text;
      select.value = kind;
      select.setAttribute("aria-label", say("Part", text));
      select.addEventListener("change", () => {
        give(value, select.value);
        list.querySelector(`[data-value="${CSS.escape(value)}"] select`).focus(); // the list was made anew
      });
      out.setAttribute("aria-label", say("Out", text));
      out.addEventListener("click", () => {
        give(value, "");
        part("find").querySelector("input").focus();
      });
      return item;
    }));
    list.hidden = chosen.length === 0;
  };

  const find = (typed) => {
    const words = bare(typed).split(/\s+/).filter(Boolean);
    const found = all.filter(({ value, words: of }) => !partOf(value) && words.every((word) => of.includes(word)));
    const first = ({ words: of }) => (` ${of}`.includes(` ${words[0]}`) ? 0 : 1); // a word that begins so, before one that has it in it
    return found.sort((a, b) => first(a) - first(b)).slice(0, most);
  };
  combobox(part("find"), { find, least: 1, said: (n) => (n ? say("Found", n) : root.dataset.sayNone) }, ({ value }) => give(value, lead.value ? "co" : "lead"));
  part("find").hidden = false;
  root.addEventListener("change", (event) => { if (event.target === lead || event.target.type === "checkbox") show(); });
  window.addEventListener("pageshow", show); // a page that comes back from the history keeps what was chosen
  show();
}
