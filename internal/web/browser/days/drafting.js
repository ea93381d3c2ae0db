// A chuyên viên drafts: what is typed is kept by itself, with and without a connection, past the end of a session, beside a
// second window; the page completes, checks, mends and draws while one types.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

const gone = [/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/];

day(async ({ office, step, desktop, phone, api }) => {
  const numbered = await carry(api, await draft(api), "numbered");
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const drafter = await step(`${device}: đăng nhập`, () => sit(cast.drafter));
    const { page } = drafter;
    drafter.context.setDefaultTimeout(10_000);
    const state = page.locator("[data-part=state]");
    const saved = () => state.filter({ hasText: /^Đã lưu lúc/ }).waitFor();
    const type = (label, text) => page.getByLabel(label, { exact: true }).filter({ visible: true }).fill(text);
    let address = "";

    await step(`${device}: chọn loại văn bản bằng cách gõ không dấu`, async () => {
      await drafter.visit("/documents/new", { name: "new" });
      const before = await page.locator("#kind-list > li:visible").count();
      await page.getByRole("searchbox", { name: "Tìm loại văn bản" }).fill("thong bao");
      const left = await page.locator("#kind-list > li:visible").count();
      if (!(left >= 1 && left < before)) throw new Error(`${left} of ${before} kinds are left`);
      await page.locator("#kind-list > li:visible").first().getByRole("link").first().click();
      await page.getByLabel("Trích yếu").waitFor();
      const signer = await page.getByLabel("Người ký").inputValue();
      if (!signer) throw new Error("nobody is proposed to sign");
    });

    await step(`${device}: gõ thì tự lưu, tải lại trang vẫn còn`, async () => {
      await type("Trích yếu", `về lịch trực (${device})`);
      await type("Nội dung", "Văn phòng Tỉnh ủy thông báo các phòng nổ lực trực từ ngày 5 tháng 6 năm 2026.");
      await saved();
      address = page.url();
      if (!address.includes("working=")) throw new Error(address);
      await page.reload();
      await page.getByText("Đang soạn tiếp phần đã gõ").waitFor();
      const subject = await page.getByLabel("Trích yếu").inputValue();
      if (subject !== `về lịch trực (${device})`) throw new Error(subject);
      await drafter.look({ name: "draft-resumed" });
    });

    await step(`${device}: thêm căn cứ vào chỗ con trỏ, một lần hoàn tác`, async () => {
      const paper = page.getByRole("textbox", { name: "Nội dung" }), text = page.locator("#text"), before = await text.inputValue();
      await paper.click();
      await page.keyboard.press("Control+End");
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))); // the editor hears of its cursor
      const box = page.getByRole("combobox", { name: "Thêm căn cứ, viện dẫn" });
      await box.fill(numbered.symbol);
      await page.getByRole("option", { name: numbered.symbol }).click();
      const cited = await text.inputValue();
      if (!cited.startsWith(`${before}Thông báo số ${numbered.symbol}`)) throw new Error(cited);
      if (await box.inputValue()) throw new Error("the words went where one searches");
      await paper.focus();
      await page.keyboard.press("Control+z");
      if ((await text.inputValue()) !== before) throw new Error(await text.inputValue());
    });

    await step(`${device}: thêm nơi nhận bằng gợi ý, bàn phím`, async () => {
      await type("Nơi nhận", "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.");
      const box = page.getByRole("combobox", { name: "Thêm nơi nhận" });
      await box.fill("ban to chuc");
      await page.getByRole("option").first().waitFor();
      await drafter.look({ name: "draft-completion" });
      await box.press("ArrowDown");
      await box.press("Enter");
      const lines = await page.getByLabel("Nơi nhận", { exact: true }).inputValue();
      if (!/^- Thường trực Tỉnh ủy;\n- Ban Tổ chức.*;\n- Lưu Văn phòng Tỉnh ủy\.$/.test(lines)) throw new Error(lines);
      await page.getByRole("tab", { name: /Ai nhận/ }).click();
      await page.locator("[data-part=lines] > li").nth(2).waitFor();
      await page.getByText(/Đủ điều kiện trình: \d+ nơi nhận/).waitFor();
    });

    await step(`${device}: thể thức ngay bên cạnh, sửa bằng một lần bấm`, async () => {
      await page.getByRole("tab", { name: /Thể thức/ }).click();
      const findings = page.locator("[data-part=findings] > li");
      await findings.filter({ hasText: "nổ lực" }).first().waitFor();
      await drafter.look({ name: "draft-findings" });
      await findings.filter({ hasText: "nổ lực" }).first().getByRole("button", { name: "Đến chỗ đó" }).click();
      const chosen = await page.evaluate(() => { const e = document.activeElement; return e.value === undefined ? String(getSelection()) : e.value.slice(e.selectionStart, e.selectionEnd); });
      if (!chosen.includes("nổ lực")) throw new Error(`the cursor is on “${chosen}”`);
      await findings.getByRole("button", { name: "Ghi đúng số 0" }).first().click();
      await page.waitForFunction(() => document.querySelector("#text").value.includes("ngày 05"));
      await saved();
    });

    await step(`${device}: trang in theo nội dung đang gõ`, async () => {
      await page.getByRole("tab", { name: "Trang in" }).click();
      await page.locator("#panel-pages .viewer:not(.coming) .sheet[data-drawn]").first().waitFor();
      await type("Trích yếu", `về lịch trực mùa hè (${device})`);
      await page.waitForFunction(() => document.querySelector("#panel-pages .viewer:not(.coming) .words")?.textContent.includes("mùa hè"));
      await drafter.look({ name: "draft-pages" });
    });

    await step(`${device}: mất kết nối khi đang gõ, không mất chữ nào`, async () => {
      await saved();
      await drafter.allowing(gone, async () => {
        await drafter.context.setOffline(true);
        await type("Địa danh", "Bảo Lộc");
        await state.filter({ hasText: "Chưa lưu: mất kết nối" }).waitFor();
        await page.getByRole("button", { name: "Lưu dự thảo" }).click(); // the page stays, and the words with it
        await state.filter({ hasText: "Chưa lưu: mất kết nối" }).waitFor();
        await drafter.context.setOffline(false);
        await saved();
      });
    });

    await step(`${device}: hết phiên khi đang gõ: đăng nhập tại chỗ, soạn tiếp`, async () => {
      await drafter.allowing([/401/], async () => {
        await drafter.context.clearCookies();
        await type("Địa danh", "Đức Trọng");
        const dialog = page.getByRole("dialog", { name: "Phiên làm việc đã hết" });
        await dialog.waitFor();
        await drafter.look({ name: "draft-session" });
        await dialog.getByLabel("Tên đăng nhập").fill(cast.drafter);
        await dialog.getByLabel("Mật khẩu").fill(office.password);
        await dialog.getByRole("button", { name: "Đăng nhập, soạn tiếp" }).click();
        await saved();
      });
    });

    await step(`${device}: bấm lưu hai lần thành một dự thảo`, async () => {
      await page.getByRole("button", { name: "Lưu dự thảo" }).dblclick();
      await page.waitForURL(/\/documents\/[0-9a-f-]+$/);
      await page.getByText("Đức Trọng").first().waitFor();
      if (await page.getByText("Còn nội dung đang soạn").count()) throw new Error("the saved text is still being drafted");
      const { items } = await (await api(cast.drafter)).get("/documents?box=drafts");
      const mine = items.filter((item) => item.subject.includes(device));
      if (mine.length !== 1) throw new Error(`${mine.length} drafts`);
      address = `/documents/${mine[0].id}`;
    });

    await step(`${device}: gõ tiếp rồi bỏ đi: trình thì được nhắc`, async () => {
      await page.goto(`${address}/edit`);
      await type("Trích yếu", "về lịch trực khác");
      await saved();
      await drafter.visit(address, { name: "document-typing" });
      await page.getByText("Còn nội dung đang soạn").first().waitFor();
      if (await page.getByRole("button", { name: "Trình", exact: true }).isEnabled()) throw new Error("what is being drafted would be left behind");
      await page.goto(`${address}/edit`);
      await page.getByRole("button", { name: "Bỏ phần đã gõ" }).click();
      await page.getByLabel("Trích yếu").waitFor();
      if ((await page.getByLabel("Trích yếu").inputValue()) === "về lịch trực khác") throw new Error("what was thrown away is still there");
    });

    await step(`${device}: hai thẻ: báo nhau, không ghi đè, so sánh rồi chọn`, async () => {
      const second = await drafter.context.newPage();
      await second.goto(`${address}/edit`);
      await second.getByText("đang mở ở một thẻ khác").waitFor();
      await page.getByText("đang mở ở một thẻ khác").waitFor();
      await page.getByLabel("Trích yếu").fill("về bản ở thẻ một");
      await saved();
      await second.getByLabel("Trích yếu").fill("về bản ở thẻ hai");
      await second.getByText("Nội dung đã được lưu từ một cửa sổ khác").waitFor();
      await page.close();
      drafter.page = second;
      await second.getByRole("button", { name: "So sánh hai bản rồi chọn" }).click();
      await second.getByRole("heading", { name: "Hai cửa sổ có hai bản khác nhau" }).waitFor();
      await drafter.look({ name: "draft-conflict" });
      if ((await second.getByLabel("Trích yếu").inputValue()) !== "về bản ở thẻ hai") throw new Error("what was typed is lost");
      if (!(await second.locator(".conflict .passage del").first().innerText()).includes("một")) throw new Error("the other text is not shown");
      await second.getByRole("button", { name: "Lưu thay đổi" }).click();
      await second.waitForURL(new RegExp(`${address}$`));
      await second.getByRole("heading", { level: 1, name: "về bản ở thẻ hai" }).waitFor();
    });

    await step(`${device}: trích yếu chỉ có biểu tượng bị từ chối ngay tại ô`, async () => {
      const { page } = drafter;
      await page.goto(`${address}/edit`);
      await page.getByLabel("Trích yếu").fill("🎉🎉");
      await page.getByText("Trích yếu phải viết bằng chữ").first().waitFor();
      await drafter.allowing([/422/], async () => {
        await page.getByRole("button", { name: "Lưu thay đổi" }).click();
        await page.locator(".wrong").first().waitFor();
        await page.getByRole("heading", { level: 1, name: /Sửa/ }).waitFor();
        await page.locator(".fault").waitFor();
      });
      await drafter.look({ name: "draft-refused" });
      await page.getByLabel("Trích yếu").fill("về lịch trực");
      await page.getByRole("button", { name: "Lưu thay đổi" }).click();
      await page.waitForURL(new RegExp(`${address}$`));
    });
  }
});
