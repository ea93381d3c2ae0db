// What people do at their desks in every day alike: through the pages, by the names that a screen reader says.
import { cast } from "./office.js";

export const must = (holds, words) => { if (!holds) throw new Error(words); };

export const devices = ({ desktop, phone }) => Object.entries({ "máy để bàn": desktop, "điện thoại": phone });

// seats gives who sits where: each person once at a device, by name or by the part in the cast.
export const seats = (sit) => {
  const people = {};
  return async (who) => (people[who] ??= await sit(cast[who] ?? who));
};

// follow clicks and waits until the page that it leads to stands there.
export const follow = (person, target) => Promise.all([person.page.waitForEvent("load"), target.click()]);

const exactly = (words) => new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);

// find opens what a list of the page at an address calls by its subject, and waits for the page of it.
export async function find(person, address, subject) {
  await person.page.goto(address);
  await person.page.getByRole("main").getByRole("link", { name: subject }).first().click();
  await person.page.getByRole("heading", { level: 1, name: subject }).waitFor();
}

// unfold gives the form of an action under Việc cần làm, opened where it is folded.
export async function unfold(person, action) {
  const main = person.page.getByRole("main"), button = person.page.getByRole("button", { name: action, exact: true });
  const folded = main.locator("details.act", { has: person.page.locator("summary", { hasText: exactly(action) }) });
  if ((await folded.count()) === 1 && (await folded.getAttribute("open")) === null) await folded.locator("summary").first().click();
  await button.waitFor();
  return main.locator("form").filter({ has: button });
}

// act does one action of the page of a document: fill types what it asks for, and where the page asks once more the answer is
// yes. With look the form as filled, the question and the page afterwards are looked at.
export async function act(person, action, fill = async () => {}, { look = false } = {}) {
  const { page } = person, form = await unfold(person, action);
  const see = async (what) => look && person.look({ name: `day-${action}${what}` });
  await fill(form);
  await see("");
  const sure = page.locator(`dialog#sure-${(await form.getAttribute("id")).replace("act-", "")}`), asks = await sure.count();
  if (asks) {
    await form.getByRole("button", { name: action, exact: true }).click();
    await sure.waitFor();
    await see("-sure");
  }
  await follow(person, (asks ? sure : form).getByRole("button", { name: action, exact: true }));
  await page.getByRole("status").getByText(`Đã thực hiện: ${action}.`).waitFor();
  await see("-done");
}

// pin types the PIN of a form that signs.
export const pin = (office) => (form) => form.getByLabel(/^Mã PIN/).fill(office.pin);

// stands says that the page shows a document in a state.
export const stands = (person, state) => person.page.locator(".doc-head").getByText(state, { exact: true }).waitFor();
