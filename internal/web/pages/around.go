package pages

import (
	"github.com/labstack/echo/v4"

	"trinhky/internal/notice"
)

// aroundPages are those beside the chain: what a collective decides, copies, who stands in for whom.
func (s *site) aroundPages(e *echo.Echo) {
	e.GET("/documents/:id/ballots", s.in(s.ballots))
	e.POST("/documents/:id/ballots", s.in(s.openBallot))
	e.GET("/documents/:id/ballots/pdf", s.in(s.ballotPDF))
	e.POST("/documents/:id/ballots/withdrawal", s.in(s.withdrawBallot))
	e.POST("/documents/:id/votes", s.in(s.vote))
	e.POST("/documents/:id/decisions", s.in(s.recordDecision))

	e.GET("/documents/:id/copies", s.in(s.copyList))
	e.POST("/documents/:id/copies", s.in(s.prepareCopy))
	e.GET("/copies", s.in(s.copies))
	e.GET("/copies/:copy", s.in(s.sees(notice.Copy, "copy", s.copyPage)))
	e.GET("/copies/:copy/pdf", s.in(s.copyPDF))
	e.POST("/copies/:copy/actions/:action", s.in(s.actOnCopy))

	e.GET("/absences", s.in(s.absences))
	e.POST("/absences", s.in(s.giveAbsence))
	e.POST("/absences/:absence/end", s.in(s.endAbsence))
	e.POST("/mandates", s.in(s.giveMandate))
	e.POST("/mandates/:mandate/end", s.in(s.endMandate))
	e.GET("/inboxes/:person", s.in(s.inbox))
	e.POST("/inboxes/:person", s.in(s.sortInbox))
}
