// A chuyên viên puts files beside a draft: several at once, over a connection that breaks; one is cancelled, one refused.
import { day } from "../rig/day.js";
import { cast, draft } from "../rig/office.js";

// The last two: on a phone the pages are drawn only when they come near, which may be while there is no connection.
const gone = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /Failed to load resource/, /the viewer gave up/, /Failed to fetch[^]*viewer\./];
const file = (name, size, mimeType = "application/octet-stream") => ({ name, mimeType, buffer: Buffer.alloc(size, "Phụ lục lịch trực.\n") });

day(async ({ step, desktop, phone, api }) => {
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const drafter = await step(`${device}: đăng nhập`, () => sit(cast.drafter));
    const { page } = drafter;
    drafter.context.setDefaultTimeout(15_000);
    const programs = await api(cast.drafter);
    const { id } = await draft(api, { subject: `về tải tệp (${device})` });
    const section = page.locator("#attachments");
    const rows = section.locator("[data-part=transfers] > li");
    const row = (name) => rows.filter({ hasText: name });
    const choose = async (...files) => {
      await section.getByLabel("Thêm tệp").setInputFiles(files);
      await section.getByRole("button", { name: "Đính kèm" }).click();
    };
    const attached = async () => (await programs.get(`/documents/${id}`)).attachments.map((a) => `${a.name} ${a.size}`).sort();
    const expect = async (...want) => {
      const got = await attached();
      if (got.join() !== want.sort().join()) throw new Error(`attached are ${got}, want ${want}`);
    };

    await step(`${device}: hai tệp một lần`, async () => {
      await drafter.visit(`/documents/${id}`, { name: "uploads" });
      await choose(file("Phụ lục 1.bin", 3_000_000), file("Phụ lục 2.bin", 10));
      await section.getByRole("link", { name: "Phụ lục 2.bin" }).waitFor(); // the page is shown anew
      await section.getByRole("link", { name: "Phụ lục 1.bin" }).waitFor();
      await expect("Phụ lục 1.bin 3000000", "Phụ lục 2.bin 10");
    });

    await step(`${device}: mất kết nối giữa chừng, có mạng thì tải tiếp phần còn lại`, async () => {
      const asked = [];
      page.on("request", (request) => { if (request.url().includes("/uploads")) asked.push(request.method()); });
      let pieces = 0;
      await page.route("**/uploads/*", async (route) => {
        if (route.request().method() === "PATCH" && ++pieces === 3) await drafter.context.setOffline(true);
        await route.continue();
      });
      await drafter.allowing(gone, async () => {
        await choose(file("Bản đồ.bin", 5_500_000));
        await row("Bản đồ.bin").getByText(/^Mất kết nối ở \d+%, sẽ tự tải tiếp$/).waitFor();
        await section.getByRole("status").filter({ hasText: "Bản đồ.bin: Mất kết nối" }).waitFor({ state: "attached" });
        await page.unroute("**/uploads/*");
        await drafter.look({ name: "uploads-paused" });
        await drafter.context.setOffline(false);
        await section.getByRole("link", { name: "Bản đồ.bin" }).waitFor();
      });
      if (asked.filter((method) => method === "POST").length !== 1 || !asked.includes("HEAD")) throw new Error(`it went by ${asked}`);
      await expect("Phụ lục 1.bin 3000000", "Phụ lục 2.bin 10", "Bản đồ.bin 5500000");
    });

    await step(`${device}: hủy một tệp đang tải`, async () => {
      let held; // the second piece waits until the file is cancelled
      const holding = new Promise((done) => { held = done; });
      let pieces = 0;
      await page.route("**/uploads/*", async (route) => {
        if (route.request().method() === "PATCH" && ++pieces === 2) return held(); // never sent on
        await route.continue();
      });
      await choose(file("Gửi nhầm.bin", 4_000_000));
      await holding;
      await drafter.look({ name: "uploads-going" });
      const dropped = page.waitForResponse((response) => response.request().method() === "DELETE" && response.url().includes("/uploads/"));
      await row("Gửi nhầm.bin").getByRole("button", { name: "Hủy tải tệp Gửi nhầm.bin" }).click();
      if ((await dropped).status() !== 204) throw new Error("it was not given up");
      if (await rows.count()) throw new Error("it is still shown");
      await page.unroute("**/uploads/*");
      await expect("Phụ lục 1.bin 3000000", "Phụ lục 2.bin 10", "Bản đồ.bin 5500000");
    });

    await step(`${device}: tệp mang dấu mật bị từ chối, không lưu gì`, async () => {
      await drafter.allowing([/422/, /Failed to load resource/], async () => {
        await choose({ name: "ke-hoach.txt", mimeType: "text/plain", buffer: Buffer.from("MẬT\n\nKế hoạch.\n") });
        await row("ke-hoach.txt").getByText(/^Không nhận tệp này: /).waitFor();
        await row("ke-hoach.txt").getByRole("button", { name: "Thử lại" }).waitFor();
      });
      await drafter.look({ name: "uploads-refused" });
      await expect("Phụ lục 1.bin 3000000", "Phụ lục 2.bin 10", "Bản đồ.bin 5500000");
    });

    await step(`${device}: kéo thả tệp`, async () => {
      await page.reload();
      await section.locator("[data-part=files-hint]").waitFor();
      const data = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(["abc"], "Kéo thả.bin"));
        return data;
      });
      await section.dispatchEvent("drop", { dataTransfer: data });
      await section.getByRole("link", { name: "Kéo thả.bin" }).waitFor();
    });
  }
});
