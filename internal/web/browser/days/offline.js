// A leader keeps the to-do list on the own phone, loses the network, reads it, and leaves nothing behind at the log-out.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

const lost = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /Failed to fetch/];

day(async ({ office, step, desktop, phone, api }) => {
  const subject = "về việc chờ ký khi mất mạng";
  await carry(api, await draft(api, { subject }), "awaiting_signature");

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const signer = await sit(cast.signer), { page, context } = signer;
    const kept = () => page.evaluate(() => caches.keys());
    const copyBox = () => page.getByRole("checkbox", { name: "Giữ trên máy này bản sao danh sách việc cần làm" });

    await step(`${device}: không ai muốn thì không giữ gì`, async () => {
      await signer.visit("/");
      const workers = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
      if (workers || (await kept()).length) throw new Error(`${workers} workers, ${await kept()} kept`);
    });

    await step(`${device}: bật bản lưu`, async () => {
      await signer.visit("/settings/device");
      await copyBox().check();
      await page.getByRole("status").getByText("Đã lưu danh sách việc cần làm trên máy này.").waitFor();
      await signer.look({ name: "device-kept" });
      await page.evaluate(() => navigator.serviceWorker.ready);
    });

    await step(`${device}: mất mạng vẫn đọc được việc cần làm, không có gì để bấm`, async () => {
      await context.setOffline(true);
      await signer.allowing(lost, async () => {
        await page.goto("/");
        await page.getByText("Bản lưu trên máy, chỉ để xem.").waitFor();
        await page.getByText(subject).waitFor();
        await signer.look({ name: "offline" });
        const forms = await page.locator("main form, main button, nav").count();
        if (forms) throw new Error(`${forms} things to press`);
        await page.getByRole("link", { name: "Thử kết nối lại" }).click();
        await page.getByText("Bản lưu trên máy, chỉ để xem.").waitFor();
      });
    });

    await step(`${device}: có mạng lại thì là trang thật`, async () => {
      await context.setOffline(false);
      await page.getByRole("link", { name: "Thử kết nối lại" }).click();
      await page.getByRole("heading", { level: 1, name: "Bàn làm việc" }).waitFor();
    });

    await step(`${device}: đăng xuất là xóa`, async () => {
      await page.getByRole("button", { name: "Đăng xuất" }).click();
      await page.waitForURL(/\/login/);
      await page.waitForFunction(async () => (await caches.keys()).length === 0);
      await context.setOffline(true);
      const opened = await signer.allowing(lost, () => page.goto("/").then(() => true, () => false));
      if (opened) throw new Error("a page was shown to nobody");
      await context.setOffline(false);
    });

    await step(`${device}: người khác đăng nhập trên máy này thì thôi giữ`, async () => {
      await page.goto("/login");
      await page.getByLabel("Tên đăng nhập").fill(cast.drafter);
      await page.getByLabel("Mật khẩu").fill(office.password);
      await page.getByRole("button", { name: "Đăng nhập" }).click();
      await page.waitForURL("/");
      await page.waitForFunction(() => localStorage.getItem("trinhky.copy") === null);
      if ((await kept()).length) throw new Error(`still kept: ${await kept()}`);
    });
  }
});
