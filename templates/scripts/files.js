// Files beside a draft, dropped or chosen, several at once: they go up one after another (tus.js). Without this script the form
// sends one file as browsers do. All words are the page's.
import { Refused, Transfer } from "./tus.js";

export function start(section) {
  const part = (name) => section.querySelector(`[data-part=${name}]`);
  const say = (word, value = "") => section.dataset[`say${word}`].replace("#", value);
  const form = section.querySelector("form[enctype]"), input = form.elements.namedItem("file");
  const transfers = new Set(); // that are not over
  let attached = 0, line = Promise.resolve();

  input.multiple = true;
  part("files-hint").hidden = false;

  const announce = (text) => { part("files-said").textContent = text; };

  function add(file) {
    const row = part("transfer").content.firstElementChild.cloneNode(true);
    const slot = (name) => row.querySelector(`[data-slot=${name}]`);
    const t = { row, slot, sent: new Transfer(file, file.name, { document: section.dataset.document }, say("Ended")), told: 0 };
    slot("name").textContent = file.name;
    slot("progress").setAttribute("aria-label", say("Progress", file.name));
    slot("again").setAttribute("aria-label", say("Again", file.name));
    slot("cancel").setAttribute("aria-label", say("Cancel", file.name));
    slot("again").addEventListener("click", () => enter(t));
    slot("cancel").addEventListener("click", () => cancel(t));
    part("transfers").append(row);
    enter(t);
  }

  // enter puts a file into the line: one goes up at a time.
  function enter(t) {
    transfers.add(t);
    t.slot("again").hidden = true;
    state(t, say("Waiting"));
    line = line.then(() => carry(t)).catch(reportError);
  }

  function state(t, text, aloud) {
    t.slot("state").textContent = text;
    if (aloud) announce(`${t.sent.name}: ${text}`);
  }

  function going(t) {
    const done = t.sent.percent;
    t.slot("progress").value = done;
    const quarter = Math.floor(done / 25);
    state(t, say("Going", done), quarter > t.told && done < 100);
    t.told = quarter;
  }

  async function carry(t) {
    try {
      const whole = await t.sent.go({ going: () => going(t), paused: () => state(t, say("Paused", t.sent.percent), true) });
      if (whole) over(t, say("Done"), true);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      t.slot("again").hidden = false;
      over(t, say("Refused", error.message), false);
    }
  }

  function over(t, text, good) {
    transfers.delete(t);
    state(t, text, true);
    if (good) {
      attached++;
      t.slot("progress").hidden = t.slot("cancel").hidden = true;
    }
    settle();
  }

  function cancel(t) {
    t.sent.cancel();
    transfers.delete(t);
    t.row.remove();
    announce(`${t.sent.name}: ${say("Cancelled")}`);
    input.focus();
    settle();
  }

  // settle shows the page anew once all is over, with the files in their list and the document's new version in its
  // forms; where something is typed or was refused, a link offers it.
  function settle() {
    if (transfers.size || !attached) return;
    const typed = [...document.querySelectorAll("textarea, input[type=text], input:not([type])")].some((field) => field.value !== field.defaultValue);
    const left = part("transfers").querySelector("[data-slot=again]:not([hidden])");
    if (typed || left) part("files-show").hidden = false;
    else location.reload();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    [...input.files].forEach(add);
    form.reset();
  });
  section.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    section.classList.add("dropping");
  });
  section.addEventListener("dragleave", () => section.classList.remove("dropping"));
  section.addEventListener("drop", (event) => {
    section.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    [...event.dataTransfer.files].forEach(add);
  });
  part("files-again").addEventListener("click", () => location.reload());
  window.addEventListener("beforeunload", (event) => { if (transfers.size) event.preventDefault(); });
}
