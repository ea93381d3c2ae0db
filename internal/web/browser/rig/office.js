// The people of the demo's Văn phòng Tỉnh ủy Lâm Đồng and what they make together.
export const cast = {
  drafter: "phong.tb", // chuyên viên Phòng Tổng hợp
  approver: "nhi.dk", // trưởng phòng Tổng hợp
  checker: "huong.dp", // phó chánh văn phòng
  signer: "khai.dn", // chánh văn phòng
  clerk: "lieu.bd", // văn thư
  recipient: "hang.qn", // văn thư of Ban Tổ chức
  admin: "kien.hb",
};

// way is who does what next in a state, up to the issue.
const way = {
  drafting: ["submit", cast.drafter], returned: ["submit", cast.drafter], unit_review: ["approve", cast.approver],
  format_check: ["check_format", cast.checker], awaiting_signature: ["sign", cast.signer], signed: ["assign_number", cast.clerk],
  numbered: ["seal", cast.clerk], sealed: ["issue", cast.clerk],
};

const text = `Văn phòng Tỉnh ủy thông báo lịch trực cơ quan như sau:

1. Trực từ 7 giờ 30 phút đến 17 giờ các ngày làm việc.

2. Các ban của Tỉnh ủy gửi danh sách người trực về Văn phòng Tỉnh ủy.`;

// draft makes a small thông báo of the drafter's; fields replace its own.
export async function draft(api, fields = {}) {
  const drafter = await api(cast.drafter), signer = await api(cast.signer);
  return drafter.send("POST", "/documents", {
    kind: "notice", subject: "về lịch trực cơ quan", signer: signer.actor.id, text,
    recipients_text: "- Thường trực Tỉnh ủy (để báo cáo);\n- Các ban của Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
    ...fields,
  });
}

// carry takes a document on, each by whom it concerns, until it is in a state.
export async function carry(api, document, state) {
  while (document.state !== state) {
    const [action, who] = way[document.state] ?? [];
    if (!action) throw new Error(`the way ends in ${document.state}, not in ${state}`);
    document = await (await api(who)).fire(document.id, action);
  }
  return document;
}

// links gives the addresses that letters about a document would bring to its receivers.
export async function links(office, document) {
  const response = await fetch(`${office.aside}/links/${document.id}`, { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
