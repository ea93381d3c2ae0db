// A chuyên viên drafts in the structured editor: headings and numbers that count on, tables, what Word leaves on the
// clipboard, undo, keys alone; what is saved is what the page, the text field and the PDF's text then say.
import { day } from "../rig/day.js";
import { cast, draft } from "../rig/office.js";
import { readPage } from "../rig/viewer.js";
import { dirty, huge, wordPiece } from "../rig/word.js";

day(async ({ step, desktop, phone, api }) => {
  const drafted = await draft(api), begun = await draft(api, { text: "Đoạn cũ." });
  const drafter = await desktop(cast.drafter), { page } = drafter;
  // The findings and printed pages beside the text are another day's: what is empty for a moment, or secret, has none (422).
  await page.route(/\/documents\/working\/(?:pdf|check)$/, (route) => route.abort("aborted"));
  const paper = page.getByRole("textbox", { name: "Nội dung" }), field = page.locator("#text");
  const tool = (name) => page.getByRole("toolbar", { name: "Định dạng nội dung" }).getByRole("button", { name, exact: true });
  const words = () => field.inputValue();
  const holds = async (...parts) => {
    const text = await words();
    let from = 0;
    for (const part of parts) {
      const at = text.indexOf(part, from);
      if (at < 0) throw new Error(`“${part}” is not in, or not at its place in:\n${text}`);
      from = at + part.length;
    }
  };
  // until presses a key until the field holds a part: how much one undo takes back goes by the pace of typing.
  const until = async (key, part) => {
    for (let left = 40; left > 0 && !(await words()).includes(part); left--) await page.keyboard.press(key);
    await holds("1. Trực từ", part);
  };
  const is = async (want) => {
    const text = await words();
    if (text !== want) throw new Error(`the field holds\n${text}\nnot\n${want}`);
  };
  // paste brings to the focused editor what a clipboard holds.
  const paste = (data) => paper.evaluate((element, given) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);
  // settle waits until the browser has told of a cursor that it moved itself.
  const settle = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const empty = async () => {
    await paper.click();
    await page.keyboard.press("Control+a");
    await settle();
    await page.keyboard.press("Backspace");
    await is("");
  };

  await step("mở dự thảo: chữ trong ô không đổi", async () => {
    await drafter.visit(`/documents/${drafted.id}/edit`, { name: "/documents/ID/edit, editor" });
    await paper.waitFor();
    await holds("Văn phòng Tỉnh ủy thông báo lịch trực cơ quan như sau:\n\n1. Trực từ 7 giờ 30 phút");
    if (await field.isVisible()) throw new Error("the plain field is seen");
  });

  await step("gõ, đánh số tiếp, chèn giữa thì số sau đẩy lên", async () => {
    await paper.getByText("1. Trực từ 7 giờ 30").click();
    await page.keyboard.press("End");
    await settle();
    await page.keyboard.press("Enter");
    await page.keyboard.type("Trực đêm do bảo vệ cơ quan đảm nhận.");
    await holds("1. Trực từ", "\n\n2. Trực đêm do bảo vệ cơ quan đảm nhận.", "\n\n3. Các ban của Tỉnh ủy");
    await until("Control+z", "\n\n2. Các ban của Tỉnh ủy");
    await until("Control+y", "3. Các ban");
  });

  await step("chỉ dùng bàn phím: đề mục, điểm, gạch đầu dòng, đậm, nghiêng", async () => {
    await empty();
    await page.keyboard.press("Control+Alt+1");
    await page.keyboard.type("TÌNH HÌNH");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Alt+2");
    await page.keyboard.type("Việc thứ nhất gồm:");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Alt+4");
    await page.keyboard.press("Enter"); // takes the number away again
    await page.keyboard.press("Control+Alt+4");
    await page.keyboard.type("Điểm thứ nhất;");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Điểm thứ hai.");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Alt+2");
    await page.keyboard.press("Control+b");
    await page.keyboard.type("Việc đậm");
    await page.keyboard.press("Control+b");
    await page.keyboard.type(" và ");
    await page.keyboard.press("Control+i");
    await page.keyboard.type("nghiêng");
    await page.keyboard.press("Control+i");
    await page.keyboard.type(".");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Alt+5");
    await page.keyboard.type("gạch đầu dòng 😀");
    await is("I- TÌNH HÌNH\n\n1. Việc thứ nhất gồm:\n\na) Điểm thứ nhất;\n\nb) Điểm thứ hai.\n\n2. **Việc đậm** và *nghiêng*.\n\n- gạch đầu dòng 😀");
    await page.keyboard.press("Control+Home");
    await settle();
    await page.keyboard.press("Alt+F10");
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
    const at = await page.evaluate(() => document.activeElement.dataset.do + document.activeElement.getAttribute("aria-pressed"));
    if (at !== "romantrue") throw new Error(`the toolbar's keys lead to ${at}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    if (await paper.evaluate((element) => element.contains(document.activeElement))) throw new Error("Tab does not leave the editor");
  });

  await step("bảng: chèn, gõ, thêm hàng cột, gộp ô, hoàn tác", async () => {
    await empty();
    await page.keyboard.type("Bảng sau:");
    await tool("Bảng").click();
    for (const cell of ["TT", "Việc", "Hạn", "1", "Họp", "5/6"]) {
      await page.keyboard.type(cell);
      await page.keyboard.press("Tab");
    }
    await holds("Bảng sau:\n\n| TT | Việc | Hạn |\n|---|---|---|\n| 1 | Họp | 5/6 |\n|  |  |  |");
    await tool("Xóa hàng").click();
    await paper.getByRole("columnheader", { name: "TT" }).click();
    await tool("Cột phải").click();
    await holds("| TT |  | Việc | Hạn |\n|---|---|---|---|\n| 1 |  | Họp | 5/6 |");
    await paper.getByRole("columnheader", { name: "TT" }).click();
    await page.keyboard.press("End");
    await settle();
    await page.keyboard.press("Shift+ArrowRight");
    await tool("Gộp ô").click();
    await holds("| TT | < |");
    await drafter.look({ name: "/documents/ID/edit, table" });
    await tool("Tách ô").click();
    await holds("| TT |  | Việc");
    await page.keyboard.press("Control+z");
    await holds("| TT | < |");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    if (await paper.evaluate((element) => element === document.activeElement)) throw new Error("Escape and Tab do not leave a table");
  });

  await step("dán từ Word: giữ cấu trúc, bỏ rác", async () => {
    await empty();
    await paste({ "text/html": wordPiece, "text/plain": "không dùng" });
    await holds("I. TÌNH HÌNH CHUNG", "\n\n1. Kết quả **nổi bật** đạt được^[Theo Báo cáo số 12-BC/TU.].", "\n\n- Gạch thứ nhất", "\n\n+ Gạch con", "\n\n2. Việc còn lại",
      "| TT | Nội dung | Kết quả | < |\n| ^ | ^ | Số | Tỷ lệ |\n", "| 1 | Dòng một<br>dòng hai | *120* | 5% |", "\n\nTỉnh ủy Bình Thuận", "\n\nKết thúc.");
    const text = await words();
    for (const rubbish of dirty) if (text.includes(rubbish)) throw new Error(`“${rubbish}” was pasted:\n${text}`);
    if (await page.evaluate(() => window.ran)) throw new Error("something of the pasted HTML ran");
    await drafter.look({ name: "/documents/ID/edit, pasted" });
    await page.keyboard.press("Control+z");
    await is("");
  });

  await step("dán giữa câu, dán chữ thuần, dán vào ô", async () => {
    await page.keyboard.type("Đầu  cuối.");
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowLeft");
    await settle();
    await paste({ "text/html": "<p class=MsoNormal style='mso-x:y'>gi<b>ữ</b>a</p>" });
    await holds("Đầu giữa cuối.");
    await page.keyboard.press("End");
    await settle();
    await paste({ "text/plain": "\r\n1. mo\u0323\u0302t\r\n\r\n2. **hai**\r\n" });
    await holds("cuối.1. một\n\n2. **hai**");
  });

  await step("phần dán quá lớn bị từ chối, nội dung còn nguyên", async () => {
    const before = await words();
    await paper.evaluate((element, html) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", html.repeat(1 + Math.ceil(5_000_000 / html.length)));
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, huge);
    await page.getByText("Phần dán quá lớn").waitFor();
    await is(before);
    await drafter.look();
    await paper.evaluate((element, html) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", html.repeat(2000));
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, huge);
    await page.waitForFunction((was) => document.getElementById("text").value.length > was + 100_000, before.length);
    await page.keyboard.press("Control+z");
    await is(before);
  });

  await step("chú thích cuối trang và phụ lục", async () => {
    await empty();
    await page.keyboard.type("Theo chỉ thị");
    await tool("Chú thích").click();
    await page.getByLabel("Nội dung chú thích").fill("Chỉ thị số 23-CT/TU.");
    await drafter.look({ name: "/documents/ID/edit, note" });
    await page.getByRole("button", { name: "Đặt chú thích" }).click();
    await page.keyboard.type(" này.");
    await is("Theo chỉ thị^[Chỉ thị số 23-CT/TU.] này.");
    await tool("Phụ lục").click();
    await page.keyboard.type("DANH MỤC VIỆC");
    await is("Theo chỉ thị^[Chỉ thị số 23-CT/TU.] này.\n\nPhụ lục I\n\nDANH MỤC VIỆC");
  });

  await step("lưu: văn bản giữ cấu trúc", async () => {
    await empty();
    await paste({ "text/html": wordPiece });
    await page.getByLabel("Trích yếu").fill("về việc soạn thảo");
    await Promise.all([page.waitForURL(`**/documents/${drafted.id}`), page.getByRole("button", { name: "Lưu thay đổi" }).click()]);
    const drafterAPI = await api(cast.drafter);
    const { body: { blocks } } = await drafterAPI.send("GET", `/documents/${drafted.id}`);
    const table = blocks.find((b) => b.kind === "table");
    const shape = blocks.map((b) => `${b.kind}:${b.ordinal ?? ""}`).join(" ");
    if (shape !== "heading:I. paragraph:1. item:- item:+ paragraph:2. table: paragraph: paragraph:") throw new Error(`saved as ${shape}`);
    if (table.header_rows !== 2 || table.rows[0][2].span !== 2 || table.rows[0][0].down !== 2) throw new Error(`saved as ${JSON.stringify(table)}`);
    for (const said of ["I. TÌNH HÌNH CHUNG", "1. Kết quả nổi bật đạt được", "+ Gạch con", "Tỷ lệ"]) await readPage(drafter, 1, said); // of the PDF
    await page.goto(`/documents/${drafted.id}/edit`);
    await paper.waitFor();
    await holds("| TT | Nội dung | Kết quả | < |\n| ^ | ^ | Số | Tỷ lệ |\n|---|---|---|---|\n");
  });

  await step("soạn dạng chữ thuần được nhớ", async () => {
    await page.getByLabel("Soạn dạng chữ thuần").check();
    await field.fill("1. Gõ trong ô chữ thuần.");
    await page.reload();
    await page.locator("[data-part=plain]:checked").waitFor();
    if (await paper.isVisible() && !(await field.isVisible())) throw new Error("the editor came back by itself");
    await drafter.look();
    await field.fill("1. Gõ trong ô chữ thuần.");
    await page.getByLabel("Soạn dạng chữ thuần").uncheck();
    await paper.getByText("Gõ trong ô chữ thuần.").waitFor();
  });

  await step("điều bị từ chối trở lại nguyên vẹn", async () => {
    await empty();
    await page.keyboard.type("Dấu MẬT đứng riêng:");
    await page.keyboard.press("Enter");
    await page.keyboard.type("MẬT");
    await drafter.allowing([/ 422 /, /status of 422/, /^422 /], async () => {
      // the findings beside the text may have said the same already: what counts is what the answer says
      await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Lưu thay đổi" }).click()]);
      await page.getByText("bí mật nhà nước không được soạn thảo").first().waitFor();
    });
    await paper.waitFor();
    await is("Dấu MẬT đứng riêng:\n\nMẬT");
  });

  await step("trên điện thoại", async () => {
    const mobile = await phone(cast.drafter);
    await mobile.visit(`/documents/${begun.id}/edit`, { name: "/documents/ID/edit, editor" });
    const sheet = mobile.page.getByRole("textbox", { name: "Nội dung" });
    await sheet.tap();
    await mobile.page.keyboard.press("Control+End");
    await mobile.page.keyboard.press("Enter");
    await mobile.page.getByRole("button", { name: "Đoạn 1, 2, 3", exact: true }).tap();
    await mobile.page.keyboard.type("Gõ trên điện thoại.");
    await mobile.page.getByRole("button", { name: "Bảng", exact: true }).tap();
    await mobile.page.keyboard.type("Ô");
    const text = await mobile.page.locator("#text").inputValue();
    if (!text.startsWith("Đoạn cũ.\n\n1. Gõ trên điện thoại.\n\n| Ô |")) throw new Error(text);
    await mobile.look({ name: "/documents/ID/edit, table" });
  });
});
