// What somebody typed and the server does not have yet, kept in the browser: by account and by draft, never given to
// another account, gone once the server has it and at the log-out.
const prefix = "trinhky.typed:";
const longest = 14 * 24 * 60 * 60 * 1000; // milliseconds that a text stays

const entries = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));

// typedText keeps the texts of one account and draft; id is this window's own.
export function typedText(who, place, id) {
  const start = `${prefix}${who}:${place}:`, key = start + id;
  return {
    keep(fields) {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
        return true;
      } catch { // full, or forbidden by the browser's owner
        return false;
      }
    },
    drop(other = key) { localStorage.removeItem(other); },
    // left gives what other windows of this account left behind of this draft, the newest first.
    left() {
      return entries().filter((name) => name.startsWith(start)).map((name) => ({ key: name, ...read(name) }))
        .filter((entry) => entry.fields && Date.now() - entry.at < longest).sort((a, b) => b.at - a.at);
    },
  };
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// forgetTyped is for the form that logs out: nothing stays for whoever comes next.
export function forgetTyped(form) {
  form.addEventListener("submit", () => entries().forEach((key) => localStorage.removeItem(key)));
}
