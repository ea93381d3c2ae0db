// An administrator looks after the machine: what runs, what failed, who did what, which keys end, who may do what and why.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ step, desktop, phone, api }) => {
  const issued = await carry(api, await draft(api), "issued");

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const admin = await sit(cast.admin);
    const says = async (text) => admin.page.locator("main").getByText(text).locator("visible=true").first().waitFor();

    await step(`${device}: mục lục dẫn tới Quản trị`, async () => {
      await admin.visit("/");
      await admin.page.getByRole("link", { name: "Quản trị" }).click();
      await admin.page.getByRole("heading", { level: 1, name: "Quản trị" }).waitFor();
      await admin.look({ name: "/admin" });
    });

    await step(`${device}: luồng và điều đã chứng minh`, async () => {
      await admin.visit("/admin/chains");
      await admin.page.getByRole("link", { name: "Văn phòng cấp ủy" }).click();
      await says("Đã đi hết mọi đường");
      await admin.look({ name: "/admin/chain" });
    });

    await step(`${device}: bảng quyền giữ đầu cột và tên việc khi cuộn`, async () => {
      await admin.visit("/admin/policies");
      const matrix = admin.page.getByRole("region", { name: "Bảng quyền" });
      const head = matrix.locator("thead th").nth(1), before = await head.boundingBox();
      await matrix.evaluate((box) => box.scrollTo(0, 1500));
      if (Math.abs((await head.boundingBox()).y - before.y) > 1) throw new Error("the head of the matrix scrolls away");
      await admin.visit("/admin/policies?role=clerk");
      await says("dòng quyền");
    });

    await step(`${device}: vì sao văn thư được đóng dấu văn bản này`, async () => {
      await admin.page.getByLabel("Người (tên đăng nhập)").fill(cast.clerk);
      await admin.page.locator("#act").selectOption("document.seal");
      await admin.page.getByLabel("Mã văn bản").fill(issued.id);
      await admin.page.getByRole("button", { name: "Giải thích" }).click();
      await says("văn thư, từ khi đã ký");
      await admin.look({ name: "/admin/explained" });
    });

    await step(`${device}: nhật ký của văn bản không có nội dung, chuỗi nguyên vẹn`, async () => {
      await admin.visit(`/admin/audit?kind=document&subject=${issued.id}`);
      await says("Phát hành");
      if ((await admin.page.content()).includes(issued.subject)) throw new Error("the log tells what the document is about");
      await admin.page.getByRole("button", { name: "Kiểm tra chuỗi này" }).click();
      await says("Nguyên vẹn");
      await admin.look({ name: "/admin/audit-chain" });
    });

    await step(`${device}: văn bản không mở được, lần ấy vào sổ từ chối`, async () => {
      await admin.visit(`/documents/${issued.id}`, { status: 404 });
      await admin.visit("/admin/audit/refusals");
      await says("DOCUMENT_NOT_FOUND");
    });

    for (const path of ["/admin/jobs?state=dead", "/admin/jobs?state=waiting", "/admin/jobs/failures", "/admin/certificates", "/admin/health", "/admin/audit?kind=person"]) {
      await step(`${device}: ${path}`, () => admin.visit(path));
    }

    await step(`${device}: người khác không vào được`, async () => {
      const drafter = await sit(cast.drafter);
      await drafter.visit("/admin/health", { status: 403 });
    });
  }
});
