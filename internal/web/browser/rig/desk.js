// What people do at their desks in every day alike: through the pages, by the names that a screen reader says.
export const must = (holds, words) => { if (!holds) throw new Error(words); };

export const devices = ({ desktop, phone }) => Object.entries({ "máy để bàn": desktop, "điện thoại": phone });

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

// act does one action of the page of a document: fill types what it asks for, and where the page asks once more the answer is yes.
export async function act(person, action, fill = async () => {}) {
  const form = await unfold(person, action);
  await fill(form);
  await person.look({ name: `day-${action}` });
  await form.getByRole("button", { name: action, exact: true }).click();
  const sure = person.page.getByRole("dialog"), done = person.page.getByRole("status").getByText(`Đã thực hiện: ${action}.`);
  await sure.or(done).first().waitFor();
  if (await sure.isVisible()) {
    await person.look({ name: `day-${action}-sure` });
    await sure.getByRole("button", { name: action, exact: true }).click();
    await done.waitFor();
  }
  await person.look({ name: `day-${action}-done` });
}

// pin types the PIN of a form that signs.
export const pin = (office) => (form) => form.getByLabel(/^Mã PIN/).fill(office.pin);

// stands says that the page shows a document in a state.
export const stands = (person, state) => person.page.locator(".doc-head").getByText(state, { exact: true }).waitFor();
