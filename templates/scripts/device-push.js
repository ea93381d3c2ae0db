// Notices through an outside push service, where the office allows one: the page then holds the server's public key.
import { possible, worker } from "./copy.js";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

export async function pushes(form, tell) {
  const box = form.querySelector("[data-part=push]"), key = box?.dataset.key;
  if (!key) return;
  box.disabled = true;
  if (!possible() || !("PushManager" in window)) return;

  const registration = await navigator.serviceWorker.getRegistration("/");
  // Another person's subscription may still lie in the browser; the server says whether this one is told.
  box.checked = "told" in box.dataset && Boolean(await registration?.pushManager.getSubscription());
  box.disabled = false;

  const send = async (path, fields) => {
    const body = new URLSearchParams({ key: crypto.randomUUID(), ...fields });
    const answer = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  };
  const begin = async () => {
    await worker();
    const { pushManager } = await navigator.serviceWorker.ready;
    const { endpoint, keys } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) })).toJSON();
    await send("/settings/device/push", { endpoint, p256dh: keys.p256dh, auth: keys.auth });
  };
  const end = async () => {
    const registration = await navigator.serviceWorker.getRegistration("/");
    const subscription = await registration?.pushManager.getSubscription();
    if (!subscription) return;
    await send("/settings/device/push/removal", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  };

  box.addEventListener("change", async () => {
    box.disabled = true;
    const wanted = box.checked;
    try {
      await (wanted ? begin() : end());
      tell(wanted ? "pushed" : "unpushed");
    } catch {
      box.checked = !wanted;
      tell(Notification.permission === "denied" ? "barred" : "failed");
    }
    box.disabled = false;
  });
}
