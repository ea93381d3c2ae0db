// A receiver's day when what came is called back: the signer decides, văn thư sends the notice, the receiver sees it and
// destroys the copy; a copy asked back is sent back, and the sender sees both.
import { devices, find, must, stands } from "../rig/desk.js";
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ step, api, ...seats }) => {
  for (const [device, sit] of devices(seats)) {
    const people = {};
    const at = async (who) => (people[who] ??= await sit(cast[who] ?? who));
    const recalled = await carry(api, await draft(api, { subject: `về văn bản sẽ thu hồi (${device})` }), "issued");
    const back = await carry(api, await draft(api, { subject: `về văn bản sẽ lấy lại (${device})` }), "issued");

    await step(`${device}: nơi nhận tiếp nhận`, async () => {
      const recipient = await at("recipient"), { page } = recipient;
      for (const { subject } of [recalled, back]) {
        await page.goto("/received?only=waiting");
        await page.getByRole("article").filter({ hasText: subject }).getByRole("button", { name: /^Tiếp nhận, vào sổ đến/ }).click();
        await page.getByRole("status").getByText("Đã xác nhận").first().waitFor();
      }
    });

    await step(`${device}: người ký quyết định thu hồi`, async () => {
      const signer = await at("signer"), { page } = signer;
      await find(signer, "/boxes/issued", recalled.subject);
      await page.getByRole("link", { name: /^Sau phát hành/ }).click();
      const form = page.getByRole("region", { name: "Quyết định thu hồi", exact: true });
      await form.getByLabel("Lý do (bắt buộc)").fill("Ban hành nhầm bản chưa sửa.");
      await signer.look({ name: "day-recall" });
      await form.getByRole("button", { name: "Quyết định thu hồi", exact: true }).click();
      await page.getByText("văn thư chưa gửi").waitFor();
      await signer.look({ name: "day-recall-decided" });
      const recipient = await at("recipient");
      await recipient.page.goto("/called-back");
      must((await recipient.page.getByRole("article").filter({ hasText: recalled.symbol }).count()) === 0, "receivers see what is only decided");
    });

    await step(`${device}: văn thư gửi thông báo thu hồi`, async () => {
      const clerk = await at("clerk"), { page } = clerk;
      await clerk.visit("/notices");
      await find(clerk, "/boxes/issued", recalled.subject);
      await page.getByRole("link", { name: /^Sau phát hành/ }).click();
      const form = page.getByRole("region", { name: "Thu hồi", exact: true }).filter({ has: page.getByRole("button") });
      await form.getByText("Ban hành nhầm bản chưa sửa.").waitFor();
      await form.getByRole("button", { name: "Thu hồi", exact: true }).click();
      await page.getByRole("heading", { name: "Bản gửi được yêu cầu thu hồi, lấy lại" }).waitFor();
      await clerk.look({ name: "day-recall-sent" });
    });

    await step(`${device}: nơi nhận thấy thông báo, hủy bản điện tử`, async () => {
      const recipient = await at("recipient"), { page } = recipient;
      await recipient.visit("/", { name: "day-recalled-desk" });
      await recipient.visit("/called-back", { name: "day-called-back" });
      const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: recalled.symbol }) });
      await card.getByText("Ban hành nhầm bản chưa sửa.").waitFor();
      await card.getByLabel("Ghi chú (nếu có)").fill("Đã hủy, đã báo các phòng.");
      await card.getByRole("button", { name: "Hủy bản điện tử và xác nhận" }).click();
      await card.getByText("Đã hủy, đã báo các phòng.").waitFor();
      must((await card.getByRole("button").count()) === 0, "it can be destroyed again");
      await recipient.look({ name: "day-destroyed" });
      const clerk = await at("clerk");
      await clerk.visit(`/documents/${recalled.id}/aftermath`, { name: "day-recall-answered" });
      await clerk.page.getByRole("row").filter({ hasText: "Ban Tổ chức" }).getByText("Đã hủy, đã báo các phòng.").waitFor();
    });

    await step(`${device}: văn thư đề nghị lấy lại, nơi nhận trả về`, async () => {
      const clerk = await at("clerk"), recipient = await at("recipient");
      await find(clerk, "/boxes/issued", back.subject);
      await clerk.page.getByRole("link", { name: /^Sau phát hành/ }).click();
      const form = clerk.page.getByRole("region", { name: "Lấy lại", exact: true });
      await form.getByRole("checkbox", { name: /Ban Tổ chức/ }).check();
      await form.getByLabel("Lý do (bắt buộc)").fill("Gửi nhầm nơi nhận.");
      await form.getByRole("button", { name: "Lấy lại", exact: true }).click();
      await clerk.page.getByRole("row").filter({ hasText: "Ban Tổ chức" }).waitFor();
      await clerk.look({ name: "day-take-back" });
      await recipient.page.goto("/called-back");
      const card = recipient.page.getByRole("article").filter({ has: recipient.page.getByRole("heading", { name: back.symbol }) });
      await card.getByText("Gửi nhầm nơi nhận.").waitFor();
      await recipient.look({ name: "day-take-back-asked" });
      await card.getByRole("button", { name: "Đồng ý trả lại" }).click();
      await card.getByRole("button", { name: "Đồng ý trả lại" }).waitFor({ state: "detached" });
      await clerk.page.reload();
      await clerk.page.getByRole("row").filter({ hasText: "Ban Tổ chức" }).getByText("Đã lấy lại, bên nhận đồng ý").waitFor();
      await find(clerk, "/boxes/issued", back.subject);
      await stands(clerk, "Đã phát hành");
    });
  }
});
