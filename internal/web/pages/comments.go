package pages

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// threadView is a comment, its answers, and the forms below it.
type threadView struct {
	signoff.Thread
	Author, Resolver string
	Answers          []answerView
	Address          string // đồng chí | ông/bà
	DocumentID, Key  string
	Content          int // the content version that the page shows
	MayAnswer        bool
	Typed            string // an answer that was refused
}

// answerView is one answer.
type answerView struct {
	document.Comment
	Author, Address string
}

// commentForm is what a person typed.
type commentForm struct {
	Block                int
	ReplyTo, Quote, Text string
}

func threadOf(t signoff.Thread, people map[string]string, v *oldVersionView) threadView {
	address := addressOf(v.View.Document.Regime)
	view := threadView{
		Thread: t, Author: people[t.AuthorID], Resolver: people[t.ResolvedBy], Address: address, DocumentID: v.View.Document.ID,
		Key: v.Key, Content: v.Content.N, MayAnswer: v.MayComment && t.ResolvedAt == nil,
	}
	if v.Typed.ReplyTo == t.ID {
		view.Typed = v.Typed.Text
	}
	for _, c := range t.Answers {
		view.Answers = append(view.Answers, answerView{c, people[c.AuthorID], address})
	}
	return view
}

// comment writes a comment or an answer, and shows the text again, where it stands.
func (s *site) comment(c echo.Context, who string) error {
	id := c.Param("id")
	f, err := s.form(c, who)
	typed, n := commentForm{}, 0
	var written string
	if err == nil {
		typed = commentForm{ReplyTo: f.Get("reply_to"), Quote: f.text("quote"), Text: f.text("text")}
		n, _ = number(f.Get("content_version"))
		typed.Block, _ = number(f.Get("block"))
		written, err = s.Signoff.Comment(f.ctx, who, id, signoff.CommentInput{
			ContentVersion: n, Block: typed.Block, Quote: typed.Quote, Text: typed.Text, ReplyTo: typed.ReplyTo,
		})
	}
	return s.answer(f.ctx, c, err, func(answer string) string {
		if answer == "" {
			answer = written
		}
		return spokenAt(id, n, answer)
	}, func(refused *fault.Fault) error { return s.commentRefused(c, who, id, n, refused, typed) })
}

func (s *site) resolve(c echo.Context, who string) error {
	id, comment := c.Param("id"), c.Param("cid")
	f, err := s.form(c, who)
	n := 0
	if err == nil {
		n, _ = number(f.Get("content_version"))
		err = s.Signoff.Resolve(f.ctx, who, id, comment)
	}
	return s.answer(f.ctx, c, err, func(string) string { return spokenAt(id, n, comment) }, func(refused *fault.Fault) error {
		return s.commentRefused(c, who, id, n, refused, commentForm{})
	})
}

// spokenAt is where a comment stands on the page that it was sent from.
func spokenAt(id string, n int, comment string) string {
	if n == 0 {
		return "/documents/" + id
	}
	return fmt.Sprintf("/documents/%s/versions/%d#gop-y-%s", id, n, comment)
}

// commentRefused shows the page that the comment was sent from again, with what was typed.
func (s *site) commentRefused(c echo.Context, who, id string, n int, refused *fault.Fault, typed commentForm) error {
	if n == 0 || refused.Kind == fault.Forbidden {
		return refused
	}
	return s.versionPage(c, who, id, n, refused, typed)
}
