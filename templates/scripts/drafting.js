// The drafting page while somebody types: keeps the text on the server and, without a connection, on the machine; asks
// what the checker and Nơi nhận say of it, and draws its pages. The words stand in the template (documents/draft.html).
import { autosave } from "./drafting-save.js";
import { checks } from "./drafting-check.js";
import { combobox } from "./combobox.js";
import { insertAt, addLine } from "./drafting-complete.js";
import { lines } from "./drafting-recipients.js";
import { pages } from "./drafting-pages.js";
import { tabs } from "./drafting-tabs.js";

export function start(root, { scriptURL }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const form = root.querySelector("form[id=draft-form]");
  const words = {}; // data-say-saved is words.saved
  for (const [name, text] of Object.entries(root.dataset)) words[name.replace(/^say(.)/, (_, first) => first.toLowerCase())] = text;
  const page = { scriptURL, root, part, form, words, body: () => new URLSearchParams(new FormData(form)) };
  page.say = (word, value) => page.words[word].replace("#", value);

  const saving = autosave(page);
  const asked = { "tab-check": checks(page), "tab-recipients": lines(page), "tab-pages": pages(page) };
  part("side").hidden = false;
  const shown = tabs(part("side"), (tab) => asked[tab].wake());
  // What is asked follows what is typed, a moment later; of the panels only the one that is seen asks much.
  let waiting = 0;
  const ask = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      asked["tab-check"].wake();
      if (shown() !== "tab-check") asked[shown()].wake();
    }, 900);
  };
  form.addEventListener("input", (event) => {
    if (!event.target.name) return; // a field that is only there to search with
    saving.note();
    for (const panel of Object.values(asked)) panel.stale();
    ask();
  });
  asked["tab-check"].wake();

  for (const element of root.querySelectorAll("[data-complete]")) {
    const into = form.querySelector(`#${element.dataset.into}`);
    element.hidden = false;
    const issuer = form.elements.namedItem("issuer").value;
    combobox(element, {
      async find(text, signal) {
        const response = await fetch(`${element.dataset.complete}?${new URLSearchParams({ issuer, q: text.slice(0, 200) })}`, { signal });
        return response.ok ? response.json() : null;
      },
      said: (n) => (n ? page.say("found", n) : page.words.none),
    }, ({ text }) => (into.name === "recipients" ? addLine : insertAt)(into, text));
  }
}
