// Every page of the menu and of a document's life, as those open it who have to do with it.
import { carry, cast, draft } from "./office.js";

// longSubject is as long as a trích yếu gets: lists, cards and heads break its lines and stay within the screen.
const longSubject = "về việc tăng cường sự lãnh đạo của các cấp ủy, tổ chức đảng đối với công tác số hóa, chỉnh lý, bảo quản, khai thác và phát huy giá trị tài liệu lưu trữ hình thành trong quá trình hoạt động của các cơ quan, tổ chức, đơn vị sự nghiệp công lập và doanh nghiệp nhà nước trên địa bàn tỉnh Lâm Đồng";

// everyPage visits them all at one kind of screen.
export async function everyPage({ step, api }, device, sit) {
  const issued = await carry(api, await draft(api), "issued");
  const waiting = await carry(api, await draft(api, { subject: "về việc chờ ký" }), "awaiting_signature");
  const drafted = await draft(api, { subject: "về việc còn soạn" });
  const long = await draft(api, { subject: longSubject });
  const longWaiting = await carry(api, await draft(api, { subject: longSubject }), "awaiting_signature");
  const boxes = ["drafts", "todo", "waiting", "signing", "sealing", "issued", "received", "all"].map((box) => `/boxes/${box}`);
  const rounds = [
    [cast.drafter, [
      "/", ...boxes, "/notices", "/search", "/search?q=lich+truc", "/received", "/called-back", "/recipients", "/tasks", "/copies",
      "/case-files", "/calendar", "/absences", "/password", "/documents/new",
      "/people", "/help", "/settings/look", "/settings/device", "/offline", "/tasks/board", "/obligations", "/data-requests",
      `/documents/${long.id}`, `/documents/${long.id}/edit`, `/documents/${long.id}/check`,
      `/documents/${drafted.id}`, `/documents/${drafted.id}/edit`, `/documents/${drafted.id}/import`, `/documents/${drafted.id}/check`,
      `/documents/${drafted.id}/versions/1`, `/documents/${issued.id}`, `/documents/${issued.id}/deliveries`, `/documents/${issued.id}/cascade`,
      `/documents/${issued.id}/aftermath`, `/documents/${issued.id}/tasks`,
    ]],
    [cast.signer, [
      "/", "/boxes/signing", "/sign", `/sign?document=${longWaiting.id}`, `/documents/${waiting.id}`, `/documents/${longWaiting.id}`,
      "/reports", "/reports/waiting", "/tasks?only=all",
    ]],
    [cast.clerk, ["/clerk", "/registers", "/case-handovers", "/incoming", "/incoming/new", `/documents/${issued.id}`]],
    [cast.recipient, ["/received", `/documents/${issued.id}`]],
    [cast.admin, [
      "/", "/calendar", "/admin", "/admin/chains", "/admin/policies", "/admin/jobs", "/admin/jobs/failures", "/admin/audit",
      "/admin/audit/refusals", "/admin/certificates", "/admin/health", "/admin/groups", "/admin/terms", "/admin/organs",
      "/admin/organs/new", "/admin/reorganisation", "/admin/proposals", "/admin/people", "/admin/people/new",
    ]],
  ];
  for (const [who, paths] of rounds) {
    const person = await sit(who);
    for (const path of paths) {
      await step(`${device}, ${who}: ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID")}`, () => person.visit(path));
    }
    await step(`${device}, ${who}: trang không có`, () => person.visit("/khong-co", { status: 404 }));
  }
  const guest = await sit("");
  await step(`${device}: đăng nhập`, () => guest.visit("/login"));
}
