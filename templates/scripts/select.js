// Several rows of a list chosen at once: all of the page, or, with the shift key, all from the last one on. How many they are is
// said where assistive technology hears it. The form itself sends them, wherever on the page they stand; without scripts each box
// is ticked by itself.
export function select(form) {
  const boxes = [...form.elements].filter((field) => field.type === "checkbox" && field.name);
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const all = part("all").querySelector("input"), count = part("count"), act = form.querySelector(".select-bar button");
  part("all").hidden = false;

  const tell = () => {
    const n = boxes.filter((box) => box.checked).length;
    const text = n ? count.dataset.saySome.replace("#", n) : count.dataset.sayNone;
    if (count.textContent !== text) count.textContent = text;
    all.checked = n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
    act.disabled = n === 0;
  };
  let last = -1;
  boxes.forEach((box, i) => box.addEventListener("click", (event) => {
    if (event.shiftKey && last >= 0) {
      for (let at = Math.min(i, last); at <= Math.max(i, last); at++) boxes[at].checked = box.checked;
    }
    last = i;
    tell();
  }));
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  window.addEventListener("pageshow", tell); // a page that comes back from the history keeps its ticks
  tell();
}
