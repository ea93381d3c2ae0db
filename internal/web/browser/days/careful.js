// What impatient hands, old pages, ended sessions and strange words do: every button of the main flow acts once, the way back
// shows what is, a stale form is answered with what changed, and nothing that was typed is lost.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ office, step, desktop, phone, api }) => {
  const must = (holds, words) => { if (!holds) throw new Error(words); };
  const who = { submit: cast.drafter, approve: cast.approver, check_format: cast.checker, sign: cast.signer, assign_number: cast.clerk, seal: cast.clerk, issue: cast.clerk };
  const labels = { submit: "Trình", approve: "Duyệt nội dung", check_format: "Xác nhận thể thức", sign: "Ký số", assign_number: "Cấp số", seal: "Đóng dấu", issue: "Phát hành" };

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const sitting = new Map();
    const at = async (username) => sitting.get(username) ?? sitting.set(username, await sit(username)).get(username);
    const count = async (id, action) => (await (await api(cast.drafter)).get(`/documents/${id}/events`)).filter((e) => e.action === action).length;
    const document = await draft(api, { subject: `về việc bấm hai lần (${device})` });

    for (const [action, label] of Object.entries(labels)) {
      await step(`${device}: bấm đúp “${label}”, việc chỉ làm một lần`, async () => {
        const person = await at(who[action]), { page } = person;
        await page.goto(`/documents/${document.id}`);
        const form = page.locator(`#act-${action}`);
        const pin = form.locator("input[name=pin]");
        if (await pin.count()) await pin.fill(office.pin);
        await form.getByRole("button", { name: label, exact: true }).dblclick();
        const sure = page.locator(`#sure-${action}`);
        if (await sure.count()) await sure.getByRole("button", { name: label, exact: true }).dblclick();
        await page.getByRole("status").getByText(`Đã thực hiện: ${label}.`).waitFor();
        must((await count(document.id, action)) === 1, `${await count(document.id, action)} events ${action}`);
      });
    }

    await step(`${device}: ký xong bấm quay lại: thấy đã ký, không còn ô ký`, async () => {
      const waiting = await carry(api, await draft(api, { subject: `về việc ký rồi quay lại (${device})` }), "awaiting_signature");
      const person = await at(cast.signer), { page } = person;
      await page.goto("/");
      await page.goto(`/documents/${waiting.id}`);
      await page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
      await page.getByRole("main").getByRole("button", { name: "Ký số", exact: true }).click();
      await page.getByText("Đã thực hiện: Ký số.").waitFor();
      await page.goBack();
      await page.getByText("Đã ký, chờ cấp số").first().waitFor();
      must((await page.locator("input[name=pin]").count()) === 0, "the way back leads to a form that signs");
      must((await count(waiting.id, "sign")) === 1, "signed more than once");
    });

    await step(`${device}: biểu mẫu từ trang đã cũ được trả lời bằng điều đã thay đổi`, async () => {
      const stale = await carry(api, await draft(api, { subject: `về việc trang đã cũ (${device})` }), "unit_review");
      const person = await at(cast.approver), { page } = person;
      await page.goto(`/documents/${stale.id}`);
      await (await api(cast.drafter)).fire(stale.id, "withdraw");
      await person.allowing([/409/], async () => {
        await page.getByRole("button", { name: "Duyệt nội dung", exact: true }).click();
        await page.getByRole("heading", { name: "Đã thay đổi từ khi mở trang này" }).waitFor();
      });
      await page.getByText("Rút lại").first().waitFor();
      await person.look({ name: "careful-stale" });
      must((await count(stale.id, "approve")) === 0, "a stale form acted");
    });

    await step(`${device}: hết phiên khi đang ghi lý do: lời đã ghi được đưa lại`, async () => {
      const kept = await carry(api, await draft(api, { subject: `về việc hết phiên (${device})` }), "unit_review");
      const person = await sit(cast.approver), { page } = person;
      await page.goto(`/documents/${kept.id}`);
      const words = "Nói rõ giờ trực <b>buổi trưa</b>.\nBổ sung số điện thoại.";
      await page.locator("#act-approve textarea[name=comment]").fill(words);
      await person.allowing([/401/, /viewer/], async () => { // the viewer may be asking for pages when the session ends
        await person.context.clearCookies();
        await page.locator("#act-approve").getByRole("button", { name: "Duyệt nội dung", exact: true }).click();
        await page.getByRole("heading", { name: "Nội dung vừa gõ" }).waitFor();
      });
      must((await page.getByRole("textbox", { name: "Nội dung vừa gõ" }).inputValue()) === words, "the words came back changed");
      await person.look({ name: "careful-session" });
      must((await count(kept.id, "approve")) === 0, "nobody acted");
      await page.getByRole("link", { name: "Đăng nhập", exact: true }).click();
      await page.getByLabel("Tên đăng nhập").fill(cast.approver);
      await page.getByLabel("Mật khẩu").fill(office.password);
      await page.getByRole("button", { name: "Đăng nhập" }).click();
      await page.waitForURL(`**/documents/${kept.id}`);
    });

    await step(`${device}: trích yếu chỉ có biểu tượng bị từ chối ngay ở ô, mọi ô khác còn nguyên`, async () => {
      const old = await draft(api, { subject: `về việc biểu tượng (${device})` });
      const person = await at(cast.drafter), { page } = person;
      // The findings and printed pages beside the text refuse such words too, whenever they get to it: another day's business.
      await page.route(/\/documents\/working\/(?:pdf|check)$/, (route) => route.abort("aborted"));
      await page.goto(`/documents/${old.id}/edit`);
      await page.getByRole("textbox", { name: "Nội dung" }).and(page.locator("[contenteditable=true]")).waitFor();
      await page.getByLabel("Địa danh").fill("Bảo Lộc");
      const subject = page.getByLabel("Trích yếu", { exact: true });
      await person.allowing([/422/], async () => {
        await subject.fill("🎉🎉 ❤️");
        await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Lưu thay đổi" }).click()]);
        await page.waitForFunction(() => document.querySelector("[role=alert]:not([hidden]) .code, .fault .code"));
      });
      must((await subject.inputValue()) === "🎉🎉 ❤️", "the subject is not as it was typed");
      must((await page.getByLabel("Địa danh").inputValue()) === "Bảo Lộc", "another field lost what was typed");
      const told = await subject.evaluate((e) => e.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" "));
      must(/Trích yếu phải viết bằng chữ/.test(told) && (await subject.getAttribute("aria-invalid")) === "true", `beside the field stands: ${told}`);
      await person.look({ name: "careful-emoji" });
      must((await (await api(cast.drafter)).get(`/documents/${old.id}`)).subject === old.subject, "it was saved");
    });
  }
});
