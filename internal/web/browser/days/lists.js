// The workbench and a box: keys, filters, columns, saved views, several chosen at once, counts that move when another acts,
// what changed since the last visit; at both widths.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

const long = "về việc triển khai thực hiện các nhiệm vụ trọng tâm về cải cách hành chính, chuyển đổi số, nâng cao chất lượng tham mưu, tổng hợp và phục vụ của các cơ quan, đơn vị trên địa bàn tỉnh trong sáu tháng cuối năm, bảo đảm tiến độ và hiệu quả theo chỉ đạo của Thường trực Tỉnh ủy";

const check = (ok, what) => { if (!ok) throw new Error(what); };
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");

day(async ({ step, office, desktop, phone, api }) => {
  const subjects = ["về lịch trực", "về việc họp giao ban", long];
  const waiting = [];
  for (const subject of subjects) waiting.push(await carry(api, await draft(api, { subject }), "awaiting_signature"));
  await draft(api, { subject: "về việc còn soạn" });

  const signer = await desktop(cast.signer);
  const { page } = signer;
  await step("bàn làm việc", () => signer.visit("/"));
  await step("j, k đi qua các dòng bằng tiêu điểm thật", async () => {
    await page.keyboard.press("j");
    const first = await focused(page);
    await page.keyboard.press("j");
    const second = await focused(page);
    check(first && second && first !== second, `j went from “${first}” to “${second}”`);
    await page.keyboard.press("k");
    check(await focused(page) === first, "k does not go back");
  });
  await step("phím ? mở bảng phím, Esc đóng", async () => {
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Phím tắt" }).waitFor();
    await signer.look({ name: "/keys" });
    await page.keyboard.press("j"); // nothing moves behind a dialog
    await page.keyboard.press("Escape");
    check(!(await page.getByRole("dialog").isVisible()), "the dialog stays");
  });
  await step("g k đến hộp ký duyệt", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("k");
    await page.waitForURL("/boxes/signing");
    await signer.look({ name: "/boxes/signing" });
  });
  await step("chọn nhiều: x, shift, cả trang", async () => {
    const status = page.locator("[data-part=count]");
    const boxes = page.locator("tbody input[type=checkbox]");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    check(await status.textContent() === "Đã chọn 1 văn bản", await status.textContent());
    await boxes.nth(0).uncheck();
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ["Shift"] });
    check(await status.textContent() === "Đã chọn 3 văn bản", `after shift: ${await status.textContent()}`);
    await signer.look({ name: "/boxes/signing-chosen" });
    await page.getByLabel("Chọn tất cả trên trang").uncheck();
    check(await status.textContent() === "Chưa chọn văn bản nào", "all are not taken back");
    check(await page.getByRole("button", { name: "Ký các văn bản đã chọn" }).isDisabled(), "nothing can be signed");
    await page.getByLabel("Chọn tất cả trên trang").check();
    const action = await page.locator("[data-select]").evaluate((form) => `${form.method} ${new URL(form.action).pathname}?${new URLSearchParams(new FormData(form))}`);
    check(action.startsWith("get /sign?document=") && action.split("document=").length === 4, action);
  });
  await step("không nhận phím khi đang gõ", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("jkx?g lich truc");
    check(await page.locator("main #q").inputValue() === "jkx?g lich truc", "the field did not get the letters");
    await page.locator("main #q").fill("lich truc");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=lich/);
    check(await page.locator("tbody tr").count() === 1, "the filter does not narrow");
  });
  await step("cột: bỏ, thêm, đổi thứ tự", async () => {
    await page.getByText("Cột và cách xem").click();
    await page.locator(".columns").getByRole("checkbox", { name: "Cơ quan ban hành" }).uncheck();
    await page.locator(".columns").getByRole("checkbox", { name: "Người ký" }).check();
    await page.getByRole("button", { name: "Áp dụng" }).click();
    await page.waitForURL(/col=signer/);
    const heads = () => page.locator("thead th").allTextContents();
    check((await heads()).includes("Người ký") && !(await heads()).includes("Cơ quan ban hành"), `columns ${await heads()}`);
    await page.getByRole("button", { name: "Đưa cột Người ký lên trước" }).click();
    await page.waitForURL(/up=signer/);
    const now = await heads();
    check(now.indexOf("Người ký") === now.length - 2, `moved to ${now}`);
    await signer.look({ name: "/boxes/signing-columns" });
  });
  await step("lưu cách xem, mở đầu tiên", async () => {
    await page.getByLabel("Lưu bộ lọc, cột và thứ tự này với tên").fill("Lịch trực");
    await page.getByLabel("Mở danh sách bằng cách xem này").check();
    await page.getByRole("button", { name: "Lưu cách xem" }).click();
    await page.waitForURL(/view=/);
    await signer.visit("/boxes/signing");
    check(await page.locator("tbody tr").count() === 1 && await page.locator("main #q").inputValue() === "lich truc", "the list does not open with the view");
    await page.getByRole("link", { name: "Mặc định của hệ thống" }).click();
    check(await page.locator("tbody tr").count() === 3, "the standard view is narrowed");
    await page.getByText("Cột và cách xem").click();
    await page.getByRole("button", { name: "Bỏ Lịch trực" }).click();
    await page.getByRole("navigation", { name: "Cách xem đã lưu" }).waitFor({ state: "detached" });
  });
  await step("số đếm đổi khi người khác làm", async () => {
    await signer.visit("/");
    const count = page.locator("#menu [data-box=signing]"), tile = page.locator("main [data-box=signing]");
    check(await count.textContent() === "3", await count.textContent());
    await carry(api, await draft(api, { subject: "về việc mới trình" }), "awaiting_signature");
    await page.waitForFunction(() => document.querySelector("#menu [data-box=signing]").textContent === "4");
    check(await tile.textContent() === "4", "the tile stays");
    await page.getByText("Danh sách đã thay đổi.").waitFor();
  });
  await step("tắt phím tắt", async () => {
    await signer.visit("/settings/look");
    await page.getByLabel("Tắt", { exact: true }).check();
    await page.getByRole("button", { name: "Lưu lựa chọn" }).click();
    await signer.visit("/");
    await page.keyboard.press("j");
    check(!(await page.evaluate(() => document.activeElement?.closest("[data-rows]"))), "j moves though keys are off");
    check(await page.locator("#keys").count() === 0, "the dialog is there");
  });

  const drafter = await desktop(cast.drafter);
  await step("thay đổi từ lần xem trước", async () => {
    await drafter.visit("/");
    const changed = drafter.page.getByRole("region", { name: /Thay đổi từ lần xem trước/ });
    check(await changed.count() === 0, "news for who is here for the first time");
    await drafter.page.request.post("/changes/seen", { headers: { Origin: office.url } }); // as one who has seen all
    await (await api(cast.signer)).fire(waiting[0].id, "return", { comment: "Bổ sung số điện thoại trực" });
    for (const again of [1, 2]) { // a reload keeps it
      await drafter.visit("/");
      check(await changed.getByText("Trả lại", { exact: true }).count() === 1, `the return is not told, time ${again}`);
    }
    await changed.getByRole("button", { name: "Đã xem các thay đổi này" }).click();
    await changed.getByText("chưa có thay đổi nào").waitFor();
  });

  const small = await phone(cast.signer);
  await step("điện thoại: bàn làm việc và thanh dưới", async () => {
    await small.visit("/");
    const dock = small.page.getByRole("navigation", { name: "Mục chính" });
    check(await dock.isVisible(), "no bar");
    check(await small.page.locator(".dock a").count() === 5, "the bar has other than five places");
    await dock.getByRole("link", { name: "Ký duyệt" }).click();
    await small.page.waitForURL("/boxes/signing");
    await small.look({ name: "/boxes/signing" });
    await small.page.locator("tbody input[type=checkbox]").first().check();
    check(await small.page.locator("[data-part=count]").textContent() === "Đã chọn 1 văn bản", "not chosen");
    await small.page.getByText("Cột và cách xem").click();
    await small.look({ name: "/boxes/signing-columns" });
    await dock.getByRole("link", { name: "Mục lục" }).click();
    check(await small.page.locator("#menu").isVisible(), "no menu");
  });

  for (const [device, sit] of [["máy để bàn", desktop], ["điện thoại", phone]]) {
    const came = [];
    for (const subject of [`về việc thứ nhất (${device})`, long]) came.push(await carry(api, await draft(api, { subject }), "issued"));
    const receiver = await sit(cast.recipient), { page } = receiver;
    await step(`${device}: văn bản đến, chọn nhiều bằng phím, tiếp nhận một lần`, async () => {
      await page.goto("/received?only=waiting");
      const rows = page.locator("[data-rows] > article"), status = page.locator("[data-part=count]");
      check(await rows.count() === 2, `${await rows.count()} wait`);
      await page.keyboard.press("j");
      check((await focused(page)).includes(came[1].symbol), `j is at “${await focused(page)}”`);
      await page.keyboard.press("x");
      check(await status.textContent() === "Đã chọn 1 văn bản", await status.textContent());
      await page.getByLabel("Chọn tất cả trên trang").check();
      check(await status.textContent() === "Đã chọn 2 văn bản", await status.textContent());
      await receiver.look({ name: "/received-chosen" });
      await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Tiếp nhận các văn bản đã chọn" }).dblclick()]);
      const told = page.getByRole("status", { name: "Đã tiếp nhận 2 trên 2 văn bản đã chọn" });
      await told.waitFor();
      const numbers = (await told.innerText()).match(/Số đến \d+/g);
      check(numbers.length === 2 && (await told.innerText()).indexOf(came[0].symbol) < (await told.innerText()).indexOf(came[1].symbol), `the earlier one is not first: ${await told.innerText()}`);
      check(await rows.count() === 0, "they still wait");
      await receiver.look({ name: "/received-told" });
    });
    await step(`${device}: giải quyết văn bản đến, cột, phím, mở bằng Enter`, async () => {
      await page.goto("/incoming?box=to_submit&col=subject&col=source&set=1");
      check((await page.locator("thead th").allTextContents()).join() === "Văn bản,Đến bằng", `columns ${await page.locator("thead th").allTextContents()}`);
      await receiver.look({ name: "/incoming-columns" });
      await page.keyboard.press("j");
      check(await page.evaluate(() => document.activeElement.matches("[data-row]")), "j does not go to the first row");
      await Promise.all([page.waitForURL(/\/incoming\/[^?]+$/), page.keyboard.press("Enter")]);
    });
  }
});
