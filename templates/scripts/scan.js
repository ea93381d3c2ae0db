// A scan on its way in: the PDF or the photographs that were chosen stand beside the fields before anything is sent, photographs
// become one PDF, and the files go up by tus. Where the letter is not taken down yet, its fields go first and are safe. Without
// this script the fields are one form and the files another. All words are the page's (incoming/scan.html).
import { like } from "./scan-like.js";
import { pages } from "./scan-pages.js";
import { join, measure, tooLarge } from "./scan-photo.js";
import { Refused, Transfer } from "./tus.js";

const mostBytes = 512 << 20, mostPhotos = 200, photoBytes = 40 << 20, mostFiles = 20;
const others = /\.(docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|zip)$/i;

export function start(root, { scriptURL }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const desk = part("desk");
  const say = (word, value = "") => desk.dataset[`say${word}`].replace("#", value);
  const form = part("form"), input = part("input"), send = part("send"), progress = part("progress");
  const files = []; // {file, row, sent}
  const tell = (text, aloud = true) => {
    part("state").textContent = text;
    if (aloud) part("said").textContent = text;
  };
  const refuse = (texts) => {
    part("refused").replaceChildren(...texts.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    part("refused").hidden = texts.length === 0;
  };
  const photographs = pages(root, say, (wrong) => {
    if (wrong) refuse([wrong]);
    if (joined) drop(joined); // it is of the photographs as they were
    ready();
  });
  const photos = photographs.photos;
  let arrival = root.dataset.arrival ?? "";
  let busy = null, cancelled = false; // busy is the transfer, or true while there is none yet
  let joined = null, leading = false; // the file of the photographs, and whether it goes before the others

  desk.hidden = false;
  for (const [name, hidden] of [["beside", false], ["sends", false], ["plain", true]]) if (part(name)) part(name).hidden = hidden;
  if (form) like(form, root);

  const chosen = () => files.length + (photos.length && !joined ? 1 : 0);
  function ready() {
    if (!form) send.disabled = chosen() === 0 || Boolean(busy);
  }

  // kind says what a file is, by its first bytes; the name alone says nothing of a PDF or a picture.
  async function kind(file) {
    if (!file.size) throw new Refused(say("Empty", file.name));
    if (file.size > mostBytes) throw new Refused(say("Large", file.name));
    const head = new TextDecoder("latin1").decode(await file.slice(0, 1024).arrayBuffer());
    if (head.includes("%PDF-")) return "pdf";
    const pixels = await measure(file);
    if (tooLarge(pixels) || (pixels && file.size > photoBytes)) throw new Refused(say("LargePhoto", file.name));
    if (pixels) return "photo";
    if (others.test(file.name)) return "other";
    throw new Refused(say("Wrong", file.name));
  }

  async function take(list) {
    if (busy) return;
    const wrong = [];
    for (const file of list) {
      try {
        const what = await kind(file);
        if (what === "photo" && photos.length === mostPhotos) throw new Refused(say("ManyPhotos", mostPhotos));
        if (what !== "photo" && files.length >= mostFiles) throw new Refused(say("ManyFiles", mostFiles));
        if (what === "photo" && !photos.length) leading = files.length === 0;
        if (what === "photo") photographs.add(file);
        else {
          const one = add(file, what === "pdf");
          if (one.shows && !shown) preview(one);
        }
      } catch (error) {
        wrong.push(error instanceof Refused ? error.message : say("Unread", file.name));
      }
    }
    refuse([...new Set(wrong)]);
    ready();
  }

  function add(file, shows, first = false) {
    const row = part("file").content.firstElementChild.cloneNode(true), slot = (name) => row.querySelector(`[data-slot=${name}]`);
    const one = { file, row, slot, shows };
    slot("name").textContent = file.name;
    slot("size").textContent = size(file.size);
    slot("show").hidden = !shows;
    slot("show").setAttribute("aria-label", `${slot("show").textContent} ${file.name}`);
    slot("drop").setAttribute("aria-label", `${slot("drop").textContent} ${file.name}`);
    slot("show").addEventListener("click", () => preview(one));
    slot("drop").addEventListener("click", () => {
      drop(one);
      input.focus();
    });
    files[first ? "unshift" : "push"](one);
    part("files")[first ? "prepend" : "append"](row);
    return one;
  }
  function drop(one) {
    files.splice(files.indexOf(one), 1);
    one.row.remove();
    one.sent?.cancel();
    if (joined === one) joined = null;
    if (shown === one) preview(null);
    ready();
  }
  const size = (bytes) => (bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1).replace(".", ",")} MB`); // as the pages say it

  // preview shows a PDF out of the file itself: nothing of it has an address.
  let shown = null, reading = null;
  async function preview(one) {
    shown = one;
    reading?.terminate();
    part("shown").replaceChildren();
    for (const { row } of files) row.classList.toggle("shown", row === one?.row);
    part("shown").hidden = !one;
    if (!one) return;
    const viewer = part("viewer").content.firstElementChild.cloneNode(true);
    part("shown").append(viewer);
    const worker = reading = new Worker(scriptURL(desk.dataset.worker), { type: "module" });
    try {
      const { show } = await import(desk.dataset.viewerScript);
      if (shown === one) await show(viewer, worker, one.file);
    } catch (error) {
      worker.terminate();
      viewer.remove();
      if (shown !== one) return;
      part("shown").hidden = true;
      refuse([say("Unshown", one.file.name)]);
      console.info("no preview", error);
    }
  }

  input.addEventListener("change", () => {
    const list = [...input.files];
    input.value = ""; // the same file can be chosen again, and more can be added
    take(list).catch(reportError);
  });
  desk.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    desk.classList.add("dropping");
  });
  desk.addEventListener("dragleave", () => desk.classList.remove("dropping"));
  desk.addEventListener("drop", (event) => {
    desk.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]).catch(reportError);
  });

  // lock holds everything still while it is sent.
  const lock = (on, fields = on) => {
    for (const set of root.querySelectorAll("fieldset[data-part=still]")) set.disabled = on;
    if (form) part("fields").disabled = fields;
    send.disabled = on;
    progress.hidden = part("cancel").hidden = !on;
    progress.value = 0;
    if (on) part("cancel").focus();
    else ready();
  };

  async function go() {
    if (busy) return;
    busy = true;
    cancelled = false;
    refuse([]);
    // What is typed is read before it is locked: a locked field is not sent.
    const typed = form && new URLSearchParams(new FormData(form));
    lock(true);
    try {
      if (!arrival) {
        tell(say("Entering"));
        arrival = await enter(form.getAttribute("action"), typed, say("Ended"));
        part("entered").hidden = false;
        part("entered").querySelector("a").href = arrival;
      }
      if (!(await carry())) return stop(say("Cancelled"));
      tell(say("Done"));
      busy = null;
      if (root.dataset.arrival) location.reload();
      else location.assign(arrival);
    } catch (error) {
      if (!(error instanceof Refused)) console.info("it was not sent", error);
      refuse([error instanceof Refused ? error.message : say("Broken")]);
      stop("");
    }
  }
  function stop(text) {
    busy = null;
    lock(false, Boolean(arrival)); // what was taken down is changed on its own page
    if (arrival && form) send.textContent = say("Send");
    tell(text);
    send.focus();
  }

  // carry sends all that was chosen, photographs as one PDF; false when it was cancelled.
  async function carry() {
    if (photos.length && !joined) {
      const file = await together();
      if (cancelled) return false;
      joined = add(file, true, leading);
    }
    while (files.length) {
      const one = files[0];
      one.slot("show").hidden = one.slot("drop").hidden = true;
      try {
        if (cancelled || !(await up(one))) return false;
      } finally {
        one.slot("show").hidden = !one.shows;
        one.slot("drop").hidden = false;
      }
      one.sent = null; // it is there: to drop it here takes nothing back
      if (joined === one) photographs.clear();
      drop(one);
    }
    return true;
  }
  async function together() {
    let done = 0;
    try {
      const content = await join(photos, (n) => {
        if (cancelled) throw new Error("cancelled");
        tell(say("Joining", `${done = n}/${photos.length}`), n === 1);
      });
      return new File([content], name(), { type: content.type });
    } catch (error) {
      if (cancelled) return null;
      throw new Refused(say("Unread", photos[done].file.name), { cause: error });
    }
  }
  async function up(one) {
    const sent = busy = one.sent ??= new Transfer(one.file, one.file.name, { arrival: arrival.split("/").pop() }, say("Ended"));
    let told = 0;
    const going = (text, aloud) => {
      progress.value = sent.percent;
      tell(`${one.file.name}: ${text}`, aloud);
    };
    const whole = await sent.go({
      going: () => {
        const quarter = Math.floor(sent.percent / 25);
        going(say("Going", sent.percent), quarter > told);
        told = quarter;
      },
      paused: () => going(say("Paused", sent.percent), true),
    });
    if (!whole) one.sent = null; // cancelled: another try begins anew
    return whole;
  }
  part("cancel").addEventListener("click", () => {
    cancelled = true;
    busy?.cancel?.();
  });
  const name = () => {
    const symbol = form?.elements.namedItem("symbol").value.trim().replace(/[^\p{L}\p{N}.-]+/gu, "-");
    return symbol ? `${symbol}.pdf` : say("Name");
  };

  if (form) form.addEventListener("submit", (event) => {
    if (!chosen() && !arrival) return; // the form goes as it is
    event.preventDefault();
    go();
  });
  else send.addEventListener("click", go);
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // back from the arrival: a new form
  ready();
}

// enter sends the fields and gives the address of what was taken down; it throws Refused with the words of the page that
// refused them. The browser's own reader makes that page: no text becomes markup here.
function enter(action, fields, ended) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", action);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      const path = request.responseURL && new URL(request.responseURL).pathname;
      if (request.status === 200 && /^\/incoming\/[^/]+$/.test(path) && path !== "/incoming/new") return done(path);
      if (path === "/login") return failed(new Refused(ended));
      const words = request.response?.querySelector(".fault")?.textContent.replace(/\s+/g, " ").trim();
      failed(words ? new Refused(words) : new Error(`the form gave ${request.status} at ${path}`));
    });
    request.send(fields);
  });
}
