// A văn thư's day with what comes in: a scanned letter is put in, registered and laid before the leader, who directs; the head
// of the unit gives it to somebody, who works on it and reports; another confirms. (What else becomes of a scan: scan.)
import { devices, find, follow, seats, stands, unfold } from "../rig/desk.js";
import { day } from "../rig/day.js";
import { carry, draft } from "../rig/office.js";

day(async ({ office, step, api, ...rooms }) => {
  const inDays = (n) => new Date(Date.parse(office.date) + n * 86_400_000).toISOString().slice(0, 10);
  // The scan is a PDF like any other: that of a document of this office, as the printer had it.
  const scanned = await carry(api, await draft(api, { subject: "về văn bản đã quét" }), "issued");

  for (const [device, sit] of devices(rooms)) {
    const at = seats(sit), subject = `về đề nghị cung cấp số liệu (${device})`;
    // handle does one action of an arrival; afterwards the page says where it is.
    const handle = async (person, action, state, fill = async () => {}, { look = false } = {}) => {
      const form = await unfold(person, action);
      await fill(form);
      if (look) await person.look({ name: `day-arrival-${action}` });
      await follow(person, form.getByRole("button", { name: action, exact: true }));
      await stands(person, state);
    };

    await step(`${device}: nhập bản quét, tải tệp lên, vào sổ, trình`, async () => {
      const clerk = await at("clerk"), { page } = clerk;
      const pdf = await (await page.request.get(`/documents/${scanned.id}/pdf`)).body();
      await page.goto("/clerk");
      await follow(clerk, page.getByRole("link", { name: "Nhập bản quét, tệp PDF" }));
      await page.getByLabel("Cơ quan nhận").selectOption({ label: "Văn phòng Tỉnh ủy Lâm Đồng" });
      await page.getByLabel("Số, ký hiệu").fill(`${device === "điện thoại" ? 46 : 45}-CV/BTCTW`);
      await page.getByLabel("Ngày văn bản").fill(office.date);
      await page.getByLabel("Tác giả").fill("Ban Tổ chức Trung ương");
      await page.getByLabel("Trích yếu nội dung").fill(subject);
      await page.getByLabel("Tệp PDF, hoặc ảnh chụp từng trang").setInputFiles({ name: "ban-quet.pdf", mimeType: "application/pdf", buffer: pdf });
      await page.locator(".sheet[data-drawn]").first().waitFor();
      await page.getByRole("button", { name: "Nhập", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: subject }).waitFor();
      await page.getByRole("link", { name: "ban-quet.pdf" }).waitFor();
      await page.locator("[data-viewer]").scrollIntoViewIfNeeded();
      await page.locator("[data-viewer] .sheet[data-drawn]").first().waitFor();
      await clerk.look({ name: "day-arrival-scanned" });
      await handle(clerk, "Vào sổ văn bản đến", "Đã vào sổ");
      await page.getByRole("region", { name: "Dấu ĐẾN" }).getByText("ĐẾN", { exact: true }).waitFor();
      await handle(clerk, "Trình người phân phối", "Trình lãnh đạo", (form) => form.getByLabel("Người phân phối").selectOption({ label: "Đào Nhật Khải" }), { look: true });
    });

    await step(`${device}: lãnh đạo bút phê`, async () => {
      const leader = await at("signer");
      await find(leader, "/incoming", subject);
      await handle(leader, "Bút phê, phân phối", "Đã bút phê", async (form) => {
        await form.getByLabel(/^Ý kiến chỉ đạo/).fill("Giao Phòng Tổng hợp tham mưu trả lời.");
        const lead = form.getByLabel(/^Chủ trì/);
        await lead.selectOption({ label: await lead.locator("option", { hasText: "Phòng Tổng hợp" }).first().textContent() });
        await form.getByLabel("Thời hạn giải quyết").fill(inDays(10));
      });
      await leader.page.getByRole("region", { name: "Ý kiến chỉ đạo" }).getByText("Giao Phòng Tổng hợp tham mưu trả lời.").waitFor();
    });

    await step(`${device}: trưởng phòng giao việc, chuyên viên giải quyết, trưởng phòng xác nhận`, async () => {
      const head = await at("approver"), specialist = await at("drafter");
      await find(head, "/incoming", subject);
      await handle(head, "Giao việc", "Đã giao việc", async (form) => {
        const to = form.getByLabel("Giao cho");
        await to.selectOption({ label: await to.locator("option", { hasText: "Tô Bá Phong" }).first().textContent() });
        await form.getByLabel("Yêu cầu").fill("Tổng hợp số liệu, trình trước thứ Sáu.");
      }, { look: true });
      await find(specialist, "/incoming", subject);
      await specialist.page.getByText("Tổng hợp số liệu, trình trước thứ Sáu.").first().waitFor();
      await handle(specialist, "Bắt đầu xử lý", "Đang xử lý");
      await handle(specialist, "Ghi tiến độ", "Đang xử lý", (form) => form.getByLabel("Nội dung").fill("Đã có số liệu của các ban."));
      await specialist.page.getByRole("region", { name: "Ghi chép" }).getByText("Đã có số liệu của các ban.").waitFor();
      await handle(specialist, "Báo cáo hoàn thành", "Đang xử lý", (form) => form.getByLabel(/^Lý do không phải trả lời/).fill("Đã gửi số liệu trực tiếp, không phải trả lời."), { look: true });
      await find(head, "/incoming", subject);
      await handle(head, "Xác nhận hoàn thành", "Hoàn thành");
      await head.page.getByText("Đặng Kiều Nhi xác nhận").first().waitFor();
      await head.look({ name: "day-arrival-confirmed" });
      await specialist.page.reload();
      await stands(specialist, "Hoàn thành");
    });
  }
});
