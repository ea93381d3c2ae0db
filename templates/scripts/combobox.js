// combobox completes what is typed into the one field of an element with a list (ARIA: editable combobox with list
// autocomplete). find gives, for some words and a signal that ends the wait, what to offer as {text, detail}, or null for none
// to be shown; least are the letters it needs; said tells how many were found. choose gets what was chosen.
export function combobox(element, { find, least = 2, said: tell }, choose) {
  const input = element.querySelector("input"), list = element.querySelector("[role=listbox]");
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  element.append(said);
  let offered = [], options = [], active = -1, timer = 0, running = null;

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
    choose(offered[options.indexOf(option)]);
    input.value = "";
    close();
    input.focus();
  };
  const show = (found) => {
    offered = found;
    options = found.map(({ text, detail }, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
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
    said.textContent = tell(options.length);
  };
  const ask = async () => {
    running?.abort();
    const text = input.value.trim();
    if (text.length < least) return close();
    const mine = running = new AbortController();
    try {
      const found = await find(text, mine.signal);
      if (found && !mine.signal.aborted) show(found);
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
