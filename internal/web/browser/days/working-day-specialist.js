// A chuyên viên's day: a kế hoạch from a template to the receipts of those it is for, through the hands of everybody on its
// way. All of it by the pages.
import { act, devices, find, follow, must, pin, seats, stands } from "../rig/desk.js";
import { day } from "../rig/day.js";

day(async ({ office, step, ...rooms }) => {
  for (const [device, sit] of devices(rooms)) {
    const at = seats(sit), subject = `về phân công trực cơ quan (${device})`;

    await step(`${device}: soạn kế hoạch từ mẫu, trình`, async () => {
      const drafter = await at("drafter"), { page } = drafter;
      await page.goto("/documents/new");
      await page.getByRole("searchbox", { name: "Tìm loại văn bản" }).fill("ke hoach");
      await follow(drafter, page.getByRole("main").getByRole("link", { name: "Kế hoạch", exact: true }));
      await page.getByLabel("Trích yếu").fill(subject);
      must(/\[/.test(await page.locator("#text").inputValue()), "the template leaves nothing to fill in");
      await drafter.look({ name: "day-template" });
      await page.getByLabel("Soạn dạng chữ thuần").check();
      await page.getByRole("textbox", { name: "Nội dung" }).fill("Văn phòng Tỉnh ủy xây dựng kế hoạch trực cơ quan như sau:\n\n1. Trực từ 7 giờ 30 phút.\n\n2. Các ban của Tỉnh ủy gửi danh sách người trực.");
      await page.getByLabel("Nơi nhận", { exact: true }).fill("- Thường trực Tỉnh ủy (để báo cáo);\n- Các ban của Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.");
      const signer = page.getByLabel("Người ký");
      await signer.selectOption({ label: await signer.locator("option", { hasText: "Đào Nhật Khải" }).first().textContent() });
      await page.getByRole("button", { name: "Lưu dự thảo" }).click();
      await page.getByRole("heading", { level: 1, name: subject }).waitFor();
      await stands(drafter, "Đang soạn thảo");
      await act(drafter, "Trình");
      await stands(drafter, "Trình lãnh đạo phòng");
    });

    await step(`${device}: trưởng phòng duyệt, thẩm định thể thức, ký số`, async () => {
      for (const [who, box, action, fill, state] of [
        ["approver", "/", "Duyệt nội dung", undefined, "Thẩm định thể thức"],
        ["checker", "/boxes/todo", "Xác nhận thể thức", undefined, "Chờ ký duyệt"],
        ["signer", "/boxes/signing", "Ký số", pin(office), "Đã ký, chờ cấp số"],
      ]) {
        const person = await at(who);
        await find(person, box, subject);
        await act(person, action, fill);
        await stands(person, state);
      }
    });

    await step(`${device}: văn thư cấp số, đóng dấu, phát hành`, async () => {
      const clerk = await at("clerk");
      await find(clerk, "/boxes/todo", subject);
      await act(clerk, "Cấp số");
      const symbol = await clerk.page.locator(".doc-head .symbol").innerText();
      must(/^\d+-KH\//.test(symbol), `the number is ${symbol}`);
      await act(clerk, "Đóng dấu", pin(office));
      await act(clerk, "Phát hành", undefined, { look: true });
      await stands(clerk, "Đã phát hành");
    });

    await step(`${device}: nơi nhận tiếp nhận, bảng gửi nhận cho thấy`, async () => {
      const recipient = await at("recipient"), drafter = await at("drafter");
      await recipient.page.goto("/received?only=waiting");
      const card = recipient.page.getByRole("article").filter({ hasText: subject });
      await follow(recipient, card.getByRole("button", { name: /^Tiếp nhận, vào sổ đến/ }));
      await recipient.page.getByRole("status").getByText("Đã xác nhận").first().waitFor();
      await find(drafter, "/boxes/issued", subject);
      await follow(drafter, drafter.page.getByRole("link", { name: "Tình hình gửi, nhận" }));
      const row = (organ) => drafter.page.getByRole("row").filter({ hasText: organ });
      await row("Ban Tổ chức").getByText("Đã xác nhận").first().waitFor();
      must((await row("Ban Nội chính").count()) === 1, "Ban Nội chính has no row of its own");
      must((await row("Ban Nội chính").getByText("Đã xác nhận").count()) === 0, "who has not answered is told of as having");
      await drafter.look({ name: "day-deliveries" });
    });
  }
});
