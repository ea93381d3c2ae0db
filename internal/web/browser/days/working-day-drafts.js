// A chuyên viên's day with drafts that are not right at once: one comes back with a reason, is mended and goes again; of another
// a colleague is asked for an opinion. All of it by the pages.
import { act, devices, find, follow, must, seats, stands } from "../rig/desk.js";
import { day } from "../rig/day.js";

day(async ({ office, step, ...rooms }) => {
  for (const [device, sit] of devices(rooms)) {
    const at = seats(sit);
    const write = async (person, subject) => {
      const { page } = person;
      await page.goto("/documents/new");
      await follow(person, page.getByRole("main").getByRole("link", { name: "Thông báo", exact: true }));
      await page.getByLabel("Trích yếu").fill(subject);
      await page.getByLabel("Soạn dạng chữ thuần").check();
      await page.getByRole("textbox", { name: "Nội dung" }).fill("Văn phòng Tỉnh ủy thông báo như sau:\n\n1. Trực từ 19 giờ.\n\n2. Báo cáo trước 6 giờ.");
      await page.getByLabel("Nơi nhận", { exact: true }).fill("- Thường trực Tỉnh ủy (để báo cáo);\n- Lưu Văn phòng Tỉnh ủy.");
      await page.getByRole("button", { name: "Lưu dự thảo" }).click();
      await page.getByRole("heading", { level: 1, name: subject }).waitFor();
    };

    const first = `về lịch trực ban đêm (${device})`, why = "Ghi rõ giờ kết thúc ca trực.";
    await step(`${device}: bị trả lại có lý do; người soạn thấy vì sao, sửa, trình lại`, async () => {
      const drafter = await at("drafter"), approver = await at("approver"), { page } = drafter;
      await write(drafter, first);
      await act(drafter, "Trình");
      await find(approver, "/boxes/todo", first);
      await act(approver, "Trả lại", (form) => form.getByLabel("Lý do (bắt buộc)").fill(why));
      await stands(approver, "Bị trả lại");

      await drafter.visit("/", { name: "day-returned-desk" });
      await find(drafter, "/", first);
      await stands(drafter, "Bị trả lại");
      await page.getByRole("region", { name: "Việc cần làm" }).getByRole("note").getByText(why).waitFor();
      await drafter.look({ name: "day-returned" });
      await follow(drafter, page.getByRole("link", { name: "Sửa dự thảo" }));
      await page.getByLabel("Soạn dạng chữ thuần").check();
      const text = page.getByRole("textbox", { name: "Nội dung" });
      await text.fill((await text.inputValue()).replace("từ 19 giờ", "từ 19 giờ đến 5 giờ"));
      await page.getByRole("button", { name: "Lưu thay đổi" }).click();
      await page.getByRole("heading", { level: 1, name: first }).waitFor();
      await act(drafter, "Trình");
      await stands(drafter, "Trình lãnh đạo phòng");
    });

    await step(`${device}: trưởng phòng xem bản so sánh rồi duyệt`, async () => {
      const approver = await at("approver"), { page } = approver;
      await find(approver, "/boxes/todo", first);
      await page.getByText("Các phiên bản nội dung").click();
      await page.getByLabel("So sánh phiên bản").selectOption("1");
      await page.getByLabel("với", { exact: true }).selectOption("2");
      await follow(approver, page.getByRole("button", { name: "So sánh" }));
      await page.locator("ins").filter({ hasText: "đến 5 giờ" }).waitFor();
      await approver.look({ name: "day-redline" });
      await follow(approver, page.getByRole("link", { name: "Về văn bản" }));
      await act(approver, "Duyệt nội dung");
      await stands(approver, "Thẩm định thể thức");
    });

    const second = `về việc cần thêm ý kiến (${device})`, question = "Giờ trực như vậy đã hợp lý chưa?", opinion = "Nên bắt đầu từ 18 giờ.";
    await step(`${device}: xin ý kiến đồng nghiệp, ý kiến về đến người soạn`, async () => {
      const drafter = await at("drafter"), colleague = await at("yen.tt");
      await write(drafter, second);
      await act(drafter, "Xin ý kiến", async (form) => {
        const group = form.locator("details").filter({ hasText: "Trịnh Tuyết Yến" }).first();
        if ((await group.getAttribute("open")) === null) await group.locator("summary").click();
        await group.getByRole("checkbox", { name: /^Trịnh Tuyết Yến/ }).check();
        await form.getByLabel("Trả lời trước ngày").fill(office.date);
        await form.getByLabel("Nội dung xin ý kiến").fill(question);
      }, { look: true });
      await stands(drafter, "Đang xin ý kiến");
      await find(colleague, "/", second);
      await colleague.page.getByText(question).filter({ visible: true }).first().waitFor();
      await act(colleague, "Cho ý kiến", async (form) => {
        await form.getByRole("radio").nth(1).check();
        await form.getByLabel("Ý kiến (bắt buộc nếu có ý kiến khác)").fill(opinion);
      }, { look: true });
      await find(drafter, "/boxes/drafts", second);
      await stands(drafter, "Đang soạn thảo");
      const said = drafter.page.getByRole("region", { name: "Ý kiến", exact: true });
      await said.getByText(opinion).waitFor();
      await said.getByText("Trịnh Tuyết Yến").first().waitFor();
      await drafter.look({ name: "day-opinions" });
    });
  }
});
