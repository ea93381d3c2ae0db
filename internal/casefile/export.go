package casefile

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// dossier is a file as data (NĐ 30/2020 Phụ lục VI: the fields of a hồ sơ and of the documents in it).
type dossier struct {
	XMLName     xml.Name      `xml:"HoSo"`
	OrganID     string        `xml:"FileCode>OrganId"`
	OrganName   string        `xml:"FileCode>OrganName"`
	Catalog     int           `xml:"FileCode>FileCatalog"` // the year
	Notation    string        `xml:"FileCode>FileNotation"`
	Title       string        `xml:"Title"`
	Heading     string        `xml:"Heading,omitempty"`
	Maintenance string        `xml:"Maintenance"` // thời hạn bảo quản
	Rule        string        `xml:"MaintenanceRule"`
	Creator     string        `xml:"Creator"`
	State       string        `xml:"State"`
	Start       store.Date    `xml:"StartDate,omitempty"`
	End         store.Date    `xml:"EndDate,omitempty"`
	EndedOn     store.Date    `xml:"WorkEnded,omitempty"`
	ExpiresOn   store.Date    `xml:"RetentionEnd,omitempty"`
	Total       int           `xml:"DocTotal"`
	Pages       int           `xml:"PageTotal"`
	Language    string        `xml:"Language"`
	Description string        `xml:"Description,omitempty"`
	Papers      []dossierItem `xml:"Documents>Document"`
}

type dossierItem struct {
	Ordinal      int        `xml:"DocOrdinal"`
	Source       string     `xml:"Source"`
	TypeName     string     `xml:"TypeName,omitempty"`
	CodeNumber   string     `xml:"CodeNumber,omitempty"`
	CodeNotation string     `xml:"CodeNotation,omitempty"`
	IssuedDate   store.Date `xml:"IssuedDate,omitempty"`
	OrganName    string     `xml:"OrganName,omitempty"`
	Subject      string     `xml:"Subject"`
	Language     string     `xml:"Language"`
	PageAmount   int        `xml:"PageAmount"`
	Place        string     `xml:"PagePlace,omitempty"` // tờ số/trang số
	Description  string     `xml:"Description,omitempty"`
	File         string     `xml:"File,omitempty"`
	SHA256       string     `xml:"SHA256,omitempty"`
	Missing      string     `xml:"Missing,omitempty"` // why no file is with it
}

// Package is a file ready to be written as one zip: the list of contents, the data, the PDFs in the order of time.
type Package struct {
	Name    string // of the zip: "01.TCCB-2026.zip"
	file    *Service
	entries []entry
}

type entry struct {
	name  string
	bytes []byte // made here
	blob  string // or stored
}

// Export makes the package of a file (casefile.read; NĐ 30/2020 Phụ lục VI: export of a hồ sơ to PDF and XML in the order of
// time). The PDF of a document goes with it only where the actor may read the document; of the others stands that they
// are missing, and why. The signed bytes go out as they are.
func (s *Service) Export(ctx context.Context, a authz.Actor, fileID string) (p Package, err error) {
	v, err := s.Show(ctx, a, fileID)
	if err != nil {
		return p, err
	}
	p = Package{Name: fileName(v.File.Code+"-"+fmt.Sprint(v.File.Year)) + ".zip", file: s}
	data := dossierOf(v)
	for i := range v.Items {
		item, row := v.Items[i], &data.Papers[i]
		switch {
		case item.Blob == "":
			row.Missing = "Bản giấy"
		case !item.Mine:
			row.Missing = "Người xuất không có quyền xem văn bản này"
		default:
			row.File, row.SHA256 = fmt.Sprintf("%03d-%s.pdf", i+1, fileName(string(item.Date)+"-"+item.Symbol)), item.Blob
			p.entries = append(p.entries, entry{name: row.File, blob: item.Blob})
		}
	}
	return p, s.addLists(ctx, v, data, &p)
}

// addLists puts the contents list and the data in front.
func (s *Service) addLists(ctx context.Context, v View, data dossier, p *Package) error {
	var list []byte
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		b, err := contents(tx, v)
		if err != nil {
			return err
		}
		list, err = b.PDF()
		return err
	})
	if err != nil {
		return err
	}
	text, err := xml.MarshalIndent(data, "", "  ")
	if err != nil {
		return fmt.Errorf("write a hồ sơ as XML: %w", err)
	}
	p.entries = append([]entry{
		{name: "000-muc-luc-van-ban.pdf", bytes: list}, {name: "ho-so.xml", bytes: append([]byte(xml.Header), text...)},
	}, p.entries...)
	return nil
}

func dossierOf(v View) dossier {
	f := v.File
	d := dossier{
		OrganID: v.Organ.ID, OrganName: v.Organ.Name, Catalog: f.Year, Notation: f.Code, Title: f.Title, Heading: f.Heading,
		Maintenance: f.RetentionText(), Rule: f.RetentionRule, Creator: f.KeeperName, State: StateLabel(f.State), Start: f.From, End: f.To,
		EndedOn: f.EndedOn, ExpiresOn: f.ExpiresOn, Total: len(v.Items), Language: "Tiếng Việt", Description: f.Note,
	}
	for i, item := range v.Items {
		number, notation := item.Symbol, ""
		if at := strings.IndexAny(item.Symbol, "-/"); at > 0 {
			number, notation = item.Symbol[:at], item.Symbol[at+1:]
		}
		d.Pages += item.Pages
		d.Papers = append(d.Papers, dossierItem{
			Ordinal: i + 1, Source: item.Source, TypeName: item.KindName, CodeNumber: number, CodeNotation: notation,
			IssuedDate: item.Date, OrganName: item.Author, Subject: item.Subject, Language: "Tiếng Việt", PageAmount: item.Pages,
			Place: item.Sheets, Description: item.Note,
		})
	}
	return d
}

// fileName makes a name that every system takes: letters without accents, digits, dots and dashes.
func fileName(s string) string {
	var out strings.Builder
	for _, r := range directory.Bare(strings.ReplaceAll(s, "/", "-")) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-':
			out.WriteRune(r)
		default:
			out.WriteByte('-')
		}
	}
	return strings.Trim(out.String(), ".-")
}

// Write writes the zip. PDFs are stored as they are, one in memory at a time; bytes that no longer bear their name end
// the writing, and the zip stays without its directory: nobody takes half a file for a whole one.
func (p Package) Write(ctx context.Context, w io.Writer) error {
	archive := zip.NewWriter(w)
	for _, e := range p.entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Store, Modified: time.Unix(0, 0).UTC()}
		if e.blob == "" {
			header.Method = zip.Deflate
		}
		out, err := archive.CreateHeader(header)
		if err != nil {
			return fmt.Errorf("write the package: %w", err)
		}
		if err := p.copyEntry(ctx, out, e); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the package: %w", err)
	}
	return nil
}

func (p Package) copyEntry(ctx context.Context, out io.Writer, e entry) error {
	if e.blob == "" {
		_, err := out.Write(e.bytes)
		return err
	}
	in, _, err := p.file.Blobs.Open(ctx, e.blob)
	if err != nil {
		return err
	}
	defer in.Close()
	if _, err := io.Copy(out, in); err != nil {
		return fmt.Errorf("write the package: %w", err)
	}
	return nil
}
