// Files beside a draft, dropped or chosen, several at once: they go up by tus in small pieces, so that a lost connection
// costs no more than one of them. Without this script the form sends one file as browsers do. All words are the page's.
const piece = 1 << 20; // bytes of a request
const pause = 4_000; // milliseconds before another try, unless the browser hears of the connection first

class Refused extends Error {}

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
    const t = { file, row, slot, at: "", offset: 0, unsure: false, stop: new AbortController(), told: 0 };
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

  const percent = (t) => Math.floor((100 * t.offset) / t.file.size);
  function state(t, text, aloud) {
    t.slot("state").textContent = text;
    if (aloud) announce(`${t.file.name}: ${text}`);
  }

  function going(t) {
    const done = percent(t);
    t.slot("progress").value = done;
    const quarter = Math.floor(done / 25);
    state(t, say("Going", done), quarter > t.told && done < 100);
    t.told = quarter;
  }

  async function carry(t) {
    while (!t.stop.signal.aborted) {
      try {
        await send(t);
        return over(t, say("Done"), true);
      } catch (error) {
        if (t.stop.signal.aborted) return;
        if (error instanceof Refused) {
          t.slot("again").hidden = false;
          return over(t, say("Refused", error.message), false);
        }
        t.unsure = Boolean(t.at); // how much came is asked before any more is sent
        state(t, say("Paused", percent(t)), true);
        await connection(t.stop.signal);
      }
    }
  }

  async function send(t) {
    if (!t.at) {
      const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
      const made = await ask(t, "/uploads", "POST", { "Upload-Length": t.file.size, "Upload-Metadata": `filename ${encode(t.file.name)},document ${encode(section.dataset.document)}` });
      t.at = made.headers.get("Location");
      t.offset = 0;
    } else if (t.unsure) {
      t.offset = Number((await ask(t, t.at, "HEAD")).headers.get("Upload-Offset"));
    }
    t.unsure = false;
    going(t);
    while (t.offset < t.file.size) {
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": t.offset };
      t.offset = Number((await ask(t, t.at, "PATCH", headers, t.file.slice(t.offset, t.offset + piece))).headers.get("Upload-Offset"));
      going(t);
    }
  }

  // ask throws Refused for what will be refused again, and any other error for what may go another time.
  async function ask(t, address, method, headers = {}, body = undefined) {
    const answer = await fetch(address, { method, headers: { "Tus-Resumable": "1.0.0", ...headers }, body, signal: t.stop.signal });
    if (answer.ok) return answer;
    if (answer.status === 401) throw new Refused(say("Ended"));
    if (answer.status === 404 && address === t.at) t.at = ""; // expired, or refused and dropped: another try begins anew
    if (answer.status === 409 || answer.status >= 500 || (method === "HEAD" && answer.status === 404)) throw new Error(`${method} gave ${answer.status}`);
    const problem = await answer.json().catch(() => ({}));
    if (problem.code === "SECRET_REFUSED") t.at = "";
    throw new Refused(problem.reasons?.[0]?.detail ?? problem.detail ?? String(answer.status));
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
    t.stop.abort();
    transfers.delete(t);
    if (t.at) fetch(t.at, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => {}); // else it expires
    t.row.remove();
    announce(`${t.file.name}: ${say("Cancelled")}`);
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

// connection waits until it is worth trying again.
function connection(signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, pause);
    for (const [from, name] of [[window, "online"], [signal, "abort"]]) {
      from.addEventListener(name, () => { clearTimeout(timer); done(); }, { once: true });
    }
  });
}
