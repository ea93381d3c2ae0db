// Package task follows up what was concluded (theo dõi kết luận): the tasks that a thông báo kết luận gives, the reports
// that a Chỉ thị or a Kế hoạch asks for again and again, and the figures that an office asks of the organs below it.
//
// It owns the proposed list of a document (task_list, task_item), the tasks that came of it (task), the obligations to
// report (report_obligation), the requests for figures (data_request, data_answer) and who sees them (task_access).
//
// It refuses: a list whose leads are not among the Nơi nhận, a deadline in the past, a report without evidence, a
// confirmation by whoever reported, a cancellation without a document, a rule of recurrence finer than a day or that
// names no date. It changes no document: a task is delivered with one (Deliver), and the document's state is signoff's.
//
// Invariants:
//   - a task is given to one lead organ; what a conclusion gives to three organs is three tasks;
//   - an unconfirmed list blocks nothing: its document shows as “chưa phân rã”, and nobody gets a task of it;
//   - a task keeps the words and the document it came from, and once closed stays closed (the database refuses too);
//   - the date of the text and the date that the văn phòng set for itself are never mixed up;
//   - a rule of recurrence makes one task an organ and date, however often the job runs, and never more than a window ahead.
package task
