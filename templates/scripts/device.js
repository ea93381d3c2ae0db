// The page on which a person says what this device may do: keep a copy of the to-do list, show notices from outside.
import { drop, keep, possible, whose } from "./copy.js";
import { pushes } from "./device-push.js";

export function device(form) {
  const person = form.dataset.device;
  const tell = (name) => { form.querySelector("[data-part=said]").textContent = form.querySelector(`[data-said=${name}]`).textContent; };
  form.hidden = false;

  const copies = form.querySelector("[data-part=copy]");
  copies.disabled = !possible();
  copies.checked = possible() && whose() === person;
  copies.addEventListener("change", async () => {
    copies.disabled = true;
    try {
      if (copies.checked) await keep(person);
      else await drop({ forget: true });
      tell(copies.checked ? "kept" : "dropped");
    } catch {
      copies.checked = false;
      await drop({ forget: true });
      tell("failed");
    }
    copies.disabled = false;
  });

  pushes(form, tell);
}
