// A file that no viewer can read, and a script that does not come: the link to the file stands in the viewer's place.
import { day } from "../rig/day.js";
import { cast, draft } from "../rig/office.js";

day(async ({ step, desktop, api }) => {
  const drafted = await draft(api);
  const drafter = await desktop(cast.drafter);
  const meant = [/the viewer gave up/, /Failed to load resource/, /^404 GET .*viewer/, /ERR_FAILED/, /Indexing all PDF objects/];
  const link = drafter.page.locator("[data-part=failed]").getByRole("link", { name: "Mở tệp PDF" });

  await step("tệp không phải PDF", () => drafter.allowing(meant, async () => {
    await drafter.page.route("**/pdf?*", (route) => route.fulfill({ contentType: "application/pdf", body: "đây không phải PDF" }));
    await drafter.page.goto(`/documents/${drafted.id}`);
    await link.waitFor();
    await drafter.look();
    await drafter.page.unrouteAll();
  }));

  await step("văn bản đã khác", () => drafter.allowing([/status of 409/, /^409 GET .*\/pdf\?/], async () => {
    await drafter.page.route("**/pdf?*", (route) => route.fulfill({ status: 409, contentType: "text/html", body: "đã khác" }));
    await drafter.page.goto(`/documents/${drafted.id}`);
    await drafter.page.getByText("Văn bản đã thay đổi từ khi mở trang này").waitFor();
    await drafter.look();
    await drafter.page.unrouteAll();
  }));

  await step("phiên làm việc đã hết", async () => {
    const cookies = await drafter.context.cookies();
    await drafter.page.route("**/pdf?*", async (route) => {
      await drafter.context.clearCookies();
      await route.continue();
    });
    await drafter.page.goto(`/documents/${drafted.id}`);
    await drafter.page.getByText("Phiên làm việc đã hết").waitFor();
    await drafter.page.unrouteAll();
    await drafter.context.addCookies(cookies);
    await drafter.page.getByRole("link", { name: "Tải lại trang và đăng nhập" }).click();
    await drafter.page.locator("[data-viewer] .sheet[data-drawn]").first().waitFor();
  });

  await step("tập lệnh không tới", () => drafter.allowing(meant, async () => {
    await drafter.page.route("**/static/viewer.*", (route) => route.abort("failed"));
    await drafter.page.goto(`/documents/${drafted.id}`);
    await link.waitFor();
    await drafter.look();
  }));
});
