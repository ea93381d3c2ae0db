// Runs beside the pages on a device whose person wished it (device.js): keeps nothing by itself. Where the network does
// not answer, it shows the copy of the to-do list that copy.js laid down, and it shows what an outside push service brings.
import { COPY, COPY_LIFE, COPY_PAGE } from "./copy-place.js";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (address) => (await caches.open(COPY)).match(address);

// copy is the page that was kept, unless it is so old that it would mislead.
async function copy(lost) {
  const page = await kept(COPY_PAGE);
  if (!page) throw lost;
  if (Date.now() - Date.parse(page.headers.get("Date")) > COPY_LIFE) {
    await caches.delete(COPY);
    throw lost;
  }
  return page;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(copy));
  } else if (new URL(request.url).pathname.startsWith("/static/")) { // what the copy looks like
    event.respondWith(fetch(request).catch(async (lost) => (await kept(request.url)) ?? Promise.reject(lost)));
  }
});

// A push holds a title, a line of numbers and an address of ours; the server says no word of a document to the service.
self.addEventListener("push", (event) => {
  const { title, text, path } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: "trinhky", renotify: true, data: path }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = event.notification.data;
  event.waitUntil((async () => {
    for (const client of await self.clients.matchAll({ type: "window" })) {
      if ("focus" in client) {
        await client.focus();
        return client.navigate(path);
      }
    }
    return self.clients.openWindow(path);
  })());
});
