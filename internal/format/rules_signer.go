package format

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
)

const signerSpot = "Khối ký"

var (
	// Học hàm, học vị and ranks of science before a name. Ranks of the forces (Đại tá) are no such title.
	degrees      = regexp.MustCompile(`^(?:(?:GS|PGS|TS|TSKH|ThS|Th\.S|Ths|CN|KS|BS|BSCKI{0,2}|DS|LS|KTS|NCS|NGƯT|NGND|NSƯT|TTƯT|Giáo sư|Phó giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ|Kỹ sư|Bác sĩ|Bác sỹ|Cử nhân)[.,:\s/-]+)+`)
	partyFormula = regexp.MustCompile(`^(?:T/M|K/T|T/L)(?:[^\p{L}]|$)`)
	dottedParty  = regexp.MustCompile(`^(?:TM|KT|TL)(?:\.|\s)`)
	deputyLine   = regexp.MustCompile(`^(?:K/T|KT\.?)\s*(.+)$`)
	partyHeads   = regexp.MustCompile(`^K/T\s*BÍ THƯ(?:\s|$)`)
)

// signature is F12 and the part of a signature block that a page shows.
func (f *findings) signature(c Content) {
	if c.Facts != nil && c.Facts.NotEntitled != "" {
		f.add("F12 SIGNER_NOT_ENTITLED", onPage(signerSpot).with(c.SignerName), "%s", c.Facts.NotEntitled)
	}
	if title := degrees.FindString(c.SignerName); title != "" {
		f.add("F12 SIGNER_TITLE", onPage(signerSpot).with(c.SignerName), "Trước họ tên người ký không ghi “%s”.", strings.TrimRight(title, " ,:/-"))
	}
	if len(c.Formula) == 0 {
		return
	}
	f.formula(c)
	if c.Facts == nil || len(c.Facts.Formula) == 0 || c.Facts.NotEntitled != "" {
		return
	}
	if wanted := c.Facts.Formula; !slices.Equal(folded(wanted), folded(c.Formula)) {
		f.add("F12 FORMULA_MISMATCH", onPage(signerSpot).with(strings.Join(c.Formula, " / ")), "Quyền hạn, chức vụ theo danh bạ là “%s”.", strings.Join(wanted, " / "))
	}
}

// unsigned is F12 of a file that does not show the whole of a signature block.
func (f *findings) unsigned(c Content) {
	if c.Kind.ID == "" || c.Kind.Recipients != document.Required {
		return
	}
	at, missing := onPage(signerSpot), ""
	switch {
	case len(c.Formula) == 0 && c.SignerName == "":
		missing = "quyền hạn, chức vụ và họ tên"
	case len(c.Formula) == 0:
		missing, at.found = "quyền hạn, chức vụ của", c.SignerName
	case c.SignerName == "":
		missing, at.found = "họ tên", strings.Join(c.Formula, " / ")
	default:
		return
	}
	f.add("F12 SIGNATURE_MISSING", at, "Bản này không có %s người ký.", missing)
}

func folded(lines []string) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = directory.Fold(l)
	}
	return all
}

// formula reads the lines above the name.
func (f *findings) formula(c Content) {
	at := onPage(signerSpot)
	for i, line := range c.Formula {
		line = strings.TrimSpace(line)
		switch {
		case c.Regime == string(directory.Party) && dottedParty.MatchString(line), c.Regime == string(directory.State) && partyFormula.MatchString(line):
			f.add("F12 FORMULA_STYLE", at.with(line), "“%s” không theo cách ghi quyền hạn ký của hệ văn bản này.", line)
		case c.Regime == string(directory.Party) && partyHeads.MatchString(line):
			f.add("F12 FORMULA_FORBIDDEN", at.with(line), "Cấp ủy là tập thể: phó bí thư ký “T/M”, không ký “K/T”.")
			return
		}
		m := deputyLine.FindStringSubmatch(line)
		if m != nil && i+1 < len(c.Formula) && directory.Fold(c.Formula[i+1]) == directory.Fold(m[1]) {
			f.add("F12 FORMULA_POSITION", at.with(line+" / "+c.Formula[i+1]), "Người ký thay phải ghi chức vụ cấp phó của mình, không ghi “%s”.", c.Formula[i+1])
		}
	}
}
