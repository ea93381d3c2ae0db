// Package casefile keeps hồ sơ: the list of files of a year (Danh mục hồ sơ), the files, what lies in them, who may see
// them, their hand-over to the archive, and who borrowed what (NĐ 30/2020 Art. 28-32 and Phụ lục V; Luật Lưu trữ 33/2024).
// It owns case_plan, case_file, case_file_item, case_file_access, case_handover, case_handover_file and case_loan.
//
// A file belongs to an organ and stands in its list of one year under a code (“01.TCCB”). It is planned, then open, then
// closed when its work has ended, submitted to the archive, archived. A paper in it is a document of this system, an
// arrival, or a paper that lies on paper only; the bytes stay where they are, so that one document may lie in many files.
//
// Invariants, held by the code and again by the database:
//   - papers come in and go out only while the file is open; what was taken out keeps its row, with who and why;
//   - a closed file has at least one paper, no document that is still on its way, and totals that no longer change;
//   - who takes a hand-over is not who proposed it; who allows a loan is not who borrows; who consents to keeping a file
//     back is not its keeper;
//   - an archived file never changes;
//   - a file keeps the retention rule that it was made by, whatever the table says later;
//   - every change has one event, in its transaction: subject “case_file”, “case_plan”, “case_handover”.
//
// Whoever sees a file sees its contents list, as who sees a register sees its lines. That opens no document: each is read,
// and its PDF put into an export, by its own right alone. Lưu trữ gets that right when it accepts the file.
//
// It refuses what bears a mark of secrecy, codes and titles that are too long, and whoever may not see a file hears that
// there is none.
package casefile
