// The photographs that were chosen, as a list of pages that can be put in order, turned and taken out.
import { draw } from "./scan-photo.js";

const seen = 900; // pixels of the longer side as it is shown

// pages keeps the list in an element of the page; say gives its words, changed hears of every change.
export function pages(root, say, changed) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const list = part("photo-pages"), photos = [];
  let line = Promise.resolve(); // one picture is decoded at a time

  const tell = (text) => { part("said").textContent = text; };
  const show = (photo) => {
    line = line.then(() => draw(photo.file, photo.turn, seen, photo.item.querySelector("canvas"))).catch(() => {
      remove(photo);
      changed(say("Unread", photo.file.name));
    });
  };
  const settle = () => {
    photos.forEach((photo, i) => {
      const page = i + 1;
      photo.item.querySelector("[data-slot=page]").textContent = say("Page", page);
      photo.item.querySelector("canvas").setAttribute("aria-label", `${say("Page", page)}: ${photo.file.name}`);
      for (const button of photo.item.querySelectorAll("button")) {
        button.setAttribute("aria-label", `${button.title}: ${say("Page", page)}`);
        if (button.dataset.slot === "up") button.disabled = i === 0;
        if (button.dataset.slot === "down") button.disabled = i === photos.length - 1;
      }
    });
    list.replaceChildren(...photos.map((photo) => photo.item));
    part("photos").hidden = photos.length === 0;
    part("photo-count").textContent = photos.length;
  };
  const move = (photo, by, button) => {
    const at = photos.indexOf(photo);
    photos.splice(at, 1);
    photos.splice(at + by, 0, photo);
    settle();
    (button.disabled ? photo.item.querySelector("button:not([disabled])") : button).focus(); // the item was put elsewhere
    tell(say("Moved", at + by + 1));
    changed();
  };
  function remove(photo) {
    const at = photos.indexOf(photo);
    if (at < 0) return;
    photos.splice(at, 1);
    settle();
    (photos[Math.min(at, photos.length - 1)]?.item.querySelector("[data-slot=drop]") ?? part("input")).focus();
    changed();
  }

  return {
    photos,
    add(file) {
      const item = part("photo-page").content.firstElementChild.cloneNode(true), photo = { file, turn: 0, item };
      const turn = (by) => () => {
        photo.turn = (photo.turn + by) % 4;
        show(photo);
        changed();
      };
      const acts = { left: turn(3), right: turn(1), drop: () => remove(photo), up: (event) => move(photo, -1, event.currentTarget), down: (event) => move(photo, 1, event.currentTarget) };
      for (const [name, act] of Object.entries(acts)) item.querySelector(`[data-slot=${name}]`).addEventListener("click", act);
      photos.push(photo);
      settle();
      show(photo);
    },
    clear() {
      photos.length = 0;
      settle();
    },
  };
}
