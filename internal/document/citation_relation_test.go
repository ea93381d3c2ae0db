package document

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the words before a citation say that it is for the document that cites it.
func TestRelations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Relation{
		"Căn cứ Luật số 33/2024/QH15; Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;\nCăn cứ Quyết định số 5/QĐ-UBND": {Grounds, Grounds, Grounds},
		"Theo tinh thần Chỉ thị 34-CT/TU của Ban Thường vụ Tỉnh ủy":                                                                                 {Grounds},
		"theo quy định tại khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP":                                                                               {Grounds},
		"theo đề nghị tại Tờ trình số 5-TTr/BTCTU":                                                                                                  {Grounds},
		"Kế hoạch thực hiện Chỉ thị số 23-CT/TU":                                                                                                    {Implements},
		"triển khai thực hiện các nội dung, mục tiêu của Chỉ thị số 23-CT/TU":                                                                       {Implements},
		"quán triệt sâu kỹ Chỉ thị 34-CT/TU, Hướng dẫn 80-HD/BTGTU, ngày 8/7/2013":                                                                  {Implements, Implements},
		"thực hiện tốt Quyết định số 217-QĐ/TW và số 218-QĐ/TW của Bộ Chính trị":                                                                    {Implements, Implements},
		"thực hiện Chỉ thị số 23-CT/TU về thi đua, Kế hoạch số 77-KH/HU":                                                                            {Implements, Implements},
		"Sơ kết 5 năm thực hiện Nghị quyết Trung ương 4; Chỉ thị 34":                                                                                {Implements, Implements},
		"Trả lời Công văn số 12/UBND-VX, Văn phòng có ý kiến":                                                                                       {Answers},
		"Phúc đáp Công văn số 770-CV/TU":                                                                                                            {Answers},
		"V/v trả lời Công văn số 770-CV/TU":                                                                                                         {Answers},
		"Công văn trả lời số 770-CV/TU":                                                                                                             {Mentions},
		"Quyết định này thay thế Quyết định số 5-QĐ/TU và Quy định số 6-QĐ/TU":                                                                      {Replaces, Replaces},
		"bãi bỏ khoản 1 Điều 3 Quyết định số 5-QĐ/TU":                                                                                               {Amends},
		"về việc sửa đổi, bổ sung một số điều của Quyết định số 5-QĐ/TU":                                                                            {Amends},
		"đính chính Kế hoạch số 77-KH/HU":                                                                                                           {Amends},
		"ban hành kèm theo Quyết định số 5-QĐ/TU; tiếp theo Công văn số 6-CV/TU":                                                                    {Mentions, Mentions},
		"được sửa đổi bởi Nghị định số 30/2020/NĐ-CP":                                                                                               {Mentions},
		"kết quả như Báo cáo số 403-BC/TU; tại Công văn số 770-CV/TU":                                                                               {Mentions, Mentions},
		"Sau khi có Chỉ thị số 23-CT/TU, Kế hoạch số 77-KH/HU":                                                                                      {Mentions, Mentions},
		"Thực hiện Chỉ thị số 23-CT/TU, Huyện ủy ban hành Kế hoạch số 77-KH/HU":                                                                     {Implements, Mentions},
		"Thực hiện Chỉ thị số 23-CT/TU. Kế hoạch số 77-KH/HU":                                                                                       {Implements, Mentions},
		"về việc thực hiện\n\nChỉ thị số 23-CT/TU":                                                                                                  {Mentions},
		"việc thực hiện. Chỉ thị số 23-CT/TU":                                                                                                       {Mentions},
		"báo cáo theo mẫu. Kế hoạch số 77-KH/HU":                                                                                                    {Mentions},
		"gắn với thực hiện Chỉ thị 34-CT/TU và phong trào; Chỉ thị 55-CT/TU":                                                                        {Implements, Mentions},
		// The words describe the citation before, not the citing document.
		"Căn cứ Kế hoạch số 77-KH/HU về thực hiện Chỉ thị số 23-CT/TU":                                         {Grounds, Mentions},
		"Nghị định số 9/2010/NĐ-CP của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 110/2004/NĐ-CP": {Mentions, Mentions},
		"Theo Kế hoạch số 77-KH/HU; thực hiện Chỉ thị số 23-CT/TU":                                             {Grounds, Implements},
	} {
		var got []Relation
		for _, c := range FindCitations(text, DefaultIssuers()) {
			got = append(got, c.Relation)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}
