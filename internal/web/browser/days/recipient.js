// A receiver's day: from the log-in page to a receipt in four actions, a refusal, what is handed on for handling, and the
// page of the link that somebody outside got by mail.
import { day } from "../rig/day.js";
import { carry, cast, draft, links } from "../rig/office.js";
import { readPage } from "../rig/viewer.js";

day(async ({ office, step, desktop, phone, plain, api }) => {
  const subjects = (device) => ["tiếp nhận ngay", "từ chối", "xem rồi nhận"].map((what) => `về văn bản để ${what} (${device})`);
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const issued = {};
    for (const subject of subjects(device)) issued[subject] = await carry(api, await draft(api, { subject }), "issued");
    const [now, refused, read] = Object.values(issued);

    await step(`${device}: bốn thao tác từ trang đăng nhập đến biên nhận`, async () => {
      const recipient = await sit("");
      const { page } = recipient;
      await page.goto("/login");
      await page.getByLabel("Tên đăng nhập").fill(cast.recipient); // 1
      await page.getByLabel("Mật khẩu").fill(office.password); // 2
      await page.getByRole("button", { name: "Đăng nhập" }).click(); // 3
      await page.waitForURL("/");
      await recipient.look({ name: "recipient-desk" });
      await page.getByRole("button", { name: `Tiếp nhận, vào sổ đến ${now.symbol}` }).click(); // 4
      await page.getByRole("status").getByText("Đã xác nhận").waitFor();
      await recipient.look({ name: "recipient-done" });
      const receipt = page.waitForEvent("download");
      await page.getByRole("link", { name: "Tải biên nhận đã ký số" }).click();
      if (!(await (await receipt).suggestedFilename())) throw new Error("no receipt came");
      await page.getByRole("link", { name: "Chuyển xử lý" }).click();
      await page.getByRole("heading", { level: 1, name: now.subject }).waitFor();
      await page.getByLabel("Người phân phối").selectOption({ index: 0 });
      await page.getByRole("button", { name: "Trình người phân phối" }).click();
      await page.getByText("Trình lãnh đạo").first().waitFor();
    });

    const recipient = await sit(cast.recipient), { page } = recipient;
    await step(`${device}: từ chối có lý do, từ danh sách`, async () => {
      await recipient.visit("/received?only=waiting", { name: "recipient-list" });
      const card = page.getByRole("article").filter({ hasText: refused.subject });
      await card.getByText("Từ chối tiếp nhận").click();
      await card.getByLabel("Vì sao").selectOption("missing_pages");
      await card.getByLabel("Lý do gửi lại").fill("Thiếu phụ lục kèm theo.");
      await card.getByRole("button", { name: "Từ chối" }).click();
      await page.getByRole("status").getByText("Từ chối").waitFor();
      const sender = await sit(cast.clerk);
      await sender.page.goto(`/documents/${refused.id}/deliveries?status=refused`);
      await sender.page.getByText("Thiếu phụ lục kèm theo.").first().waitFor();
    });

    await step(`${device}: xem văn bản rồi tiếp nhận ngay ở trang văn bản`, async () => {
      await recipient.visit(`/documents/${read.id}`, { name: "recipient-document" });
      await page.getByRole("button", { name: "Tiếp nhận, vào sổ đến" }).dblclick();
      await page.getByRole("status").getByText("Đã xác nhận").waitFor();
      if (!page.url().includes(read.id)) throw new Error(`left the document for ${page.url()}`);
    });

    await step(`${device}: liên kết trong thư, người ngoài xác nhận`, async () => {
      const [address, other] = await links(office, read);
      const guest = await sit("");
      await guest.visit(address, { name: "recipient-link" });
      await readPage(guest, 1, "lịch trực cơ quan");
      await guest.page.getByLabel("Họ và tên người xác nhận").fill("Nguyễn Thị Ngoài");
      await guest.page.getByRole("button", { name: "Xác nhận đã nhận" }).click();
      await guest.page.getByRole("status").getByText("Nguyễn Thị Ngoài").waitFor();
      await guest.look({ name: "recipient-link-done" });

      const simple = await plain("");
      await simple.page.goto(other);
      await simple.page.getByText("Từ chối tiếp nhận").click();
      await simple.page.getByLabel("Họ và tên người từ chối").fill("Trần Văn Ngoài");
      await simple.page.getByLabel("Lý do gửi lại").fill("Không phải nơi nhận.");
      await simple.page.getByRole("button", { name: "Từ chối" }).press("Enter");
      await simple.page.getByText("Văn bản đã được trả lại").waitFor();
    });
  }
});
