// What Word leaves on the clipboard for a piece of a document, with all that comes along: styles, classes, conditional
// comments, XML, lists drawn by hand, a comment, tracked changes, hidden words, a field, old fonts. Written by hand after
// what Word 2016 writes.
const list = (level, marker, words) => `<p class=MsoListParagraphCxSpMiddle style='margin-left:${level * 18}.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='mso-fareast-font-family:"Times New Roman";mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>${words}<o:p></o:p></p>`;

const cell = (words, more = "") => `<td width=120 ${more} valign=top style='width:90.0pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt'>${words}</td>`;

export const wordPiece = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>Tiêu đề tệp</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal, li.MsoNormal { margin:0cm; font-size:14.0pt; font-family:"Times New Roman",serif; } @page { size:595.3pt } --></style>
<script>window.ran = 1</script></head>
<body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify'><b style='mso-bidi-font-weight:normal'><span style='font-size:14.0pt;color:#C00000'>I. TÌNH HÌNH
CHUNG<o:p></o:p></span></b></p>
${list(1, "1.", `Kết quả <b><span style='mso-bidi-font-size:13.0pt'>nổi bật</span></b><span style='mso-spacerun:yes'>  </span><del cite="mailto:a" datetime="2026-01-01T00:00"><span>chữ đã xóa</span></del><ins cite="mailto:a">đạt được</ins><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>.`)}
${list(1, `<span style='font-family:Symbol'>·</span>`, "Gạch thứ nhất<span style='display:none;mso-hide:all'>chữ ẩn</span>")}
${list(2, `<span style='font-family:"Courier New"'>o</span>`, "Gạch con")}
${list(1, "2.", `<a style='mso-comment-reference:AN_1;mso-comment-date:20260101T0000'>Việc còn lại</a><span class=MsoCommentReference><span style='mso-special-character:comment'>&nbsp;<![if !supportAnnotations]><a class=msocomanchor href="#_msocom_1">[AN1]</a><![endif]></span></span>`)}
<img width=1 src="https://ngoai.example/theo-doi.png" onerror="window.ran = 2"><svg onload="window.ran = 3"></svg>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
 <thead><tr style='mso-yfti-irow:0'>${cell("<p class=MsoNormal align=center><b>TT<o:p></o:p></b></p>", "rowspan=2")}${cell("<p class=MsoNormal><b>Nội dung</b></p>", "rowspan=2")}${cell("<p class=MsoNormal><b>Kết quả</b></p>", "colspan=2")}</tr>
 <tr>${cell("<p><b>Số</b></p>")}${cell("<p><b>Tỷ lệ</b></p>")}</tr></thead>
 <tr style='mso-yfti-irow:2;mso-yfti-lastrow:yes'>${cell("<p class=MsoNormal>1<o:p></o:p></p>")}${cell("<p class=MsoNormal>Dòng một</p><p class=MsoNormal>dòng hai</p>")}${cell("<p class=MsoNormal><i>120</i></p>")}${cell("<p class=MsoNormal>5%</p>")}</tr>
</table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><span style='font-family:.VnTime'>TØnh ñy B×nh ThuËn</span></p>
<p class=MsoNormal style='text-indent:36.0pt'><span style='mso-tab-count:1'>            </span>Kết thúc.<o:p></o:p></p>
<!--EndFragment-->
<div style='mso-element:comment-list'><div style='mso-element:comment' id=_com_1><p class=MsoCommentText>Lời góp ý của lãnh đạo</p></div></div>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> Theo Báo cáo số
12-BC/TU.<o:p></o:p></p></div></div>
</body></html>`;

// dirty is what must not come into the text.
export const dirty = ["mso", "Mso", "style", "chữ đã xóa", "chữ ẩn", "AN1", "góp ý", "[1]", "Tiêu đề tệp", "Normal", "TØnh", "·", "supportLists"];

// huge is one paragraph of a piece that is repeated until it is large.
export const huge = `<p class=MsoNormal style='margin:0cm;text-align:justify;text-indent:36.0pt;line-height:150%'><span lang=VI style='font-size:14.0pt;line-height:150%;mso-fareast-language:EN-US;font-family:"Times New Roman",serif'>Đoạn văn bản dài của một kế hoạch nhiều trang, lặp lại để phần dán lớn lên, có <b style='mso-bidi-font-weight:normal'>chữ đậm</b> và <i>chữ nghiêng</i>.<o:p></o:p></span></p>\n`;
