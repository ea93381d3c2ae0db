// What came on paper: văn thư takes it down beside its scan or its photographs, over a connection that breaks, and submits it;
// the leader directs with a deadline by one click.
import { day } from "../rig/day.js";
import { devices, must } from "../rig/desk.js";
import { cast } from "../rig/office.js";
import { colours, letter, photograph } from "../rig/scans.js";

const leader = "phong.hd"; // Bí thư Tỉnh ủy
const gone = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /Failed to load resource/];

day(async (ground) => {
  const { step, api } = ground;
  for (const [device, sit] of devices(ground)) {
    const clerk = await sit(cast.clerk), { page } = clerk, programs = await api(cast.clerk);
    const on = device === "điện thoại" ? 41 : 40, desk = page.locator("[data-part=desk]"), sheets = desk.locator(".scan-pages > li");
    const choose = (...files) => page.getByLabel("Tệp PDF, hoặc ảnh chụp từng trang").setInputFiles(files);
    const arrival = () => programs.get(`/arrivals/${new URL(page.url()).pathname.split("/").pop()}`);
    const fill = async (symbol, subject) => {
      await page.getByLabel("Cơ quan nhận").selectOption("ld-tu");
      await page.getByLabel("Số, ký hiệu").fill(symbol);
      await page.getByLabel(/^Tác giả/).fill("Ban Tổ chức Trung ương");
      await page.getByLabel("Trích yếu nội dung").fill(subject);
    };
    const enter = page.getByRole("button", { name: "Nhập", exact: true });
    let address;

    await step(`${device}: chọn nhầm tệp thì biết ngay`, async () => {
      await page.goto("/incoming/new?source=scan");
      await choose({ name: "cai-dat.exe", mimeType: "application/pdf", buffer: Buffer.from("MZ…") }, { name: "trống.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) });
      await page.getByRole("alert").getByText("“cai-dat.exe” không phải tệp PDF").waitFor();
      await page.getByRole("alert").getByText("“trống.pdf” không có nội dung").waitFor();
      must((await desk.locator("[data-part=files] > li").count()) === 0, "a wrong file was chosen");
    });

    await step(`${device}: ảnh chụp đứng lại cho thẳng, xếp thứ tự, xoay, bỏ`, async () => {
      const photo = await photograph(page);
      await choose(...["một.jpg", "hai.jpg", "ba.jpg"].map((name) => ({ name, mimeType: "image/jpeg", buffer: photo })));
      await desk.getByRole("img", { name: "Trang 3: ba.jpg" }).waitFor();
      await page.waitForFunction(() => [...document.querySelectorAll(".scan-pages canvas")].every((canvas) => canvas.height === 400));
      const first = await colours(sheets.first().locator("canvas"));
      must(first === "red over blue, upright", `the first page is ${first}`);
      await page.getByRole("button", { name: "Lên: Trang 3" }).click();
      await desk.getByRole("img", { name: "Trang 2: ba.jpg" }).waitFor();
      must(await page.getByRole("button", { name: "Lên: Trang 2" }).evaluate((button) => button === document.activeElement), "the focus was lost");
      await page.getByRole("button", { name: "Xoay phải: Trang 2" }).click();
      await page.waitForFunction(() => document.querySelectorAll(".scan-pages canvas")[1].width === 400);
      await clerk.look({ name: "scan-photos" });
      await page.getByRole("button", { name: "Bỏ: Trang 1" }).click();
      await desk.getByRole("img", { name: "Trang 2: hai.jpg" }).waitFor();
      must((await sheets.count()) === 2, "it was not taken out");
    });

    await step(`${device}: nhập, mất mạng giữa chừng, hai lần bấm, ảnh thành một tệp PDF`, async () => {
      await fill(`${on}-CV/BTCTW`, `về công tác cán bộ (${device})`);
      await choose({ name: "phụ lục.pdf", mimeType: "application/pdf", buffer: letter("Phu luc", 3_000_000) });
      await page.locator(".sheet[data-drawn]").waitFor();
      must((await page.locator(".sheet .words").innerText()).includes("Phu luc"), "the preview shows something else");
      await clerk.look({ name: "scan-preview" });
      const asked = [];
      page.on("request", (request) => { if (/\/(uploads|incoming)(\/|$)/.test(new URL(request.url()).pathname)) asked.push(`${request.method()} ${new URL(request.url()).pathname.split("/")[1]}`); });
      let pieces = 0;
      await page.route("**/uploads/*", async (route) => {
        if (route.request().method() === "PATCH" && ++pieces === 2) await clerk.context.setOffline(true);
        await route.continue();
      });
      await clerk.allowing(gone, async () => {
        await enter.dblclick();
        await page.getByText(/^phụ lục\.pdf: Mất kết nối ở \d+%, sẽ tự tải tiếp$/).first().waitFor();
        await page.unroute("**/uploads/*");
        await clerk.look({ name: "scan-paused" });
        await Promise.all([page.waitForURL(/\/incoming\/(?!new)[^/]+$/), clerk.context.setOffline(false)]);
      });
      const entered = asked.filter((one) => one === "POST incoming").length, begun = asked.filter((one) => one === "POST uploads").length;
      must(entered === 1 && begun === 2, `it went by ${asked}`);
      const { files } = await arrival();
      const told = files.map(({ name, pages }) => `${name} ${pages}`).join();
      must(told === `${on}-CV-BTCTW.pdf 2,phụ lục.pdf 1`, `the files are ${told}`);
      address = new URL(page.url()).pathname;
      const photos = files.find((file) => file.pages === 2);
      const raw = await page.evaluate(async (at) => new TextDecoder("latin1").decode(await (await fetch(at)).arrayBuffer()), `${address}/files/${photos.id}`);
      must(raw.startsWith("%PDF-1.4") && !/Exif|GPS|108\.4583/.test(raw), "the photographs say where they were taken");
      must((raw.match(/MediaBox\[0 0 (595|841)/g) ?? []).join() === "MediaBox[0 0 841,MediaBox[0 0 595", "the pages are not as they were turned");
    });

    await step(`${device}: thêm tệp ở trang văn bản, dừng rồi gửi lại`, async () => {
      let held; // the second piece waits until it is stopped
      const holding = new Promise((done) => { held = done; });
      let pieces = 0;
      await page.route("**/uploads/*", async (route) => {
        if (route.request().method() === "PATCH" && ++pieces === 2) return held();
        await route.continue();
      });
      await choose({ name: "bản gốc.pdf", mimeType: "application/pdf", buffer: letter("Ban goc", 2_500_000) });
      const send = page.getByRole("button", { name: "Tải lên, kiểm tra chữ ký" });
      await send.click();
      await holding;
      const dropped = page.waitForResponse((response) => response.request().method() === "DELETE" && response.url().includes("/uploads/"));
      await page.getByRole("button", { name: "Dừng" }).click();
      must((await dropped).status() === 204, "it was not given up");
      await page.unroute("**/uploads/*");
      await desk.getByText("bản gốc.pdf").waitFor();
      must((await arrival()).files.length === 2, "half a file came");
      await Promise.all([page.waitForEvent("load"), send.click()]);
      await page.locator("#files").getByRole("link", { name: "bản gốc.pdf" }).waitFor();
    });

    await step(`${device}: vào sổ, trình`, async () => {
      await page.getByRole("button", { name: "Vào sổ văn bản đến" }).click();
      await page.getByText("Đã vào sổ").first().waitFor();
      await page.getByLabel("Người phân phối").selectOption({ label: await page.locator("#to option", { hasText: "Phong" }).first().innerText() });
      await page.getByRole("button", { name: "Trình người phân phối" }).click();
      await page.getByText("Trình lãnh đạo", { exact: true }).first().waitFor();
    });

    await step(`${device}: đang gõ thì được báo có thể trùng`, async () => {
      await page.goto("/incoming/new?source=paper");
      await fill(`${on}-CV/BTCTW`, "");
      const warned = page.getByRole("status").filter({ hasText: "Có thể trùng với văn bản đã đến:" });
      await warned.getByRole("link", { name: `về công tác cán bộ (${device})` }).waitFor();
      must((await warned.innerText()).includes("số đến"), "it does not say under which number");
      await clerk.look({ name: "scan-like" });
      await page.getByLabel("Ngày văn bản").fill("2014-01-02");
      await warned.waitFor({ state: "hidden" });
      await enter.click(); // without a file the form goes as it is
      await page.waitForURL(/\/incoming\/(?!new)[^/]+$/);
    });

    await step(`${device}: bút phê, chọn hạn bằng một lần bấm`, async () => {
      const reader = await sit(leader), { page } = reader;
      await reader.visit(address, { name: "scan-direct" });
      must((await page.locator("details.act > summary").first().innerText()) === "Bút phê, phân phối", "the leader is shown something else first");
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
      const find = page.getByRole("combobox", { name: "Tìm đơn vị, người được giao" });
      for (const [words, name] of [["phong tong hop", "Phòng Tổng hợp"], ["nhi", "Đặng Kiều Nhi"]]) {
        await find.fill(words);
        await page.getByRole("option", { name }).first().waitFor();
        if (words === "nhi") await reader.look({ name: "scan-direct-find" });
        await find.press("ArrowDown");
        await find.press("Enter");
        await page.locator(".chosen-parties").getByText(name).waitFor();
      }
      must((await page.getByLabel(/^Chủ trì/).inputValue()) === "o:ld-vptu-th", "the first one is not in charge");
      const work = page.getByRole("combobox", { name: /^Việc của Đặng Kiều Nhi/ });
      must((await work.inputValue()) === "co" && (await page.locator("input[name=co]:checked").count()) === 1, "the second does not work with them");
      await work.selectOption("lead");
      must((await page.getByLabel(/^Chủ trì/).inputValue()).startsWith("p:") && (await page.getByRole("combobox", { name: /^Việc của Phòng Tổng hợp/ }).inputValue()) === "co", "there are two in charge, or one is lost");
      await page.getByRole("combobox", { name: /^Việc của Phòng Tổng hợp/ }).selectOption("lead");
      await page.getByRole("button", { name: /^Bỏ Đặng Kiều Nhi/ }).click();
      must((await page.locator("input[name=co]:checked").count()) === 0, "who was taken out stays");
      await page.getByRole("button", { name: "Bút phê, phân phối" }).click();
      const [y, m, d] = day.split("-");
      await page.getByText(`Hạn ${d}/${m}/${y}`).waitFor();
    });
  }
});
