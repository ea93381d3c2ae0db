// The to-do list of one person, kept on a device for the time without a network: only where that person wished it
// (device.js), and gone as soon as somebody else, or nobody, is logged in here.
import { COPY, COPY_PAGE } from "./copy-place.js";
import { scriptURL } from "./trusted.js";

const WHOSE = "trinhky.copy"; // the person whose list this device keeps
const AGAIN = 60 * 1000; // the list is not fetched more often, in milliseconds

export const possible = () => "serviceWorker" in navigator && "caches" in window;

// whose tells for whom this device keeps a copy; "" for nobody.
export const whose = () => {
  try {
    return localStorage.getItem(WHOSE) ?? "";
  } catch { // a browser that keeps nothing
    return "";
  }
};

export const worker = () => navigator.serviceWorker.register(scriptURL("/service-worker.js"), { scope: "/" });

// keep lays the list down, with what its page looks like.
export async function keep(person) {
  localStorage.setItem(WHOSE, person);
  await worker();
  const page = await fetch(COPY_PAGE, { redirect: "error", headers: { Accept: "text/html" } });
  if (!page.ok) throw new Error(`${COPY_PAGE}: ${page.status}`);
  const place = await caches.open(COPY);
  const looks = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((e) => e.href || e.src);
  for (const old of await place.keys()) {
    if (new URL(old.url).pathname !== COPY_PAGE && !looks.includes(old.url)) await place.delete(old);
  }
  await place.addAll(looks);
  await place.put(COPY_PAGE, page);
}

// drop leaves nothing of anybody's list here.
export async function drop({ forget }) {
  if (!possible()) return;
  if (forget) localStorage.removeItem(WHOSE);
  await caches.delete(COPY);
}

// copy runs on every page of somebody who is logged in.
export async function copy(menu) {
  const kept = possible() ? whose() : "", person = menu.dataset.person;
  if (!kept) return;
  if (kept !== person) return drop({ forget: true }); // another person's machine now
  const page = await (await caches.open(COPY)).match(COPY_PAGE);
  if (page && Date.now() - Date.parse(page.headers.get("Date")) < AGAIN) return;
  try {
    await keep(person);
  } catch {
    // no network just now, or the session is over: the next page tries again
  }
}

// gone runs on the log-in page: nobody is here, so nobody's list is.
export const gone = () => drop({ forget: false });
