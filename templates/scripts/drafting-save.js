import { typedText } from "./typed-text.js";
import { login } from "./drafting-login.js";

const rest = 1500, longest = 10_000, again = 8_000; // milliseconds: after the last key, while typing on, without a connection

// autosave keeps the form on the server as it is typed. note says that something was typed.
export function autosave(page) {
  const { form, part, words, say } = page;
  const field = (name) => form.elements.namedItem(name);
  const own = typedText(words.who, words.place, field("working").value);
  const state = part("state");
  const tell = (text, quiet) => {
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("not-saved", !quiet);
  };
  const fields = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !/^(key|version|working|revision|author|document)$/.test(name)));

  let typed = 0, kept = 0, since = 0; // how often something was typed, and how much of it the server has
  let timer = 0, running = null, stopped = false, leaving = false;
  const session = login(page, () => save());

  const notice = (text, choose) => {
    part("notice-text").textContent = text;
    part("compare").hidden = !choose;
    part("notice").hidden = false;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  // save sends what was typed and says whether the server has it, or refuses it for a reason that a form would hear too.
  async function save() {
    if (running) return running.then(() => (typed > kept && !stopped ? save() : kept >= typed));
    if (stopped || typed === kept) return true;
    running = send();
    const done = await running;
    running = null;
    return done;
  }

  async function send() {
    clearTimeout(timer);
    const upTo = typed;
    if (state.classList.contains("not-saved")) tell(words.saving, false);
    let response;
    try {
      response = await fetch("/documents/working", { method: "POST", body: page.body(), signal: AbortSignal.timeout(30_000) });
    } catch {
      tell(words.offline, false);
      later(again);
      return false;
    }
    if (response.status === 401) {
      tell(words.ended, false);
      session.ask();
      return false;
    }
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) {
      kept = upTo;
      field("revision").value = answer.revision;
      field("working").value = answer.working;
      if (typed === kept) {
        own.drop();
        tell(say("saved", answer.at), true);
      } else later(rest);
      if (answer.stale) notice(words.stale, true);
      else if (answer.others.length) notice(answer.others.map((o) => words.typist.replace("#", o.name).replace("#", o.since)).join(" "), false);
      if (!field("document") && !location.search.includes("working=")) { // so that loading the page again finds the text
        const address = new URL(location.href);
        address.searchParams.set("working", answer.working);
        if (address.pathname === "/documents/new") history.replaceState(null, "", address);
      }
      return true;
    }
    if (!answer) { // a proxy's page, a server that is starting
      tell(words.offline, false);
      later(again);
      return false;
    }
    tell(say("refused", answer.detail), false);
    if (answer.code === "WORKING_ELSEWHERE") {
      stopped = true;
      notice(words.elsewhere, true);
    } else if (response.status === 409 || response.status === 403 || response.status === 404) {
      stopped = true;
      notice(answer.detail, false);
      return false;
    }
    return true;
  }

  const note = () => {
    typed++;
    own.keep(fields());
    if (stopped) return;
    if (typed - kept === 1) since = Date.now();
    tell(words.typing, false);
    later(Math.max(0, Math.min(rest, since + longest - Date.now())));
  };

  // A form is sent once, and only when the server has what it holds: where the connection is gone the page stays.
  form.addEventListener("submit", (event) => {
    if (leaving) {
      event.preventDefault();
      return;
    }
    if (stopped || typed === kept && !running) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const by = event.submitter;
    save().then((there) => {
      if (!there || leaving) return;
      kept = typed;
      form.requestSubmit(by);
    });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  window.addEventListener("online", () => { if (typed > kept) later(0); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && typed > kept) save(); });
  for (const button of document.querySelectorAll("[data-part=give-up]")) {
    button.form.addEventListener("submit", () => { stopped = true; own.left().forEach((entry) => own.drop(entry.key)); });
  }

  offer(page, own, fields, note);
  alone(page, notice);
  return { note };
}

// offer gives back what an earlier window could not save.
function offer({ part, form, words }, own, fields, note) {
  const now = JSON.stringify(fields());
  const [found, ...older] = own.left().filter((entry) => {
    if (JSON.stringify(entry.fields) !== now) return true;
    own.drop(entry.key);
    return false;
  });
  if (!found) return;
  const bar = part("found"), at = part("found-at");
  at.dateTime = new Date(found.at).toISOString();
  at.textContent = new Date(found.at).toLocaleString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });
  bar.hidden = false;
  const done = () => {
    bar.hidden = true;
    for (const entry of [found, ...older]) own.drop(entry.key);
  };
  part("found-take").addEventListener("click", () => {
    fill(form, found.fields);
    done();
    note();
  });
  part("found-drop").addEventListener("click", done);
}

// fill puts values into the fields of a form, as if they were typed.
export function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const element = form.elements.namedItem(name);
    if (!element || element.type === "hidden") continue;
    if (element.type === "checkbox") element.checked = value === element.value;
    else if (element.value !== value) element.value = value;
    else continue;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const box of form.querySelectorAll("input[type=checkbox]")) if (!(box.name in values) && "fields_shown" in values) box.checked = false;
}

// alone tells when the same draft stands open in another tab of this browser.
function alone({ words }, notice) {
  if (!window.BroadcastChannel || !words.place) return;
  const channel = new BroadcastChannel("trinhky-drafting"), me = `${words.who}:${words.place}`;
  channel.addEventListener("message", ({ data }) => {
    if (data.draft !== me) return;
    if (data.opened) channel.postMessage({ draft: me });
    notice(words.tab, false);
  });
  channel.postMessage({ draft: me, opened: true });
}
