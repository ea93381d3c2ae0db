package layout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/fault"
)

// chart is a picture of bars, in the format asked for, and its hash.
func chart(t testing.TB, format string, w, h int) (raw []byte, sha string) {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, G: 255, B: 255}
			if bar := x * 8 / w; x*8%w < w*6/8 && y > h*(bar+1)/10 {
				c = color.NRGBA{R: uint8(30 * bar), G: 90, B: 160, A: 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	var err error
	if format == "png" {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: 90})
	}
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	return b.Bytes(), hex.EncodeToString(sum[:])
}

func picture(sha string, w, h float64, alt string) document.Block {
	return document.Block{Kind: document.Figure, Picture: &document.Picture{SHA256: sha, MediaType: "image/png", Width: w, Height: h, Alt: alt}}
}

// spanned is a table of two header rows and n groups of three rows, each bound by a cell over all three.
func spanned(n int) document.Block {
	t := document.Block{Kind: document.Table, HeaderRows: 2, Rows: [][]document.Cell{
		{{Runs: plain("TT"), Down: 2}, {Runs: plain("Đơn vị"), Down: 2}, {Runs: plain("Kết quả thực hiện"), Span: 3}},
		{{Runs: plain("Chỉ tiêu")}, {Runs: plain("Kế hoạch")}, {Runs: plain("Thực hiện")}},
	}}
	for i := range n {
		t.Rows = append(t.Rows, []document.Cell{
			{Runs: plain(fmt.Sprint(i + 1)), Down: 3}, {Runs: plain(fmt.Sprintf("Đảng ủy xã số %d, gồm các chi bộ trực thuộc", i+1)), Down: 3},
			{Runs: plain("Kết nạp đảng viên mới trong 6 tháng đầu năm")}, {Runs: plain("20")}, {Runs: plain("18")},
		}, cells("Chi bộ hoàn thành tốt nhiệm vụ", "12", "12"), cells("Hồ sơ trực tuyến", "1.200", "1.180"))
	}
	return t
}

func TestAPictureThatCannotBeReadIsAFault(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 20)
	for name, images := range map[string]map[string][]byte{"missing": nil, "broken": {sha: raw[:len(raw)/2]}, "another format": {sha: []byte("GIF89a")}} {
		s := partyNotice(prose(1), picture(sha, 80, 40, "Sơ đồ tổ chức"), prose(1))
		s.Images = images
		_, err := Render(s)
		f := fault.Of(err)
		if f.Code != "FIGURE_UNREADABLE" || len(f.Reasons) != 1 || f.Reasons[0].Detail != "Không đọc được hình ở khối 2 (“Sơ đồ tổ chức”)." {
			t.Errorf("%s: %v %v", name, err, f.Reasons)
		}
	}
}

// TestAPictureGivesWay: it stands in the column, and gets smaller rather than leave the signature block alone.
func TestAPictureGivesWay(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 60)
	s := partyNotice(prose(1), prose(2), picture(sha, 250, 250, ""))
	s.Images = map[string][]byte{sha: raw}
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		t.Fatal(err)
	}
	c := &composer{rules: rules, sheet: s.normalised()}
	if err := c.readPictures(); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, p := range c.pages() {
		signed, pictured := false, false
		for _, r := range p.rows {
			for _, o := range r.ops {
				signed = signed || o.kind == signatureField
				if o.kind == drawPicture {
					pictured = true
					if x0, x1 := c.edges(); o.x < x0-0.01 || o.x+o.w > x1+0.01 || o.w < 40*mm || math.Abs(o.w-o.h) > 0.01 {
						t.Errorf("the picture is %.0f × %.0f points at %.0f", o.w, o.h, o.x)
					}
				}
			}
		}
		found = found || signed && pictured
	}
	if !found {
		t.Error("the signature block stands without the picture that ends the text")
	}
}
