// The page of one document, as those read it who carry it: how long each step took, where it is on its chain, what was said
// of its paragraphs, what it stands on, and who has it. (What changed between two versions: working-day-drafts.)
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";
import { readPage } from "../rig/viewer.js";

const long = "về việc triển khai thực hiện Kết luận của Ban Thường vụ Tỉnh ủy về tăng cường sự lãnh đạo của Đảng đối với công tác " +
  "phòng, chống thiên tai, cứu hộ, cứu nạn, bảo đảm an ninh, trật tự và chăm lo đời sống Nhân dân ở vùng bị ảnh hưởng trên địa bàn tỉnh, phân công trực và chế độ báo cáo trong mùa mưa bão";

day(async ({ step, desktop, phone, api }) => {
  const must = (holds, words) => { if (!holds) throw new Error(words); };
  const issued = await carry(api, await draft(api), "issued");
  const text = `Thực hiện Thông báo số ${issued.symbol}, ngày ${new Date(`${issued.date ?? issued.document_date}T00:00:00Z`).toLocaleDateString("vi-VN", { timeZone: "UTC" })} của Văn phòng Tỉnh ủy, các phòng cử người trực.\n\n1. Trực từ 7 giờ 30 phút.\n\n2. Báo cáo trước 16 giờ.`;
  let worked = await draft(api, { subject: long, text });
  const drafter = await api(cast.drafter);
  await drafter.send("PATCH", `/documents/${worked.id}`, { text: text.replace("7 giờ 30", "7 giờ 00") }, { "If-Match": `"${worked.version}"` });
  worked = await carry(api, await drafter.get(`/documents/${worked.id}`), "unit_review");
  const approver = await api(cast.approver);
  await approver.send("POST", `/documents/${worked.id}/comments`, { content_version: 2, block: 2, text: "Nên ghi cả giờ nghỉ trưa." });
  const page = `/documents/${worked.id}`;

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const reader = await step(`${device}: đăng nhập`, () => sit(cast.approver));
    const main = reader.page.getByRole("main");

    await step(`${device}: việc cần làm trước, rồi đến tệp`, async () => {
      await reader.visit(page, { name: "document" });
      await readPage(reader, 1, "các phòng cử người trực");
      const top = async (name) => (await main.getByRole("heading", { name, exact: true }).boundingBox()).y;
      const [todo, file, facts] = [await top("Việc cần làm"), await top("Tệp văn bản").catch(() => top("Bản xem trước của dự thảo")), await top("Thông tin văn bản")];
      must(todo <= file && file < facts, `what to do at ${todo}, the file at ${file}, the rest at ${facts}`);
      await main.getByRole("navigation", { name: "Các phần của trang" }).getByRole("link", { name: "Lịch sử" }).click();
      must(reader.page.url().endsWith("#timeline"), reader.page.url());
    });

    await step(`${device}: đang ở bước nào, mỗi bước mất bao lâu`, async () => {
      const here = main.locator("[aria-current=step]");
      must((await here.innerText()).startsWith("Trình lãnh đạo phòng"), await here.innerText());
      const stays = main.locator("section", { has: reader.page.locator("#timeline") }).locator("ol").first().locator("li");
      must((await stays.count()) === 2, `${await stays.count()} stays`);
      must(/Trình: đồng chí/.test(await stays.first().innerText()), await stays.first().innerText());
      must(/Văn bản đang ở bước này[\s\S]*Hạn/.test(await stays.last().innerText()), await stays.last().innerText());
    });

    await step(`${device}: sơ đồ luồng, sáng và tối`, async () => {
      await main.getByText("Sơ đồ: ").click();
      const picture = main.getByRole("img", { name: /Sơ đồ luồng trình ký/ });
      await picture.waitFor();
      await picture.scrollIntoViewIfNeeded();
      await reader.page.waitForFunction((img) => img.complete && img.naturalWidth > 100, await picture.elementHandle());
      for (const [scheme, query] of [["light", ""], ["dark", "?dark=1"]]) {
        await reader.page.emulateMedia({ colorScheme: scheme });
        await reader.page.waitForFunction(([img, query]) => img.currentSrc.endsWith(`chain.svg${query}`), [await picture.elementHandle(), query]);
      }
      await reader.look({ name: "document-chain" });
    });

    await step(`${device}: góp ý ở đoạn nào, ngay trên trang và bên cạnh đoạn ấy`, async () => {
      await main.getByRole("heading", { name: /Góp ý chưa giải quyết/ }).waitFor();
      await main.getByRole("link", { name: "Đoạn 2" }).first().click();
      await reader.page.waitForURL(/versions\/2#gop-y-/);
      await reader.page.getByText("Nên ghi cả giờ nghỉ trưa.").first().waitFor();
      await reader.look({ name: "document-comments" });
    });

    await step(`${device}: văn bản được dẫn là liên kết, chuỗi văn bản là hình`, async () => {
      await reader.visit(page);
      await main.locator("section", { has: reader.page.locator("#citations") }).getByRole("link", { name: issued.symbol }).waitFor();
      await main.getByRole("link", { name: "Văn bản làm căn cứ, văn bản thực hiện" }).click();
      await reader.page.locator(".cascade svg").waitFor();
      await reader.look({ name: "document-cascade" });
    });

    await step(`${device}: tình hình gửi, nhận ngay trên trang`, async () => {
      const sender = await sit(cast.drafter);
      await sender.visit(`/documents/${issued.id}`, { name: "document-issued" });
      await sender.page.getByRole("main").getByRole("link", { name: /Đã gửi|Đã đến/ }).first().click();
      await sender.page.waitForURL(/deliveries\?status=/);
    });

    await step(`${device}: mọi hộp thoại đều đọc được`, async () => {
      await reader.visit(page);
      const dialogs = await reader.page.locator("dialog").evaluateAll((all) => all.map((d) => d.id));
      must(dialogs.length > 0, "no dialog");
      for (const id of dialogs) {
        await reader.page.evaluate((id) => document.getElementById(id).showModal(), id);
        await reader.look({ name: `document-${id}` });
        await reader.page.keyboard.press("Escape");
      }
    });
  }
});
