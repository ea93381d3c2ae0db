// A document's whole way, from the log-in of who drafts it to the acknowledgement of who gets it, by people who have no pointer:
// not one click, not one focus set from outside. Every place where Tab stops is judged by rig/keyboard.js.
import { day } from "../rig/day.js";
import { Keyboard } from "../rig/keyboard.js";
import { cast } from "../rig/office.js";

day(async ({ office, step, desktop, phone, api }) => {
  const must = (holds, words) => { if (!holds) throw new Error(words); };

  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại có bàn phím": phone })) {
    const subject = `về lịch trực chỉ bằng bàn phím (${device})`;
    let id = "";
    const state = async () => (await (await api(cast.drafter)).get(`/documents/${id}`)).state;
    const is = async (want) => must((await state()) === want, `it is ${await state()}, not ${want}`);

    // arrive logs somebody in by keys; the page begins in the first field.
    const arrive = async (username) => {
      const person = await sit("");
      await person.page.goto("/login");
      const keys = await Keyboard.of(person);
      const place = await keys.here();
      must(place?.name === "Tên đăng nhập", `the page begins at ${JSON.stringify(place)}`);
      await keys.type(username);
      await keys.to("textbox", "Mật khẩu", 1);
      await keys.type(office.password);
      await keys.to("button", "Đăng nhập", 1);
      await keys.follows("Enter", "/");
      return { person, page: person.page, keys };
    };
    // work opens the document from the workbench, where it waits.
    const work = async ({ keys }) => {
      await keys.skips();
      await keys.to("link", new RegExp(subject.replace(/[()]/g, "\\$&")), 8);
      await keys.follows("Enter", `**/documents/${id}`);
    };
    // act goes to a button of the document page and plays it; the page after it says so.
    const act = async ({ page, keys }, label, most) => {
      const presses = await keys.to("button", label, most);
      await keys.press("Enter");
      await page.getByRole("status").getByText(`Đã thực hiện: ${label}.`).waitFor();
      return presses;
    };

    const drafter = await step(`${device}: đăng nhập`, () => arrive(cast.drafter));

    await step(`${device}: dự thảo mới từ mẫu`, async () => {
      const { keys } = drafter;
      await keys.skips();
      await keys.to("link", "Dự thảo mới", 90);
      await keys.follows("Enter", "**/documents/new");
      await keys.skips();
      await keys.to("searchbox", "Tìm loại văn bản", 15);
      await keys.type("thong bao");
      await keys.to("link", "Thông báo", 3);
      await keys.follows("Enter", "**/documents/new?offer=*");
    });

    await step(`${device}: trích yếu, nội dung trong ô soạn có định dạng, nơi nhận`, async () => {
      const { page, keys } = drafter;
      await page.getByRole("textbox", { name: "Nội dung" }).and(page.locator("[contenteditable=true]")).waitFor();
      await keys.skips();
      await keys.to("textbox", "Trích yếu", 3);
      await keys.press("Control+a");
      await keys.type(subject);
      await keys.to("textbox", "Nội dung", 6);
      must((await keys.here()).description.includes("Alt+F10"), "the editor does not tell how to reach its toolbar");
      await keys.press("Control+a");
      await keys.press("Backspace");
      await keys.type("Văn phòng Tỉnh ủy thông báo lịch trực như sau:");
      await keys.press("Enter");
      await keys.press("Alt+F10");
      must((await keys.here()).role === "button", `Alt+F10 leads to ${JSON.stringify(await keys.here())}`);
      for (let i = 0; i < 30 && (await keys.here()).name !== "Đoạn 1, 2, 3"; i++) await keys.press("ArrowRight");
      must((await keys.here()).name === "Đoạn 1, 2, 3", "the arrows do not lead along the toolbar");
      await keys.press("Enter");
      await keys.press("Escape");
      must((await keys.here()).name === "Nội dung", `the toolbar leads back to ${JSON.stringify(await keys.here())}`);
      await keys.type("Trực từ 7 giờ 30 phút.");
      await keys.press("Enter");
      await keys.type("Báo cáo trước 16 giờ.");
      const text = await page.locator("#text").inputValue();
      must(text === "Văn phòng Tỉnh ủy thông báo lịch trực như sau:\n\n1. Trực từ 7 giờ 30 phút.\n\n2. Báo cáo trước 16 giờ.", text);
      await keys.press("Alt+F10");
      for (let i = 0; i < 30 && (await keys.here()).name !== "Chú thích"; i++) await keys.press("ArrowRight");
      await keys.opens({ back: "Nội dung" });
      await keys.to("textbox", "Nơi nhận", 6);
      await keys.press("Control+a");
      await keys.type("- Thường trực Tỉnh ủy (để báo cáo);");
      await keys.press("Enter");
      await keys.type("- Lưu Văn phòng Tỉnh ủy.");
      await keys.to("combobox", "Thêm nơi nhận", 1);
      await keys.type("ban to chuc");
      await page.getByRole("option").first().filter({ hasText: "Ban Tổ chức" }).waitFor(); // not what half of the words found
      await keys.press("ArrowDown");
      must(await page.evaluate(() => Boolean(document.activeElement.getAttribute("aria-activedescendant"))), "the chosen proposal is not told");
      await keys.press("Enter");
      must(/Ban Tổ chức/.test(await page.locator("#recipients").inputValue()), await page.locator("#recipients").inputValue());
      await keys.to("combobox", "Người ký", 2);
      await keys.to("button", "Lưu dự thảo", 24);
      await keys.follows("Enter", /\/documents\/[0-9a-f]{8}-[0-9a-f-]{27}$/);
      id = page.url().split("/").pop();
      await is("drafting");
      await drafter.person.look();
    });

    await step(`${device}: trình`, async () => {
      await drafter.keys.skips();
      const presses = await act(drafter, "Trình", 24);
      must(presses <= 16, `from the top of the page ${presses} times Tab lead to the button`);
      await is("unit_review");
    });

    await step(`${device}: trưởng phòng duyệt từ bàn làm việc`, async () => {
      const approver = await arrive(cast.approver);
      await work(approver);
      await approver.keys.skips();
      await act(approver, "Duyệt nội dung", 16);
      await is("format_check");
    });

    await step(`${device}: trả lại thì hộp thoại giữ phím, Escape trở về nút`, async () => {
      const checker = await arrive(cast.checker);
      await work(checker);
      const { page, keys } = checker;
      await keys.skips();
      await keys.to("DisclosureTriangle", "Trả lại", 24);
      await keys.press("Enter");
      await keys.to("textbox", "Lý do", 1);
      await keys.type("Chưa trả lại, chỉ xem hộp thoại.");
      await keys.to("button", "Trả lại", 1);
      await keys.opens();
      await is("format_check");
      await page.reload();
      await keys.skips();
      await act(checker, "Xác nhận thể thức", 24);
      await is("awaiting_signature");
    });

    await step(`${device}: ký bằng mã PIN`, async () => {
      const signer = await arrive(cast.signer);
      await work(signer);
      const { page, keys } = signer;
      await keys.skips();
      await keys.to("textbox", "Mã PIN của khóa ký", 16);
      await keys.type("999999");
      await signer.person.allowing([/422/], async () => {
        await keys.press("Enter");
        await page.getByRole("alert").getByText("Mã PIN không đúng.").waitFor();
      });
      await is("awaiting_signature");
      await keys.skips();
      await keys.to("textbox", "Mã PIN của khóa ký", 16);
      must(/Mã PIN không đúng/.test((await keys.here()).description), `the field does not say what was wrong with it: ${JSON.stringify(await keys.here())}`);
      await keys.type(office.pin);
      await act(signer, "Ký số", 1);
      await is("signed");
    });

    await step(`${device}: văn thư cấp số, đóng dấu, phát hành`, async () => {
      const clerk = await arrive(cast.clerk);
      const { page, keys } = clerk;
      await keys.skips();
      await keys.to("link", /^Văn thư/, 90);
      await keys.follows("Enter", "**/clerk");
      await keys.skips();
      await keys.to("link", new RegExp(subject.replace(/[()]/g, "\\$&")), 20);
      await keys.press("Enter");
      await page.getByRole("region", { name: new RegExp(subject.replace(/[()]/g, "\\$&")) }).waitFor();
      await keys.to("button", /^Cấp số/, 60);
      await keys.press("Enter");
      await page.getByRole("region", { name: new RegExp(subject.replace(/[()]/g, "\\$&")) }).getByLabel("Mã PIN").waitFor();
      await is("numbered");
      if ((await keys.here())?.role !== "textbox") await keys.to("textbox", "Mã PIN của con dấu", 60);
      await keys.type(office.pin);
      await keys.press("Enter");
      await page.getByText("Đã đóng dấu").first().waitFor();
      await is("sealed");
      await keys.to("button", "Phát hành", 60);
      await keys.press("Enter");
      await page.getByRole("link", { name: "Tình hình gửi, nhận" }).waitFor();
      await is("issued");
    });

    await step(`${device}: nơi nhận tiếp nhận`, async () => {
      const receiver = await arrive(cast.recipient);
      const { page, keys } = receiver;
      await keys.skips();
      await keys.to("link", /^Văn bản đến$/, 90);
      await keys.follows("Enter", "**/received");
      await keys.skips();
      await keys.to("link", new RegExp(subject.replace(/[()]/g, "\\$&")), 12);
      await keys.to("button", "Tiếp nhận, vào sổ đến", 3);
      await keys.press("Enter");
      await page.locator(`#doc-${id}`).getByText(/Số đến/).waitFor();
    });
  }
});
