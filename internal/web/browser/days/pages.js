// Every page of the menu and of a document's life, as those open it who have to do with it, at both widths.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ step, desktop, phone, api }) => {
  const issued = await carry(api, await draft(api), "issued");
  const waiting = await carry(api, await draft(api, { subject: "về việc chờ ký" }), "awaiting_signature");
  const drafted = await draft(api, { subject: "về việc còn soạn" });
  const boxes = ["drafts", "todo", "waiting", "signing", "sealing", "issued", "received", "all"].map((box) => `/boxes/${box}`);
  const rounds = [
    [cast.drafter, [
      "/", ...boxes, "/notices", "/search", "/search?q=lich+truc", "/received", "/called-back", "/recipients", "/tasks", "/copies",
      "/case-files", "/calendar", "/absences", "/password", "/documents/new",
      `/documents/${drafted.id}`, `/documents/${drafted.id}/edit`, `/documents/${drafted.id}/import`, `/documents/${drafted.id}/check`,
      `/documents/${drafted.id}/versions/1`, `/documents/${issued.id}`, `/documents/${issued.id}/deliveries`, `/documents/${issued.id}/cascade`,
      `/documents/${issued.id}/aftermath`, `/documents/${issued.id}/tasks`,
    ]],
    [cast.signer, ["/", "/boxes/signing", `/documents/${waiting.id}`]],
    [cast.clerk, ["/registers", "/incoming", "/incoming/new", `/documents/${issued.id}`]],
    [cast.recipient, ["/received", `/documents/${issued.id}`]],
    [cast.admin, ["/", "/calendar"]],
  ];
  for (const [device, sit] of Object.entries({ "máy để bàn": desktop, "điện thoại": phone })) {
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
});
