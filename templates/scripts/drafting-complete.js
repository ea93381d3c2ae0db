// combobox completes what is typed into the one field of an element with a list from the server (ARIA: editable combobox
// with list autocomplete). choose gets the text of what was chosen.
export function combobox(element, page, choose) {
  const input = element.querySelector("input"), list = element.querySelector("[role=listbox]");
  const issuer = page.form.elements.namedItem("issuer").value;
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  element.append(said);
  let options = [], active = -1, timer = 0, running = null;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const point = (n) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = (n + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    choose(option.dataset.text);
    input.value = "";
    close();
    input.focus();
  };
  const show = (found) => {
    options = found.map(({ text, detail }, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = text;
      option.textContent = text;
      if (detail) {
        const small = document.createElement("span");
        small.className = "small quiet";
        small.textContent = ` ${detail}`;
        option.append(small);
      }
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    input.removeAttribute("aria-activedescendant");
    active = -1;
    said.textContent = options.length ? page.say("found", options.length) : page.words.none;
  };
  const ask = async () => {
    running?.abort();
    const text = input.value.trim();
    if (text.length < 2) return close();
    const mine = running = new AbortController();
    try {
      const response = await fetch(`${element.dataset.complete}?${new URLSearchParams({ issuer, q: text.slice(0, 200) })}`, { signal: mine.signal });
      if (response.ok) show(await response.json());
    } catch { // another letter came, or no connection: typing goes on without a list
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 180);
  });
  input.addEventListener("keydown", (event) => {
    const act = {
      ArrowDown: () => options.length && !list.hidden ? point(active + 1) : ask(),
      ArrowUp: () => options.length && !list.hidden && point(active < 0 ? options.length - 1 : active - 1),
      Enter: () => active >= 0 && take(options[active]),
      Escape: close,
    }[event.key];
    if (!act || event.isComposing) return; // an input method writes Vietnamese
    event.preventDefault(); // Enter does not send the form
    act();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
}

const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

// editorOf is the editor that stands in the place of a field, where there is one.
export const editorOf = (field) => (field.offsetParent ? null : field.closest(".editor")?.querySelector("[contenteditable=true]"));

// insertAt puts words where the cursor of a field is, or of the editor in its place.
export function insertAt(field, text) {
  const paper = editorOf(field);
  if (paper) {
    paper.focus();
    setTimeout(() => document.execCommand("insertText", false, text), 50); // its cursor comes back a moment after the focus
    return;
  }
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  changed(field);
}

// addLine puts a receiver into Nơi nhận, above the line of the archive, each line ended as the rules of the page want.
export function addLine(field, text) {
  const lines = field.value.split("\n").map((line) => line.trimEnd()).filter(Boolean);
  const archive = lines.findIndex((line) => /^[-–\s]*Lưu\b/i.test(line));
  lines.splice(archive < 0 ? lines.length : archive, 0, `- ${text};`);
  field.value = lines.map((line, i) => i < lines.length - 1 ? line.replace(/[.,]$/, ";").replace(/([^;:])$/, "$1;") : line).join("\n");
  changed(field);
}
