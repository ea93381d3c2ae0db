// What came on paper: văn thư takes it down and submits it, and the leader directs with a deadline by one click.
import { day } from "../rig/day.js";
import { cast } from "../rig/office.js";

const leader = "phong.hd"; // Bí thư Tỉnh ủy

day(async ({ step, desktop, phone }) => {
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const clerk = await sit(cast.clerk);
    let address;

    await step(`${device}: nhập, vào sổ, trình`, async () => {
      const { page } = clerk;
      await page.goto("/incoming/new?source=paper");
      await page.getByLabel("Cơ quan nhận").selectOption("ld-tu");
      await page.getByLabel("Số, ký hiệu").fill(device === "điện thoại" ? "41-CV/BTCTW" : "40-CV/BTCTW");
      await page.getByLabel(/^Tác giả/).fill("Ban Tổ chức Trung ương");
      await page.getByLabel("Trích yếu nội dung").fill(`về công tác cán bộ (${device})`);
      await page.getByRole("button", { name: "Nhập", exact: true }).click();
      await page.waitForURL(/\/incoming\/(?!new)[^/]+$/);
      address = new URL(page.url()).pathname;
      await page.getByRole("button", { name: "Vào sổ văn bản đến" }).click();
      await page.getByText("Đã vào sổ").first().waitFor();
      await page.getByLabel("Người phân phối").selectOption({ label: await page.locator("#to option", { hasText: "Phong" }).first().innerText() });
      await page.getByRole("button", { name: "Trình người phân phối" }).click();
      await page.getByText("Trình lãnh đạo", { exact: true }).first().waitFor();
    });

    await step(`${device}: bút phê, chọn hạn bằng một lần bấm`, async () => {
      const reader = await sit(leader), { page } = reader;
      await reader.visit(address, { name: "scan-direct" });
      const summary = page.locator("summary", { hasText: /^Bút phê, phân phối$/ });
      if (!(await summary.evaluate((element) => element.parentElement.open))) await summary.click();
      const due = page.getByLabel("Thời hạn giải quyết"), offered = page.getByRole("group", { name: "Chọn nhanh thời hạn" }).getByRole("button");
      if ((await offered.count()) !== 5) throw new Error(`${await offered.count()} deadlines`);
      const three = offered.filter({ hasText: /^3 ngày làm việc/ });
      await three.click();
      const day = await due.inputValue();
      if (day !== (await three.getAttribute("value")) || (await three.getAttribute("aria-pressed")) !== "true") throw new Error(`the field has ${day}`);
      await offered.filter({ hasText: /^10 ngày làm việc/ }).click();
      if ((await three.getAttribute("aria-pressed")) !== "false" || (await due.inputValue()) <= day) throw new Error("the second choice does not take the first one's place");
      await reader.look({ name: "scan-direct-chosen" });
      await three.click();
      await page.getByLabel(/^Ý kiến chỉ đạo/).fill("Giao Phòng Tổng hợp tham mưu");
      await page.getByLabel(/^Chủ trì/).selectOption("o:ld-vptu-th");
      await page.getByRole("button", { name: "Bút phê, phân phối" }).click();
      const [y, m, d] = day.split("-");
      await page.getByText(`Hạn ${d}/${m}/${y}`).waitFor();
    });
  }
});
