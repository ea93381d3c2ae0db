// A working day of the administrators of Văn phòng Tỉnh ủy: a new name, a merger that two people decide, a newcomer with a
// post and a mandate, a group, a term; the second half on the phone.
import { day } from "../rig/day.js";
import { cast } from "../rig/office.js";

const second = "ngan.tm", deputy = "van.dt";

day(async ({ step, desktop, phone }) => {
  const rounds = [["máy để bàn", desktop, "ld-ubkttu", ["ld-btctu", "ld-bnctu"], "1"], ["điện thoại", phone, "ld-mttq", ["xa-bxdd-tuyphong", "xa-ubktdu-tuyphong"], "2"]];
  for (const [device, sit, renamed, merged, n] of rounds) {
    const first = await sit(cast.admin), other = await sit(second), page = first.page;
    const says = async (person, text) => person.page.getByText(text).first().waitFor();
    const press = async (person, name) => {
      await Promise.all([person.page.waitForEvent("load"), person.page.getByRole("button", { name, exact: true }).first().click()]);
    };

    await step(`${device}: các trang quản trị tổ chức`, async () => {
      for (const path of ["/admin", "/admin/organs", "/admin/organs?under=ld-tu", "/admin/organs?q=khong+co+ai", "/admin/organs/new?under=ld-tu", "/admin/people", "/admin/people/new", "/admin/groups", "/admin/terms", "/admin/proposals", "/admin/reorganisation"]) {
        await first.visit(path);
      }
    });

    await step(`${device}: đổi tên một cơ quan`, async () => {
      await first.visit("/admin/organs?q=Tỉnh ủy");
      await first.visit("/admin/organs/ld-ubkttu");
      await page.getByLabel("Tên đầy đủ").fill(`Cơ quan Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng ${n}`);
      const from = page.getByLabel("Có hiệu lực từ ngày");
      const today = await from.inputValue(), next = new Date(today);
      next.setDate(next.getDate() + Number(n));
      await from.fill(next.toISOString().slice(0, 10));
      await page.getByLabel("Văn bản quyết định").fill("Quyết định số 12-QĐ/TU");
      await press(first, "Ghi thay đổi");
      await says(first, `Cơ quan Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng ${n}`);
      await first.look({ name: "admin-organ" });
    });

    await step(`${device}: sáp nhập, người thứ hai quyết định`, async () => {
      await page.goto(`/admin/reorganisation?ending=${merged[0]}`);
      await page.getByLabel(/^Cơ quan kết thúc/).fill(merged.join("\n"));
      await page.getByLabel(/^Cơ quan mới kế thừa/).fill(`Cơ quan hợp nhất số ${n} | HN${n}`);
      await page.getByLabel("Văn bản quyết định").fill("Quyết định số 13-QĐ/TU");
      await press(first, "Xem trước");
      await says(first, "Chức vụ kết thúc hoặc chuyển");
      await first.look({ name: "admin-preview" });
      await press(first, "Đề nghị, chờ người thứ hai quyết định");
      await says(first, "Chờ một quản trị khác");
      if (await page.getByRole("button", { name: "Đồng ý, thực hiện" }).count()) throw new Error("who proposed may decide");
      await other.page.goto("/admin/proposals");
      await other.look({ name: "admin-proposals" });
      await other.page.getByRole("link", { name: new RegExp(`hợp nhất số ${n}`) }).click();
      await says(other, "Việc sẽ xảy ra");
      await other.look({ name: "admin-proposal" });
      await press(other, "Đồng ý, thực hiện");
      await says(other, "Đã đồng ý, đã thực hiện");
    });

    await step(`${device}: người mới có chức vụ và tài khoản`, async () => {
      await page.goto("/admin/people/new");
      await page.getByLabel("Họ và tên").fill(`Nguyễn Thị Mới ${n}`);
      await page.getByLabel("Tên đăng nhập").fill(`moi.nt${n}`);
      await page.getByLabel("Cơ quan, đơn vị (tên hoặc mã)").fill("ld-vptu-th");
      await page.getByLabel("Chức vụ, như in trên chữ ký").fill("Chuyên viên");
      await press(first, "Thêm, tạo tài khoản");
      const password = await page.locator(".secret").innerText();
      if (!/^\S{4}(-\S{4}){3}$/.test(password)) throw new Error(`the password is ${password}`);
      await first.look({ name: "admin-account" });
      await page.getByRole("link", { name: "Đến trang của người này" }).click();
      await says(first, "Chuyên viên");
      await first.look({ name: "admin-person" });
    });

    await step(`${device}: ghi giấy giao quyền ký rồi đề nghị kết thúc`, async () => {
      await page.goto("/admin/people?q=" + encodeURIComponent("quyen.hn"));
      await page.getByRole("link", { name: "Huỳnh Nhật Quyền" }).click();
      await page.getByText("Ghi giấy giao quyền ký cho người này").click();
      await page.getByLabel("Ký văn bản của cơ quan (tên hoặc mã)").fill("ld-btgdvtu");
      await page.getByLabel("Hình thức").selectOption("T/L");
      await page.getByLabel("Văn bản giao quyền").fill(`Quy chế làm việc số ${n}`);
      await page.getByLabel(/cấp phó của đơn vị/).check();
      await press(first, "Ghi");
      await says(first, `Quy chế làm việc số ${n}`);
      await press(first, "Đề nghị kết thúc");
      await says(first, "Kết thúc quyền ký T/L");
      await press(first, "Rút đề nghị");
      await says(first, "Đã rút");
    });

    await step(`${device}: nhóm nơi nhận theo ngày`, async () => {
      await page.goto("/admin/groups");
      await page.getByLabel("Tên, như ghi ở nơi nhận").fill(`Tổ công tác số ${n}`);
      await page.getByLabel("Của cơ quan (tên hoặc mã)").fill("ld-tu");
      await page.getByLabel(/^Thành viên/).fill("ld-vptu\nld-ubkttu");
      await press(first, "Thêm nhóm");
      await says(first, "Thành viên qua thời gian");
      await first.look({ name: "admin-group" });
      await press(first, "Bỏ khỏi nhóm");
      await says(first, "Thành viên qua thời gian");
    });

    await step(`${device}: nhiệm kỳ, điều sai được nói rõ`, async () => {
      await page.goto("/admin/terms");
      await page.getByLabel("Cấp ủy (tên hoặc mã)").fill("ld-tu");
      await page.getByLabel(/^Nhiệm kỳ \(I/).fill("II");
      await first.allowing([/422/, /Failed to load resource/], async () => {
        await press(first, "Mở nhiệm kỳ");
        await says(first, "trùng thời gian với nhiệm kỳ");
        await first.look({ name: "admin-terms" });
      });
    });
  }
});
