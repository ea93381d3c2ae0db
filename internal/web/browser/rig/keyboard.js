// Keyboard is somebody who has no pointer: the page hears keys from it and nothing else. Wherever Tab stops it asks what
// WCAG 2.2 asks of the place: that it is seen (2.4.11), that one sees it has the focus (2.4.7), that it has a name (4.1.2).
export class Keyboard {
  #page; #tree; #last = null;

  static async of(person) {
    const keys = new Keyboard(person.page, await person.context.newCDPSession(person.page));
    await person.page.emulateMedia({ reducedMotion: "reduce" }); // so that a page stands still when it was scrolled
    return keys;
  }

  constructor(page, tree) {
    this.#page = page;
    this.#tree = tree;
  }

  press(key) { return this.#page.keyboard.press(key); }

  type(text) { return this.#page.keyboard.type(text); }

  // here is where the focus is: role, name and description as the browser tells them to a screen reader; null at the page itself.
  async here() {
    const { result } = await this.#tree.send("Runtime.evaluate", { expression: "document.activeElement" });
    if (result.subtype !== "node" || result.className === "HTMLBodyElement") return null;
    const { nodes: [node] } = await this.#tree.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
    await this.#tree.send("Runtime.releaseObject", { objectId: result.objectId });
    return { role: node.role?.value ?? "", name: (node.name?.value ?? "").trim(), description: (node.description?.value ?? "").trim() };
  }

  // tab goes one place on (back: one back), and gives it after it has been judged.
  async tab({ back = false } = {}) {
    await this.press(back ? "Shift+Tab" : "Tab");
    const place = await this.here();
    const seen = await this.#page.evaluate(judge);
    const told = `${place?.role} “${place?.name}” (${seen.markup})`;
    if (this.#last && seen.unfocused && seen.unfocused === this.#last.focused) throw new Error(`nothing shows the focus on ${this.#last.told} of ${this.#page.url()}: ${seen.unfocused}`);
    this.#last = place ? { told, focused: seen.focused } : null;
    if (!place) return null;
    if (!place.name) throw new Error(`without a name: ${told} of ${this.#page.url()}`);
    if (seen.fault) throw new Error(`the focus is on ${told} of ${this.#page.url()}, which ${seen.fault}`);
    return place;
  }

  // to goes on by Tab until it stands on role and name (a text that the name begins with, or a pattern), and says how often
  // it pressed. most is how often that may be.
  async to(role, name, most = 60) {
    const passed = [];
    for (let presses = 1; presses <= most; presses++) {
      const place = await this.tab();
      if (place && is(place, role, name)) return presses;
      passed.push(place ? `${place.role} “${place.name}”` : "the page");
    }
    throw new Error(`${most} times Tab do not lead to ${role} “${name}” on ${this.#page.url()}, but by\n  ${passed.join("\n  ")}`);
  }

  // skips goes past the head of the page by its first link, as whoever knows the page does.
  async skips() {
    const place = await this.tab();
    if (!is(place, "link", "Đến nội dung chính")) throw new Error(`the first place of ${this.#page.url()} is ${place?.role} “${place?.name}”`);
    await this.press("Enter");
    const next = await this.tab();
    if (!(await this.#page.evaluate(() => document.getElementById("main").contains(document.activeElement)))) {
      throw new Error(`past the skip link comes ${next?.role} “${next?.name}”, which is not in the main part of ${this.#page.url()}`);
    }
    await this.tab({ back: true });
    return next;
  }

  // follows presses a key that leads to another page, and waits until that page is there.
  async follows(key, address) {
    this.#last = null;
    await Promise.all([this.#page.waitForURL(address, { waitUntil: "load" }), this.press(key)]);
  }

  // opens presses Enter, after which a dialog must have the focus, keep it on the whole way round, and give it back on
  // Escape: to where it was opened from, or to what is called back. Nothing is left open.
  async opens({ back } = {}) {
    const from = await this.here();
    this.#last = null;
    await this.press("Enter");
    const dialog = this.#page.locator("dialog[open]");
    await dialog.waitFor();
    const inside = () => dialog.evaluate((d) => d.contains(document.activeElement) || document.activeElement === document.body);
    const first = await this.here();
    if (!first || !(await inside())) throw new Error("the dialog did not take the focus");
    for (let i = 0; i < 8; i++) {
      await this.tab({ back: i >= 4 });
      if (!(await inside())) throw new Error(`the focus left the dialog for ${JSON.stringify(await this.here())}`);
    }
    await this.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    const after = await this.here();
    if (after?.name !== (back ?? from.name)) throw new Error(`the dialog was opened from ${JSON.stringify(from)} and left the focus on ${JSON.stringify(after)}`);
    this.#last = null;
  }
}

const is = (place, role, name) => place?.role === role && (name instanceof RegExp ? name.test(place.name) : place.name.startsWith(name));

// judge runs in the page: is what has the focus seen, and how does it look with the focus, and what had it before without.
function judge() {
  const look = (element) => {
    const s = getComputedStyle(element);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.outlineOffset, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine].join(" ");
  };
  const element = document.activeElement, before = window.focusedBefore;
  const unfocused = before?.isConnected && before !== element ? look(before) : "";
  window.focusedBefore = element;
  if (element === document.body) return { unfocused, markup: "body" };
  const markup = element.outerHTML.slice(0, 120), answer = { unfocused, focused: look(element), markup };
  const boxes = [...element.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
  if (!boxes.length) return { ...answer, fault: "has no size" };
  // What is larger than the screen is seen when its middle on the screen is.
  const middles = boxes.map((r) => {
    const [left, top, right, bottom] = [Math.max(r.left, 0), Math.max(r.top, 0), Math.min(r.right, innerWidth), Math.min(r.bottom, innerHeight)];
    return left < right && top < bottom && { x: (left + right) / 2, y: (top + bottom) / 2 };
  }).filter(Boolean);
  if (!middles.length) return { ...answer, fault: `is out of sight, at ${Math.round(boxes[0].top)} of ${innerHeight}` };
  const labels = [...(element.labels ?? [])];
  const covers = [];
  for (const { x, y } of middles) {
    const top = document.elementFromPoint(x, y);
    if (top && (element.contains(top) || top.contains(element) && top.closest("a, button, label, summary") || labels.some((l) => l.contains(top)))) return answer;
    covers.push(top?.outerHTML.slice(0, 120));
  }
  return { ...answer, fault: `is covered by ${covers.join(" and ")}` };
}
