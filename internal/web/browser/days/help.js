// The help, and what a page of a fault says: a code to read over the telephone, and what to do next.
import { day } from "../rig/day.js";
import { cast } from "../rig/office.js";

const code = /hãy đọc mã [0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}/;

day(async ({ step, desktop, phone }) => {
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const drafter = await sit(cast.drafter);
    await step(`${device}: hướng dẫn`, () => drafter.visit("/help"));
    for (const [path, status] of [["/khong-co", 404], ["/reports", 403]]) {
      await step(`${device}: trang lỗi ${status}`, async () => {
        await drafter.visit(path, { status, name: `fault ${status}` });
        const text = await drafter.page.locator("main").innerText();
        if (!code.test(text)) throw new Error(`no code to read out: ${text}`);
      });
    }
    await step(`${device}: phiên làm việc đã kết thúc`, async () => {
      const [token] = (await drafter.context.cookies()).filter((c) => c.name === "trinhky");
      await drafter.context.addCookies([{ ...token, value: "x".repeat(43) }]);
      await drafter.visit("/reports", { name: "session ended" });
      await drafter.page.getByText("Phiên làm việc đã kết thúc").waitFor();
    });
  }
});
