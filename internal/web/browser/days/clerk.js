// A văn thư's day: number, seal and issue on one screen, with the file beside; several sealed at once; news without reloading.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";
import { readPage } from "../rig/viewer.js";

day(async ({ office, step, desktop, phone, api }) => {
  const long = "về việc tổ chức đợt sinh hoạt chính trị, tư tưởng chuyên đề gắn với kiểm điểm, đánh giá, xếp loại chất lượng hằng năm đối với tập thể, cá nhân cán bộ lãnh đạo, quản lý các cấp và tổ chức đảng, đảng viên trong toàn Đảng bộ tỉnh, chuẩn bị các điều kiện cần thiết phục vụ kỳ họp cuối năm";

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const clerk = await sit(cast.clerk), page = clerk.page;
    const stateOf = async (id) => (await (await api(cast.clerk)).get(`/documents/${id}`)).state;
    const expect = async (id, state) => {
      const is = await stateOf(id);
      if (is !== state) throw new Error(`it is ${is}, not ${state}`);
    };
    const pile = (name) => page.getByRole("region", { name });
    const row = (name, subject) => pile(name).getByRole("listitem").filter({ hasText: subject });

    const signed = await carry(api, await draft(api, { subject: `về một văn bản của ${device}` }), "signed");
    await carry(api, await draft(api, { subject: `${long} (${device})` }), "signed");

    await step(`${device}: trang văn thư`, () => clerk.visit("/clerk", { name: "clerk" }));

    await step(`${device}: xem tệp, cấp số, đóng dấu, phát hành không rời trang`, async () => {
      await row("Chờ cấp số", signed.subject).getByRole("link").click();
      await readPage(clerk, 1, "lịch trực cơ quan");
      await clerk.look({ name: "clerk-shown" });
      const shown = pile(/một văn bản của/);
      await shown.getByRole("button", { name: /Cấp số/ }).click();
      await page.waitForURL(/doc=/);
      await shown.getByLabel("Mã PIN").fill("sai-pin");
      await clerk.allowing([/^422 /, /status of 422/], async () => {
        await shown.getByLabel("Mã PIN").press("Enter");
        await page.getByRole("alert").getByText("Mã PIN không đúng").waitFor();
      });
      await expect(signed.id, "numbered");
      await clerk.look({ name: "clerk-wrong-pin" });
      await shown.getByLabel("Mã PIN").fill(office.pin);
      await shown.getByRole("button", { name: "Đóng dấu" }).click();
      await shown.getByText("Đã đóng dấu").waitFor();
      await shown.getByRole("button", { name: "Phát hành" }).dblclick(); // as impatient people do
      await shown.getByRole("link", { name: "Tình hình gửi, nhận" }).waitFor();
      await expect(signed.id, "issued");
      await pile(/Đã phát hành hôm nay/).getByText("đã xác nhận").first().waitFor();
      if (!page.url().includes("/clerk")) throw new Error(`left the screen for ${page.url()}`);
    });

    await step(`${device}: đóng dấu nhiều văn bản một lần`, async () => {
      const several = [];
      for (const n of ["một", "hai"]) several.push(await carry(api, await draft(api, { subject: `về văn bản thứ ${n} của ${device}` }), "numbered"));
      await page.goto("/clerk");
      for (const { subject } of several) await row("Chờ đóng dấu", subject).getByRole("checkbox").check();
      await clerk.look({ name: "clerk-several" });
      await pile("Chờ đóng dấu").getByLabel("Mã PIN").fill(office.pin);
      await pile("Chờ đóng dấu").getByRole("button", { name: "Đóng dấu các văn bản đã chọn" }).click();
      await page.getByRole("status").getByText("Đã đóng dấu").waitFor();
      for (const { id } of several) await expect(id, "sealed");
      for (const { subject, id } of several) {
        await row("Chờ phát hành", subject).getByRole("button", { name: "Phát hành" }).click();
        await page.waitForURL(new RegExp(id));
      }
    });

    await step(`${device}: văn bản mới ký tự hiện ra; đang gõ thì chỉ báo`, async () => {
      await page.goto("/clerk");
      const fresh = await carry(api, await draft(api, { subject: `về văn bản vừa ký của ${device}` }), "signed");
      await row("Chờ cấp số", fresh.subject).waitFor();
      const numbered = await carry(api, fresh, "numbered");
      await row("Chờ đóng dấu", fresh.subject).waitFor();
      const pin = pile("Chờ đóng dấu").getByLabel("Mã PIN");
      await pin.fill("12");
      const newer = await carry(api, await draft(api, { subject: `về văn bản sau cùng của ${device}` }), "signed");
      await page.getByText("Có thay đổi ở các danh sách").waitFor();
      if ((await pin.inputValue()) !== "12") throw new Error("what was typed is gone");
      await clerk.look({ name: "clerk-news" });
      await page.getByRole("link", { name: "Cập nhật" }).click();
      await row("Chờ cấp số", newer.subject).waitFor();
      await carry(api, numbered, "issued");
      await carry(api, newer, "issued");
    });

    await step(`${device}: đi giữa các dòng bằng phím mũi tên`, async () => {
      await page.goto("/clerk");
      const rows = page.locator("[data-row]");
      await rows.first().focus();
      await page.keyboard.press("ArrowDown");
      if (!(await rows.nth(1).evaluate((row) => row === document.activeElement))) throw new Error("the arrow leads nowhere");
    });

    await step(`${device}: trang này không của người khác`, async () => {
      const other = await sit(cast.drafter);
      await other.visit("/clerk", { status: 403 });
      if ((await other.page.getByRole("link", { name: "Văn thư", exact: true }).count()) !== 0) throw new Error("the menu offers it");
    });
  }
});
