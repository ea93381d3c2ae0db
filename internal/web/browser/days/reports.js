// The reports of an office: figures, charts and tables at both widths, each number leading to what it stands for.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ step, desktop, phone, api }) => {
  await carry(api, await draft(api), "issued");
  const long = "về việc " + "triển khai thực hiện nhiệm vụ trọng tâm của cơ quan ".repeat(5);
  const waiting = await carry(api, await draft(api, { subject: long.trim() }), "format_check");
  await carry(api, await draft(api, { subject: "về việc chờ ký" }), "awaiting_signature");
  await draft(api, { subject: "về việc còn soạn" });

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const chief = await sit(cast.checker);
    await step(`${device}: chánh văn phòng mở báo cáo từ mục lục`, async () => {
      await chief.visit("/reports");
      for (const name of ["Đúng hạn", "Thời gian từng bước", "Đang chờ ai, ngay bây giờ", "Theo loại văn bản", "Văn bản đến"]) {
        await chief.page.getByRole("heading", { name, exact: true }).waitFor();
      }
      const link = chief.page.locator("#menu a", { hasText: "Báo cáo" });
      if ((await link.getAttribute("aria-current")) !== "page") throw new Error("the menu does not say where one is");
      const charts = await chief.page.locator("svg[role=img]").count();
      if (charts < 2) throw new Error(`only ${charts} charts`);
    });
    await step(`${device}: con số dẫn đến văn bản`, async () => {
      await chief.page.getByRole("row", { name: /Xác nhận thể thức/ }).getByRole("link").first().click();
      await chief.page.getByRole("heading", { level: 1, name: "Đang chờ xử lý" }).waitFor();
      await chief.look({ name: "reports waiting" });
      if ((await chief.page.locator(`a[href="/documents/${waiting.id}"]`).count()) !== 1) throw new Error("what waits is not in the list");
    });
    await step(`${device}: năm năm, chia theo năm, và tải tệp`, async () => {
      await chief.visit("/reports?from=2021-01-01&to=2026-12-31&by=year", { name: "reports five years" });
      const file = await chief.page.request.get("/reports/xlsx");
      if (!file.ok() || (await file.body()).subarray(0, 2).toString() !== "PK") throw new Error("no workbook");
    });
    const head = await sit(cast.approver);
    await step(`${device}: trưởng phòng xem phòng mình`, () => head.visit("/reports", { name: "reports unit" }));
    const clerk = await sit(cast.recipient);
    await step(`${device}: văn thư nơi chưa có văn bản`, () => clerk.visit("/reports", { name: "reports empty" }));
    const drafter = await sit(cast.drafter);
    await step(`${device}: chuyên viên không có báo cáo`, async () => {
      await drafter.visit("/reports", { status: 403 });
      await drafter.visit("/");
      if ((await drafter.page.locator("#menu a", { hasText: "Báo cáo" }).count()) !== 0) throw new Error("the menu offers it");
    });
  }
});
