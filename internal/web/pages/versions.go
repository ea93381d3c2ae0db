package pages

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// versionView is one version in a list.
type versionView struct {
	document.Version
	Author string
}

// versionsOf are all versions of a document, the newest first.
func (s *site) versionsOf(ctx context.Context, who, id string) (list []versionView, err error) {
	history, err := s.Signoff.Versions(ctx, who, id)
	if err != nil {
		return nil, err
	}
	for _, v := range slices.Backward(history.Versions) {
		list = append(list, versionView{v, history.People[v.AuthorID]})
	}
	return list, nil
}

// oldVersionView is the page of a text as it is or once was, with what was said about it.
type oldVersionView struct {
	page
	View       signoff.View
	Content    document.Content
	Author     string
	Blocks     []blockView
	Lost       []threadView // about blocks that were deleted since
	MayComment bool
	Typed      commentForm // of a comment that was refused
}

// blockView is one block of the text and what was said about it.
type blockView struct {
	N       int
	Body    document.Body // of this block alone
	Threads []threadView
}

// redlineView is the page of what changed between two versions.
type redlineView struct {
	page
	View     signoff.View
	From, To int
	Summary  []string
	Words    document.Summary
	Parts    []partView
	Versions []versionView
}

// partView is a part of the text that has passages in either version.
type partView struct {
	Label    string
	Part     document.Part
	Passages []document.Passage
}

var errNoVersion = fault.New(fault.NotFound, "VERSION_NOT_FOUND", "Không tìm thấy phiên bản nội dung này.")

// versions leads to the two versions that were chosen, or to the last change.
func (s *site) versions(c echo.Context, who string) error {
	id := c.Param("id")
	from, okFrom := number(c.QueryParam("from"))
	to, okTo := number(c.QueryParam("to"))
	if !okFrom || !okTo {
		list, err := s.versionsOf(c.Request().Context(), who, id)
		if err != nil {
			return err
		}
		to = len(list)
		from = max(1, to-1)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/documents/%s/versions/%d...%d", id, from, to))
}

// version shows one version ("3") or what changed between two ("1...3").
func (s *site) version(c echo.Context, who string) error {
	first, second, two := strings.Cut(c.Param("n"), "...")
	from, ok := number(first)
	if !ok {
		return errNoVersion
	}
	if !two {
		return s.versionPage(c, who, c.Param("id"), from, nil, commentForm{})
	}
	to, ok := number(second)
	if !ok {
		return errNoVersion
	}
	return s.redlinePage(c, who, c.Param("id"), from, to)
}

// versionPage shows a text; refused is the comment that led here, or nil.
func (s *site) versionPage(c echo.Context, who, id string, n int, refused *fault.Fault, typed commentForm) error {
	ctx := c.Request().Context()
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	view := oldVersionView{View: v, Typed: typed}
	if view.Content, err = s.Signoff.Version(ctx, who, id, n); err != nil {
		return err
	}
	said, err := s.Signoff.Comments(ctx, who, id)
	if err != nil {
		return err
	}
	if view.page, err = s.page(c, who, fmt.Sprintf("Phiên bản nội dung %d", n), ""); err != nil {
		return err
	}
	history, err := s.Signoff.Versions(ctx, who, id)
	if err != nil {
		return err
	}
	view.Author, view.MayComment = history.People[view.Content.AuthorID], said.MayComment
	for i, b := range view.Content.Body.Blocks {
		view.Blocks = append(view.Blocks, blockView{N: i + 1, Body: document.Body{Blocks: []document.Block{b}}})
	}
	view.place(said)
	s.seen(ctx, who, v)
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "documents/version", view)
}

// place puts what was said beside its block: in the newest text where the block stands now, in an older one what was
// said of that very text.
func (v *oldVersionView) place(said signoff.Discussion) {
	newest := v.Content.N == v.View.Document.ContentVersion
	for _, t := range said.Threads {
		thread := threadOf(t, said.People, v)
		block := t.Pin.Block
		if !newest {
			if t.ContentVersion != v.Content.N {
				continue
			}
			block = t.Block
		}
		if block == 0 || block > len(v.Blocks) {
			v.Lost = append(v.Lost, thread)
			continue
		}
		v.Blocks[block-1].Threads = append(v.Blocks[block-1].Threads, thread)
	}
}

func (s *site) redlinePage(c echo.Context, who, id string, from, to int) error {
	ctx := c.Request().Context()
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	r, err := s.Signoff.Redline(ctx, who, id, from, to)
	if err != nil {
		return err
	}
	view := redlineView{View: v, From: from, To: to, Summary: strings.Split(r.Summary.Sentence(), ", "), Words: r.Summary, Parts: partsOf(r)}
	if view.Versions, err = s.versionsOf(ctx, who, id); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, fmt.Sprintf("So sánh phiên bản %d và %d", from, to), ""); err != nil {
		return err
	}
	return render(c, http.StatusOK, "documents/redline", view)
}

// partLabels head the parts, in their order.
var partLabels = []partView{
	{Label: "Trích yếu", Part: document.SubjectPart}, {Label: "Thông tin riêng", Part: document.FieldPart}, {Label: "Kính gửi", Part: document.AddressWordPart},
	{Label: "Nơi gửi đến", Part: document.AddresseePart}, {Label: "Nội dung", Part: document.BodyPart}, {Label: "Nơi nhận", Part: document.RecipientsPart},
}

func partsOf(r document.Redline) (parts []partView) {
	for _, p := range partLabels {
		for _, passage := range r.Passages {
			if passage.Part == p.Part {
				p.Passages = append(p.Passages, passage)
			}
		}
		if len(p.Passages) > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

func (s *site) redlinePDF(c echo.Context, who string) error {
	first, second, _ := strings.Cut(c.Param("n"), "...")
	from, okFrom := number(first)
	to, okTo := number(second)
	if !okFrom || !okTo {
		return errNoVersion
	}
	b, err := s.Signoff.RedlinePDF(c.Request().Context(), who, c.Param("id"), from, to)
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, "application/pdf", "inline")
}
