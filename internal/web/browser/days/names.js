// The pages as a screen reader tells them: what they, their parts, buttons and fields are called.
import { day } from "../rig/day.js";
import { wrongNames } from "../rig/names.js";
import { carry, cast, draft } from "../rig/office.js";

const states = {
  drafting: cast.drafter, unit_review: cast.approver, format_check: cast.checker, awaiting_signature: cast.signer,
  signed: cast.clerk, numbered: cast.clerk, sealed: cast.clerk, issued: cast.drafter,
};

day(async ({ step, desktop, phone, api }) => {
  const in_ = {};
  for (const state of Object.keys(states)) in_[state] = await carry(api, await draft(api, { subject: `về việc đang ở bước ${Object.keys(in_).length + 1}` }), state);
  const pages = [
    ["đăng nhập", "", "/login"], ["bàn làm việc", cast.approver, "/"], ["hộp văn bản", cast.approver, "/boxes/todo"], ["hộp ký duyệt", cast.signer, "/boxes/signing"],
    ...Object.entries(states).map(([state, who], i) => [`văn bản ở bước ${i + 1}`, who, `/documents/${in_[state].id}`]),
    ["chọn loại văn bản", cast.drafter, "/documents/new"], ["trang soạn thảo", cast.drafter, `/documents/${in_.drafting.id}/edit`],
    ["ký nhiều văn bản", cast.signer, `/sign?document=${in_.awaiting_signature.id}`], ["văn thư", cast.clerk, "/clerk"],
    ["văn thư, một văn bản", cast.clerk, `/clerk?doc=${in_.signed.id}`], ["văn bản đến", cast.recipient, "/received"], ["giải quyết văn bản đến", cast.recipient, "/incoming"],
    ["tình hình gửi, nhận", cast.drafter, `/documents/${in_.issued.id}/deliveries`], ["báo cáo", cast.signer, "/reports"], ["quản trị", cast.admin, "/admin"],
    ["thông báo", cast.drafter, "/notices"], ["vắng mặt", cast.drafter, "/absences"], ["tìm kiếm", cast.drafter, "/search"],
  ];
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
    const sitting = new Map();
    for (const [name, who, path] of pages) {
      await step(`${device}: ${name}`, async () => {
        if (!sitting.has(who)) sitting.set(who, await sit(who));
        const person = sitting.get(who);
        const response = await person.page.goto(path);
        if (response.status() !== 200) throw new Error(`${path} gave ${response.status()}`);
        const wrong = await wrongNames(person);
        if (wrong.length) throw new Error(wrong.join("\n"));
      });
    }
  }
});
