// A collective decides in writing: the office's leader sends a phiếu xin ý kiến to Ban Thường vụ, members answer at a desk
// and on a phone, each once, and those who carry the document see that it was carried.
import { devices, find, follow, must, seats } from "../rig/desk.js";
import { day } from "../rig/day.js";
import { cast, draft } from "../rig/office.js";

const [head, first, last] = ["phong.hd", "loan.tt", "luc.lv"]; // Bí thư, who signs, and Phó Bí thư
const others = ["thinh.ld", "lan.tn", "quyen.dn", "quyen.qd", "khai.dn"]; // of eleven in office

day(async ({ office, step, api, ...rooms }) => {
  for (const [device, sit] of devices(rooms)) {
    const at = seats(sit), subject = `ban hành Quy chế công tác văn thư (${device})`, question = "Đồng chí có đồng ý ban hành Quy chế không?";
    const decision = await draft(api, {
      kind: "decision", issuer: "ld-tu", subject, signer: (await api(head)).actor.id,
      text: "**BAN THƯỜNG VỤ QUYẾT ĐỊNH**\n\nĐiều 1. Ban hành Quy chế công tác văn thư của Tỉnh ủy.\n\nĐiều 2. Quyết định có hiệu lực kể từ ngày ký.",
    });
    const figure = (person, name) => person.page.getByRole("listitem").filter({ has: person.page.getByText(name, { exact: true }) }).locator(".tile-count");
    const vote = async (person, verdict, comment = "") => {
      const { page } = person;
      await find(person, "/", subject);
      await follow(person, page.getByRole("region", { name: "Việc cần làm" }).getByRole("link", { name: "Cho ý kiến bằng phiếu" }));
      await page.getByText(question).waitFor();
      await page.getByRole("radio", { name: verdict, exact: true }).check();
      await page.getByLabel(/^Ghi rõ/).fill(comment);
      if (comment) await person.look({ name: "ballot-vote" });
      await follow(person, page.getByRole("button", { name: "Gửi phiếu", exact: true }));
      await page.getByRole("row").filter({ hasText: verdict }).waitFor();
      must((await page.getByRole("radio").count()) === 0, "one may vote again");
      await page.goto(`/documents/${decision.id}`);
      must((await page.getByRole("link", { name: "Cho ý kiến bằng phiếu" }).count()) === 0, "the page asks again");
    };

    await step(`${device}: lãnh đạo văn phòng gửi phiếu đến Ban Thường vụ`, async () => {
      const office = await at("checker"), { page } = office;
      await page.goto(`/documents/${decision.id}`);
      await follow(office, page.getByRole("link", { name: "Phiếu xin ý kiến, quyết định của tập thể" }));
      await page.getByText("Thành viên đương nhiệm: 11.").waitFor();
      await page.getByLabel("Trả lời trước hết ngày").fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
      await page.getByLabel("Nội dung xin ý kiến").fill(question);
      await office.look({ name: "ballot-open" });
      await follow(office, page.getByRole("button", { name: "Gửi phiếu đến các thành viên" }));
      await page.getByText("Đang lấy ý kiến").waitFor();
      must((await figure(office, "Chưa có ý kiến").innerText()) === "11", "somebody has answered already");
    });

    await step(`${device}: thành viên cho ý kiến, mỗi người một lần`, async () => {
      await vote(await at(first), "Ý kiến khác", "Đề nghị quy định rõ trách nhiệm của người đứng đầu.");
      const { ballots: [{ id }] } = await (await api(cast.checker)).get(`/documents/${decision.id}/ballots`);
      for (const who of others) await (await api(who)).send("POST", `/documents/${decision.id}/votes`, { ballot: id, verdict: "agree" });
      const leader = await at(head);
      await leader.page.goto(`/documents/${decision.id}/ballots`);
      await leader.page.getByText("Mới có 5 trên 11 thành viên").waitFor();
      await vote(await at(last), "Đồng ý");
    });

    await step(`${device}: thành viên chỉ thấy phiếu của mình, văn phòng thấy kết quả`, async () => {
      const member = await at(last), drafter = await at("drafter");
      await member.page.goto(`/documents/${decision.id}/ballots`);
      must((await member.page.locator("tbody").getByRole("row").count()) === 1, "a member sees more than the own vote");
      must((await member.page.getByText("người đứng đầu").count()) === 0, "a member reads what another said");
      await drafter.page.goto(`/documents/${decision.id}/ballots`);
      await drafter.page.getByText("Đã thông qua", { exact: true }).waitFor();
      await drafter.page.getByText("Tập thể đã quyết định đúng bản nội dung hiện tại").waitFor();
      for (const [name, n] of [["Đồng ý", "6"], ["Ý kiến khác", "1"], ["Chưa có ý kiến", "4"]]) must((await figure(drafter, name).innerText()) === n, `${name}: ${await figure(drafter, name).innerText()}`);
      await drafter.page.getByRole("row").filter({ hasText: "Trương Tuyết Loan" }).getByText("Đề nghị quy định rõ trách nhiệm của người đứng đầu.").waitFor();
      await drafter.look({ name: "ballot-passed" });
    });
  }
});
