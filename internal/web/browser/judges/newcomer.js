// Somebody who has just started `trinhky demo` carries a document from the log-in page to "Đã phát hành", and as a receiver
// one to "Đã xác nhận". Every click, every field filled in and every choice made is an action, and only what is on the
// screen is used; the script prints how many it took, one line a way.
import { openBrowser } from "../rig/person.js";

const office = JSON.parse(process.env.TRINHKY_OFFICE);

class Newcomer {
  actions = [];
  constructor(page) { this.page = page; }

  async click(what) {
    await what.first().click();
    this.actions.push(`click ${what}`);
    await this.page.waitForLoadState("load");
  }

  async fill(what, text) {
    await what.first().fill(text);
    this.actions.push(`fill ${what}`);
  }
}

const say = (way, newcomer) => console.log(JSON.stringify({ way, actions: newcomer.actions.length, done: newcomer.actions }));

const text = ["Văn phòng Tỉnh ủy thông báo lịch trực cơ quan như sau:", "1. Trực từ 7 giờ 30 phút đến 17 giờ các ngày làm việc.",
  "2. Các ban của Tỉnh ủy gửi danh sách người trực về Văn phòng Tỉnh ủy."].join("\n");
const recipients = "- Thường trực Tỉnh ủy (để báo cáo);\n- Các ban của Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.";

// next slips into the part of whoever the page says is awaited.
const next = (n) => n.click(n.page.getByRole("button", { name: /^Vào vai / }).first());

// grave presses a button that asks once more, where it does.
async function grave(n, name, reached) {
  const { page } = n;
  await n.click(page.getByRole("main").getByRole("button", { name, exact: true }));
  const asked = page.getByRole("dialog").getByRole("button", { name, exact: true }), done = page.locator(".badge.big", { hasText: reached });
  await asked.or(done).first().waitFor();
  if (await asked.isVisible()) await n.click(asked);
  await done.waitFor();
}

async function issue(n) {
  const main = n.page.getByRole("main"), state = (name) => n.page.locator(".badge.big", { hasText: name }).waitFor();
  await n.page.goto("/login");
  await n.click(n.page.getByRole("button", { name: /Tô Bá Phong/ }));
  await n.click(n.page.getByRole("link", { name: "Dự thảo mới" }));
  await n.click(main.getByRole("link", { name: "Thông báo", exact: true }));
  await n.fill(n.page.getByLabel("Trích yếu"), "về lịch trực cơ quan");
  await n.fill(n.page.getByRole("textbox", { name: "Nội dung" }), text);
  await n.fill(n.page.getByLabel("Nơi nhận", { exact: true }), recipients);
  await n.click(n.page.getByRole("button", { name: "Lưu dự thảo" }));
  await n.click(main.getByRole("button", { name: "Trình", exact: true }));
  await state("Trình lãnh đạo phòng");
  for (const [button, reached] of [["Duyệt nội dung", "Thẩm định thể thức"], ["Xác nhận thể thức", "Chờ ký duyệt"]]) {
    await next(n);
    await n.click(main.getByRole("button", { name: button, exact: true }));
    await state(reached);
  }
  await next(n);
  await n.fill(n.page.getByLabel("Mã PIN của khóa ký"), office.pin);
  await n.click(main.getByRole("button", { name: "Ký số", exact: true }));
  await state("Đã ký, chờ cấp số");
  await next(n);
  await grave(n, "Cấp số", "Đã cấp số");
  await n.fill(n.page.getByLabel(/Mã PIN/), office.pin);
  await grave(n, "Đóng dấu", "Đã đóng dấu");
  await grave(n, "Phát hành", "Đã phát hành");
}

// A receiver logs in as at every office, by name and password.
async function acknowledge(n) {
  await n.page.goto("/login");
  await n.fill(n.page.getByLabel("Tên đăng nhập"), "hang.qn");
  await n.fill(n.page.getByLabel("Mật khẩu"), office.password);
  await n.click(n.page.getByRole("button", { name: "Đăng nhập" }));
  await n.click(n.page.getByRole("main").getByRole("button", { name: /^(Tiếp nhận|Xác nhận)/ }));
  await n.page.getByText("Đã xác nhận").first().waitFor();
}

const browser = await openBrowser(process.env.TRINHKY_CHROMIUM);
try {
  for (const [way, go] of Object.entries({ issue, acknowledge })) {
    const context = await browser.newContext({ baseURL: office.url, viewport: { width: 1280, height: 900 }, locale: "vi-VN" });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    const newcomer = new Newcomer(page);
    try {
      await go(newcomer);
    } catch (error) {
      await page.screenshot({ path: `${process.env.TRINHKY_TRACES}/newcomer-${way}.png`, fullPage: true });
      throw error;
    } finally {
      say(way, newcomer);
    }
    await context.close();
  }
} finally {
  await browser.close();
}
