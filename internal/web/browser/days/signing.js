// A leader signs: one document on a phone in three taps, several with one PIN, of which one changed meanwhile; what comes
// back, comes twice or comes late is told as it stands. (Twenty chosen in a box: working-day-leader.)
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";
import { readPage } from "../rig/viewer.js";

const awaiting = async (api, subject) => carry(api, await draft(api, { subject }), "awaiting_signature");

// The leader has one window on each device: a person may have only so many open at once.
const keepSeat = (sit) => {
  let person;
  return async (who) => (person ??= await sit(who));
};

day(async ({ office, step, plain, api, ...seats }) => {
  const desktop = keepSeat(seats.desktop), phone = keepSeat(seats.phone);
  const signer = await api(cast.signer);
  const state = async (document) => (await signer.get(`/documents/${document.id}`)).state;
  const must = (holds, words) => { if (!holds) throw new Error(words); };
  const address = (documents) => `/sign?${new URLSearchParams(documents.map((d) => ["document", d.id]))}`;
  const signed = async (document) => must((await state(document)) === "signed", `it is ${await state(document)}`);

  await step("điện thoại: từ thông báo đến đã ký, ba lần chạm", async () => {
    const wanted = await awaiting(api, "về lịch trực tuần thứ nhất, ký trên điện thoại");
    const leader = await phone(cast.signer);
    const notice = leader.page.getByRole("link", { name: "ký trên điện thoại" }).first();
    for (let tries = 0; !(await notice.isVisible()); tries++) { // the notice is a job's work
      must(tries < 50, "no notice came");
      await leader.visit("/notices");
    }
    let taps = 0;
    const tap = async (target) => { taps++; await target.tap(); };
    await tap(notice);
    await leader.page.waitForURL(`**/documents/${wanted.id}`);
    await readPage(leader, 1, "lịch trực tuần thứ nhất");
    const pin = leader.page.getByLabel("Mã PIN của khóa ký");
    await tap(pin);
    await leader.page.keyboard.type(office.pin);
    await tap(leader.page.getByRole("main").getByRole("button", { name: "Ký số", exact: true }));
    await leader.page.getByText("Đã thực hiện: Ký số.").waitFor();
    must(taps === 3, `${taps} taps`);
    await signed(wanted);
    await leader.look({ name: "signed-on-phone" });

    await leader.page.goBack();
    await leader.page.getByText("Đã ký, chờ cấp số").first().waitFor();
    must((await leader.page.getByLabel("Mã PIN của khóa ký").count()) === 0, "the way back leads to the old form");
  });

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    await step(`${device}: ký xong mở văn bản tiếp theo`, async () => {
      const [first, second] = [await awaiting(api, `về việc ký trước (${device})`), await awaiting(api, `về việc ký sau (${device})`)];
      const leader = await sit(cast.signer);
      await leader.visit(`/documents/${first.id}`, { name: "to-sign" });
      await leader.page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
      await leader.page.getByRole("button", { name: "Ký xong, mở văn bản tiếp theo" }).click();
      await leader.page.waitForURL(`**/documents/${second.id}?after=${first.id}`);
      await leader.page.getByRole("main").getByText("Đã ký số:").waitFor();
      await leader.look({ name: "signed-next" });
      await signed(first);

      // A wrong PIN leaves everything as it was, and says how many are left.
      await leader.page.getByLabel("Mã PIN của khóa ký").fill("999999");
      await leader.allowing([/422/], async () => {
        await leader.page.getByRole("main").getByRole("button", { name: "Ký số", exact: true }).click();
        await leader.page.getByRole("alert").getByText("Mã PIN không đúng.").waitFor();
      });
      await leader.look({ name: "wrong-pin" });
      must((await state(second)) === "awaiting_signature", "a wrong PIN signed");

      // Two clicks sign once.
      await leader.page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
      await leader.page.getByRole("main").getByRole("button", { name: "Ký số", exact: true }).dblclick();
      await leader.page.getByText("Đã thực hiện: Ký số.").waitFor();
      const events = await signer.get(`/documents/${second.id}/events`);
      must(events.filter((e) => e.action === "sign").length === 1, "signed twice");
    });

    await step(`${device}: trang đã cũ được trả lời bằng những gì đã thay đổi`, async () => {
      const stale = await awaiting(api, `về việc đã đổi (${device})`);
      const leader = await sit(cast.signer);
      await leader.visit(`/documents/${stale.id}`);
      await (await api(cast.drafter)).fire(stale.id, "withdraw", {});
      await leader.page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
      await leader.allowing([/409|404/], async () => {
        await leader.page.getByRole("main").getByRole("button", { name: "Ký số", exact: true }).click();
        await leader.page.getByRole("heading", { name: "Đã thay đổi từ khi mở trang này" }).waitFor();
      });
      await leader.page.getByText("Rút lại").first().waitFor();
      await leader.look({ name: "stale" });
      must((await state(stale)) === "drafting", "a stale form acted");
    });

    await step(`${device}: trả lại thì hỏi lại, bấm hai lần chỉ trả lại một lần`, async () => {
      const back = await awaiting(api, `về việc trả lại (${device})`);
      const leader = await sit(cast.signer);
      await leader.visit(`/documents/${back.id}`);
      await leader.page.getByText("Trả lại", { exact: true }).first().click();
      const form = leader.page.locator("#act-return");
      await form.getByLabel("Lý do (bắt buộc)").fill("Nói rõ giờ trực.");
      await form.getByRole("button", { name: "Trả lại" }).click();
      const dialog = leader.page.getByRole("dialog");
      await dialog.getByText("phải trình lại từ đầu").waitFor();
      await leader.look({ name: "dialog-return" });
      await dialog.getByRole("button", { name: "Quay lại" }).click();
      must((await state(back)) === "awaiting_signature", "the dialog was closed, and yet");
      await form.getByRole("button", { name: "Trả lại" }).click();
      await dialog.getByRole("button", { name: "Trả lại" }).dblclick();
      await leader.page.getByText("Đã thực hiện: Trả lại.").waitFor();
      const events = await signer.get(`/documents/${back.id}/events`);
      must(events.filter((e) => e.action === "return").length === 1, "returned twice");
    });

    await step(`${device}: ký nhiều văn bản, một văn bản đã đổi`, async () => {
      const count = 4, documents = [];
      for (let i = 0; i < count; i++) documents.push(await awaiting(api, `về việc thứ ${i + 1} trong ${count} (${device})`));
      const leader = await sit(cast.signer);
      await leader.visit(address(documents), { name: "sign-many" });
      await signer.fire(documents[1].id, "return", { comment: "Nói rõ giờ trực." });
      await carry(api, await signer.get(`/documents/${documents[1].id}`), "awaiting_signature");

      await leader.page.getByRole("button", { name: "Xem tệp" }).first().click();
      await readPage(leader, 1, `việc thứ 1 trong ${count}`);
      await leader.page.getByText("đã xem", { exact: true }).first().waitFor();
      await leader.look({ name: "sign-many-open" });

      await leader.page.getByLabel("Mã PIN của khóa ký").fill("999999");
      await leader.page.getByRole("button", { name: `Ký số ${count} văn bản` }).click();
      const dialog = leader.page.getByRole("dialog");
      await dialog.getByText(`${count - 1}`).waitFor();
      await leader.look({ name: "dialog-unseen" });
      await leader.allowing([/422/], async () => {
        await dialog.getByRole("button", { name: "Vẫn ký" }).click();
        await leader.page.getByRole("alert").getByText("Mã PIN không đúng.").waitFor();
      });
      must((await state(documents[0])) === "awaiting_signature", "a wrong PIN signed");

      // A file that is still on its way when it is signed is let go: there is another in its place.
      let release;
      const held = new Promise((done) => { release = done; });
      await leader.page.route(`**/documents/${documents[2].id}/pdf?*`, (route) => held.then(() => route.continue()).catch(() => {}));
      const asked = leader.page.waitForRequest(`**/documents/${documents[2].id}/pdf?*`);
      await leader.page.getByRole("button", { name: "Xem tệp" }).nth(2).click();
      const dropped = leader.page.waitForEvent("requestfailed", { predicate: async (request) => request === await asked });
      await leader.page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
      await leader.page.getByRole("button", { name: `Ký số ${count} văn bản` }).click();
      await dialog.getByRole("button", { name: "Vẫn ký" }).click();
      await leader.page.getByText(`Đã ký ${count - 1} văn bản, 1 văn bản chưa ký.`).waitFor();
      await dropped;
      release();
      await leader.page.locator(`[data-document="${documents[1].id}"]`).getByText("Văn bản đã thay đổi").waitFor();
      must((await leader.page.getByText("Chưa ký", { exact: true }).filter({ visible: true }).count()) === 1, "more than one is told of as not signed");
      must((await leader.page.getByText("Đã ký số", { exact: true }).filter({ visible: true }).count()) === count - 1, "who is told of as signed is not");
      await leader.look({ name: "sign-many-done" });
      await leader.page.getByRole("button", { name: "Xem tệp" }).first().click(); // the signed file: the old one is gone
      await readPage(leader, 1, `việc thứ 1 trong ${count}`);
      for (const [i, d] of documents.entries()) must((await state(d)) === (i === 1 ? "awaiting_signature" : "signed"), `document ${i} is ${await state(d)}`);

      await leader.visit(address(documents), { name: "sign-many-after" });
      must((await leader.page.getByRole("button", { name: "Xem tệp" }).count()) === 1, "what is signed can be signed again");
    });
  }

  await step("dừng giữa chừng: phần còn lại không ký", async () => {
    const documents = [];
    for (let i = 0; i < 12; i++) documents.push(await awaiting(api, `về việc dừng ${i + 1}`));
    const leader = await desktop(cast.signer);
    await leader.visit(address(documents));
    await leader.page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
    await leader.page.getByRole("button", { name: "Ký số 12 văn bản" }).click();
    // In the page itself: a hand from outside could come when the last is signed.
    await leader.page.evaluate(() => {
      const stop = document.querySelector("[data-part=stop]");
      new MutationObserver((_, watch) => { watch.disconnect(); stop.click(); }).observe(document.querySelector("[data-part=progress]"), { childList: true });
    });
    const again = leader.page.waitForEvent("load");
    await leader.page.getByRole("button", { name: "Vẫn ký" }).click();
    await again;
    await leader.page.waitForURL("**/sign?**");
    await leader.page.getByRole("heading", { level: 1, name: "Ký số nhiều văn bản" }).waitFor();
    const states = await Promise.all(documents.map(state));
    must(states[0] === "signed", `the first is ${states[0]}`);
    must(states.every((s) => s === "signed" || s === "awaiting_signature"), states.join(" "));
  });

  await step("không có script: ký nhiều văn bản, trang kết quả", async () => {
    const documents = [await awaiting(api, "về việc không script 1"), await awaiting(api, "về việc không script 2")];
    const leader = await plain(cast.signer);
    await leader.page.goto(address(documents));
    await leader.page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
    await leader.page.getByRole("button", { name: "Ký số các văn bản đã chọn" }).click();
    await leader.page.getByText("Đã ký 2 văn bản").waitFor();
    for (const d of documents) await signed(d);
  });
});
