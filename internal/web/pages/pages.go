package pages

import (
	"log/slog"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/session"
)

// Deps are the rooms that the pages call. Store answers a form that was sent twice with what became of it the first
// time; without it the second sending is refused as stale, and nothing more.
type Deps struct {
	Signoff      *signoff.Service
	Distribution *distribution.Service
	Register     *register.Service
	Login        *login.Service
	Store        *store.Store
	Secure       bool // cookies: behind https
	Log          *slog.Logger
}

// site is the handlers' common ground.
type site struct{ Deps }

// Register puts the pages on the router: the whole table of routes.
func Register(e *echo.Echo, d Deps) {
	s := &site{d}
	e.GET("/static/:name", static)
	e.GET("/login", s.showLogin)
	e.POST("/login", s.logIn)
	e.POST("/logout", s.logOut)
	e.GET("/password", s.in(s.showPassword))
	e.POST("/password", s.in(s.changePassword))

	e.GET("/", s.in(s.workbench))
	e.GET("/boxes/:box", s.in(s.box))

	e.GET("/documents/new", s.in(s.newDocument))
	e.POST("/documents", s.in(s.createDocument))
	e.POST("/documents/import", s.in(s.importNew))
	e.GET("/documents/:id", s.in(s.document))
	e.GET("/documents/:id/import", s.in(s.showImport))
	e.POST("/documents/:id/import", s.in(s.importInto))
	e.GET("/documents/:id/docx", s.in(s.docx))
	e.GET("/documents/:id/versions/:n/source", s.in(s.source))
	e.POST("/documents/:id/figures", s.in(s.addFigure))
	e.GET("/documents/:id/figures/:sha", s.in(s.figure))
	e.GET("/documents/:id/edit", s.in(s.editDocument))
	e.POST("/documents/:id/edit", s.in(s.saveDocument))
	e.POST("/documents/:id/actions/:action", s.in(s.act))
	e.GET("/documents/:id/pdf", s.in(s.pdf))
	e.GET("/documents/:id/chain.svg", s.in(s.chain))
	e.GET("/documents/:id/cascade", s.in(s.cascade))
	e.GET("/documents/:id/versions", s.in(s.versions))
	e.GET("/documents/:id/versions/:n", s.in(s.version))
	e.GET("/documents/:id/versions/:n/pdf", s.in(s.redlinePDF))
	e.POST("/documents/:id/comments", s.in(s.comment))
	e.POST("/documents/:id/comments/:cid/resolution", s.in(s.resolve))
	e.GET("/documents/:id/check", s.in(s.check))
	e.POST("/documents/:id/check/fixes", s.in(s.fix))
	e.POST("/documents/:id/check/waivers", s.in(s.waive))
	e.GET("/documents/:id/check/report", s.in(s.checkReport))
	e.POST("/documents/:id/attachments", s.in(s.attach))
	e.GET("/documents/:id/attachments/:aid", s.in(s.attachment))
	e.POST("/documents/:id/attachments/:aid/removal", s.in(s.detach))
	e.GET("/documents/:id/deliveries", s.in(s.deliveries))

	e.GET("/received", s.in(s.received))
	e.POST("/deliveries/:id/acknowledgement", s.in(s.acknowledge))
	e.POST("/deliveries/:id/refusal", s.in(s.refuse))
	e.POST("/deliveries/:id/proof", s.in(s.prove))
	e.GET("/registers", s.in(s.registers))
}

// in lets only the signed in through; who is the person's id.
func (s *site) in(h func(c echo.Context, who string) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		who := session.PersonID(c.Request().Context())
		if who == "" {
			return Error(c, login.ErrNotLoggedIn)
		}
		return h(c, who)
	}
}

// actor is a person as distribution and register want it; they read the roles themselves.
func actor(who string) authz.Actor { return authz.Actor{Kind: authz.Person, PersonID: who} }
