// A chuyên viên opens the workbench and a document that is on its way, and reads its file inside the page.
import { day } from "../rig/day.js";
import { carry, cast, draft, links } from "../rig/office.js";
import { readPage } from "../rig/viewer.js";

day(async ({ office, step, desktop, phone, api }) => {
  const issued = await carry(api, await draft(api), "issued");
  const drafted = await draft(api, { subject: "về lịch trực cơ quan tháng sau" });

  const long = await draft(api, {
    subject: "về một văn bản dài", text: Array.from({ length: 120 }, (_, i) => `${i + 1}. Đoạn thứ ${i + 1}: ${"các phòng phân công người trực trong giờ hành chính. ".repeat(4)}`).join("\n\n"),
  });

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const drafter = await step(`${device}: đăng nhập`, () => sit(cast.drafter));

    await step(`${device}: bàn làm việc`, async () => {
      await drafter.visit("/");
      await drafter.page.getByRole("heading", { level: 1 }).waitFor();
    });

    await step(`${device}: tệp đã ký hiện ngay trong trang`, async () => {
      await drafter.visit(`/documents/${issued.id}`);
      await readPage(drafter, 1, "lịch trực cơ quan");
      await drafter.look({ name: "document-viewer" });
    });

    await step(`${device}: rời trang khi tệp còn đang đến`, async () => {
      const { page } = drafter, file = `**/documents/${issued.id}/pdf?*`, asked = page.waitForRequest(file);
      await page.route(file, () => {}); // it never comes
      await page.goto(`/documents/${issued.id}`);
      await page.locator("[data-viewer]").scrollIntoViewIfNeeded();
      await asked;
      await page.goto("/");
      await page.unroute(file);
      await page.goto(`/documents/${issued.id}`);
      await readPage(drafter, 1, "lịch trực cơ quan");
    });

    await step(`${device}: phóng to, thu nhỏ, về vừa bề ngang`, async () => {
      const viewer = drafter.page.locator("[data-viewer]"), sheet = viewer.locator(".sheet").first();
      const fitted = (await sheet.boundingBox()).width;
      await viewer.getByRole("button", { name: "Phóng to" }).click();
      const zoomed = (await sheet.boundingBox()).width;
      if (Math.abs(zoomed / fitted - 1.25) > 0.01) throw new Error(`125 % is ${zoomed / fitted} of the width`);
      await viewer.getByText("125 %").waitFor();
      await readPage(drafter, 1, "lịch trực cơ quan");
      await viewer.getByRole("region", { name: "Các trang của văn bản" }).press("0");
      const back = (await sheet.boundingBox()).width;
      if (back !== fitted) throw new Error(`${back} pixels wide, ${fitted} before`);
      const room = (await viewer.locator("[data-part=pages]").boundingBox()).width;
      if (fitted > room || fitted < 0.9 * room) throw new Error(`a page of ${fitted} pixels in a room of ${room}`);
    });

    await step(`${device}: bản xem trước của dự thảo`, async () => {
      await drafter.visit(`/documents/${drafted.id}`);
      await readPage(drafter, 1, "lịch trực cơ quan tháng sau");
    });

    await step(`${device}: văn bản dài chỉ vẽ trang đang xem, lật bằng nút, số trang và bàn phím`, async () => {
      await drafter.visit(`/documents/${long.id}`);
      await readPage(drafter, 1, "về một văn bản dài");
      const viewer = drafter.page.locator("[data-viewer]"), number = viewer.getByRole("spinbutton", { name: "Trang" });
      const count = Number(await viewer.locator("[data-part=count]").innerText());
      if (!(count >= 6)) throw new Error(`${count} pages`);
      const drawn = () => viewer.locator("canvas").count();
      if ((await drawn()) > 4) throw new Error(`${await drawn()} pages drawn at once`);
      const stands = (n) => drafter.page.waitForFunction((n) => document.querySelector("[data-part=number]").value === String(n), n);
      if (!(await viewer.getByRole("button", { name: "Trang trước" }).isDisabled())) throw new Error("there is a page before the first");
      await viewer.getByRole("button", { name: "Trang sau" }).click();
      await stands(2);
      await viewer.getByRole("region", { name: "Các trang của văn bản" }).press("ArrowRight");
      await stands(3);
      await number.fill(String(count));
      await number.press("Enter");
      await readPage(drafter, count, "Đoạn thứ 120");
      await number.blur();
      await stands(count);
      if (!(await viewer.getByRole("button", { name: "Trang sau" }).isDisabled())) throw new Error("there is a page after the last");
      if ((await viewer.locator(".sheet").first().locator("canvas").count()) !== 0) throw new Error("a page far away keeps its memory");
    });

    await step(`${device}: người ngoài mở liên kết trong thư`, async () => {
      const guest = await sit("");
      await guest.visit((await links(office, issued))[0], { name: "link" });
      await readPage(guest, 1, "lịch trực cơ quan");
      await guest.look({ name: "link-viewer" });
    });
  }
});
