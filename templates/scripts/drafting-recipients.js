import { asker } from "./drafting-ask.js";

// lines shows whom each line of Nơi nhận reaches, as it is typed.
export function lines(page) {
  const { form, part } = page;
  const state = part("recipients-state"), say = (name, value = "") => part(name).textContent.replace("#", value);
  const made = (name) => {
    const item = part(name).content.firstElementChild.cloneNode(true);
    return [item, (slot, text) => {
      const element = item.querySelector(`[data-slot=${slot}]`);
      if (text !== undefined) element.textContent = text;
      return element;
    }];
  };
  // What stands in Nơi nhận instead of words that nobody knows, by a click.
  const replace = (words, instead) => {
    const field = form.elements.namedItem("recipients");
    field.value = field.value.replace(words, () => instead);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const problem = ({ detail, words, instead }) => {
    const [item, slot] = made("problem");
    slot("detail", detail);
    for (const name of words ? instead : []) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = say("instead", name);
      button.addEventListener("click", () => replace(words, name), { once: true });
      slot("instead").append(button, " ");
    }
    return item;
  };
  return asker(page, "/documents/working/recipients", {
    use({ ready, total, lines: all, problems }) {
      state.textContent = ready ? say("ready", total) : say("unready");
      const count = part("recipient-count");
      count.textContent = total || "";
      part("recipients-problems").replaceChildren(...problems.map((detail) => problem({ detail, instead: [] })));
      part("lines").replaceChildren(...all.map((line) => {
        const [item, slot] = made("line");
        slot("text", line.text);
        slot("names", [...line.names, ...(line.more ? [say("more", line.more)] : [])].join(", ") || line.kind);
        slot("problems").append(...line.problems.map(problem));
        return item;
      }));
    },
    refuse(detail) { state.textContent = detail; },
  });
}
