// wrongNames gives what somebody who hears the page would stumble over: headings, landmarks, names of buttons, links and
// fields, hints and errors beside fields, heads of tables. axe asks whether there are names; this asks what they say.
export async function wrongNames(person) {
  const tree = await person.context.newCDPSession(person.page);
  const { nodes } = await tree.send("Accessibility.getFullAXTree");
  await tree.detach();
  const heard = nodes.filter((n) => !n.ignored).map((n) => ({
    role: n.role.value, name: (n.name?.value ?? "").trim(), level: n.properties?.find((p) => p.name === "level")?.value.value,
  }));
  return [...headings(heard), ...landmarks(heard), ...foreign(heard), ...await person.page.evaluate(inThePage)];
}

function headings(heard) {
  const wrong = [], all = heard.filter((n) => n.role === "heading");
  const first = all.filter((n) => n.level === 1).length;
  if (first !== 1) wrong.push(`${first} headings of level 1`);
  let before = 0;
  for (const { name, level } of all) {
    if (!name) wrong.push(`a heading of level ${level} says nothing`);
    if (before && level > before + 1) wrong.push(`the heading “${name}” of level ${level} follows one of level ${before}`);
    before = level;
  }
  return wrong;
}

// A form without a name is no landmark.
const places = ["banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search"];

function landmarks(heard) {
  const wrong = [];
  for (const role of places) {
    const names = heard.filter((n) => n.role === role && (n.name || role !== "form")).map((n) => n.name);
    if (names.length < 2) continue;
    if (new Set(names).size < names.length || names.includes("")) wrong.push(`${names.length} landmarks ${role} are called: ${names.map((n) => `“${n}”`).join(", ")}`);
  }
  return wrong;
}

// No word of the interface is English, a code, or what a program writes where it has no word.
const strange = [/\b[a-z]+_[a-z_]+\b/, /\b[A-Z]{3,}_[A-Z_]+\b/, /\{\{|\}\}|%!|undefined|\bnull\b|\bNaN\b|\[object/, /[0-9a-f]{8}-[0-9a-f]{4}-/,
  /\b(submit|approve|edit|delete|cancel|save|next|previous|search|close|open|document|draft|issue|pending|user|login|logout|home|page|download|upload|return|button|toggle|menu|loading|error)\b/i];
const spoken = ["button", "link", "heading", "textbox", "searchbox", "combobox", "checkbox", "radio", "tab", "navigation", "region", "dialog", "columnheader", "img", "DisclosureTriangle", "Date", "option"];

const foreign = (heard) => heard.filter((n) => spoken.includes(n.role) && strange.some((p) => p.test(n.name))).map((n) => `${n.role} “${n.name}” is no word of an office`);

function inThePage() {
  const wrong = [], main = document.body, short = (e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const seen = (e) => e.checkVisibility();
  const said = (e) => (e.getAttribute("aria-label") ?? e.textContent).replace(/\s+/g, " ").trim();

  // Two of one name that do different things are told apart by the row, the section or the form that they stand in.
  const room = "li, tr, article, section, nav, fieldset, dialog, form, details, aside, [role=toolbar]";
  const met = new Map();
  for (const e of main.querySelectorAll("a[href], button")) {
    if (!seen(e)) continue;
    const form = e.form, does = e.matches("a") ? e.href : [form?.action, e.getAttribute("formaction"), e.name, e.value, e.dataset.part, e.dataset.do, e.dataset.slot].join("|");
    const rooms = met.get(said(e)) ?? met.set(said(e), new Map()).get(said(e)), at = e.closest(room);
    if (rooms.has(at) && rooms.get(at) !== does) wrong.push(`two of one name do different things: ${short(e)}`);
    rooms.set(at, does);
  }

  const describes = (field, note) => (field.getAttribute("aria-describedby") ?? "").split(" ").includes(note.id) && note.id !== "";
  for (const field of main.querySelectorAll("input:not([type=hidden]), select, textarea, [contenteditable=true]")) {
    if (!seen(field)) continue;
    const next = field.nextElementSibling;
    if (next?.matches("p.hint, .wrong") && seen(next) && !describes(field, next)) wrong.push(`is not described by what stands below it: ${short(field)}`);
    if (field.getAttribute("aria-invalid") === "true") {
      const told = (field.getAttribute("aria-describedby") ?? "").split(" ").some((id) => document.getElementById(id)?.matches(".wrong, .fault"));
      if (!told) wrong.push(`is invalid and does not say why: ${short(field)}`);
    }
  }
  for (const e of main.querySelectorAll("[aria-describedby]")) {
    for (const id of e.getAttribute("aria-describedby").split(" ")) if (!document.getElementById(id)) wrong.push(`is described by #${id}, which is not there: ${short(e)}`);
  }
  for (const head of main.querySelectorAll("table th")) {
    if (!head.hasAttribute("scope") && !head.closest(".body, .editor-paper")) wrong.push(`a head of a table without a scope: ${said(head)}`);
  }
  return wrong;
}
