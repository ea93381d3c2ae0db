// A leader's day: twenty documents signed with one PIN, of which one changed meanwhile; days away, with somebody who stands
// in, and a mandate whose words stand on what is signed.
import { act, devices, find, follow, must, pin, seats, stands } from "../rig/desk.js";
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ office, step, api, ...rooms }) => {
  const inDays = (n) => new Date(Date.parse(office.date) + n * 86_400_000).toISOString().slice(0, 10);
  const awaiting = async (subject) => carry(api, await draft(api, { subject }), "awaiting_signature");

  for (const [device, sit] of devices(rooms)) {
    const at = seats(sit), twenty = [];
    for (let n = 1; n <= 20; n++) twenty.push(await awaiting(`về việc ký số ${n} trong 20 (${device})`));

    await step(`${device}: chọn 20 văn bản trong hộp, ký một lần PIN, một văn bản đã đổi`, async () => {
      const leader = await at("signer"), { page } = leader;
      await page.goto("/boxes/signing");
      for (const { subject } of twenty) await page.getByRole("checkbox", { name: `Chọn ${subject}`, exact: true }).check();
      await page.getByRole("status").getByText("Đã chọn 20 văn bản").waitFor();
      await leader.look({ name: "day-box-chosen" });
      await follow(leader, page.getByRole("button", { name: "Ký các văn bản đã chọn" }));
      const sign = page.getByRole("button", { name: "Ký số 20 văn bản" }), changed = twenty[7];
      await sign.waitFor();
      await (await api(cast.drafter)).fire(changed.id, "withdraw");

      await page.getByLabel("Mã PIN của khóa ký").fill(office.pin);
      await sign.click();
      await page.getByRole("dialog", { name: "Có văn bản chưa mở xem" }).getByRole("button", { name: "Vẫn ký" }).click();
      await page.getByText("Đã ký 19 văn bản, 1 văn bản chưa ký.").waitFor();
      for (const { id } of twenty) {
        await page.locator(`[data-document="${id}"]`).getByText(id === changed.id ? "Chưa ký" : "Đã ký số", { exact: true }).filter({ visible: true }).waitFor();
      }
      await page.getByRole("heading", { name: "Kết quả ký số" }).waitFor();
      await leader.look({ name: "day-signed" });
      await follow(leader, page.getByRole("link", { name: "Xem lại những văn bản chưa ký" }));
      must((await page.locator("[data-document]").count()) === 1, "what is signed is shown again");
      await page.locator(`[data-document="${changed.id}"]`).waitFor();
      await find(leader, "/boxes/all", twenty[0].subject);
      await stands(leader, "Đã ký, chờ cấp số");
    });

    await step(`${device}: lãnh đạo văn phòng vắng, người khác thẩm định thể thức thay`, async () => {
      const absent = await at("checker"), standIn = await at("yen.tt"), signer = await at("signer"), { page } = absent;
      await page.goto("/absences");
      const form = page.getByRole("region", { name: "Cử người thay" });
      await form.getByLabel("Người vắng mặt").selectOption({ label: "Tôi" });
      await form.getByLabel("Đến hết ngày").fill(inDays(3));
      await form.getByLabel("Thẩm định thể thức").selectOption({ label: "Trịnh Tuyết Yến, Chuyên viên Phòng Tổng hợp" });
      await follow(absent, form.getByRole("button", { name: "Cử người thay" }));
      await page.getByRole("row").filter({ hasText: "Trịnh Tuyết Yến" }).getByText("đang thay").waitFor();
      await absent.look({ name: "day-absence-given" });

      const subject = `về việc có người thay (${device})`;
      await carry(api, await draft(api, { subject }), "format_check");
      await standIn.visit("/", { name: "day-stand-in-desk" });
      await standIn.page.getByRole("region", { name: "Thay nhau" }).getByText("Đinh Phương Hương").waitFor();
      await find(standIn, "/", subject);
      await act(standIn, "Xác nhận thể thức");
      await stands(standIn, "Chờ ký duyệt");
      await find(signer, "/boxes/signing", subject);
      await signer.page.getByText("Lịch sử thao tác").click();
      await signer.page.getByRole("listitem").filter({ hasText: "Xác nhận thể thức" }).getByText(/Trịnh Tuyết Yến,.*thay.*Đinh Phương Hương/).first().waitFor();
      await signer.look({ name: "day-stood-in" });
      await act(signer, "Ký số", pin(office));

      await page.goto("/absences");
      const end = page.getByRole("button", { name: /^Kết thúc: Trịnh Tuyết Yến thay/ });
      await follow(absent, end.first());
      await end.waitFor({ state: "detached" });
    });

    await step(`${device}: giao quyền ký thừa lệnh; văn bản ghi rõ hình thức ký`, async () => {
      const head = await at("signer"), signer = await at("approver"), { page } = head;
      await page.goto("/absences");
      await page.getByText("Giao quyền ký văn bản của Văn phòng Tỉnh ủy Lâm Đồng").click();
      const form = page.getByRole("main").locator("form").filter({ has: page.getByRole("button", { name: "Giao quyền ký", exact: true }) }).filter({ visible: true });
      await form.getByLabel("Người được giao").selectOption({ label: "Đặng Kiều Nhi, Trưởng phòng Tổng hợp" });
      await form.getByLabel("Hình thức").selectOption("T/L");
      await form.getByLabel("Đến hết ngày").fill(inDays(20));
      await form.getByRole("checkbox", { name: "Thông báo", exact: true }).check();
      await form.getByLabel("Văn bản giao quyền").fill("Quy chế làm việc của Văn phòng Tỉnh ủy");
      await head.look({ name: "day-mandate" });
      await follow(head, form.getByRole("button", { name: "Giao quyền ký", exact: true }));
      await page.getByRole("row").filter({ hasText: "Đặng Kiều Nhi" }).filter({ has: page.getByRole("button") }).getByText("T/L").waitFor();

      const subject = `về việc ký thừa lệnh (${device})`;
      let document = await draft(api, { subject, signer: (await api(cast.approver)).actor.id });
      for (const [action, who] of [["submit", cast.drafter], ["approve", "tung.lx"], ["check_format", cast.checker]]) document = await (await api(who)).fire(document.id, action);
      await find(signer, "/boxes/signing", subject);
      await signer.page.getByRole("main").getByText(/T\/L CHÁNH VĂN PHÒNG/).first().waitFor();
      await act(signer, "Ký số", pin(office));
      await stands(signer, "Đã ký, chờ cấp số");

      const end = page.getByRole("button", { name: "Chấm dứt giao quyền cho Đặng Kiều Nhi" });
      await follow(head, end.first());
      await end.waitFor({ state: "detached" });
      await page.getByRole("row").filter({ hasText: "Đặng Kiều Nhi" }).getByText("chấm dứt").first().waitFor();
    });
  }
});
