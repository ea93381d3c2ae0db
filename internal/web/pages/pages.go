package pages

import (
	"log/slog"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/house"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/web/session"
)

// Deps are the rooms that the pages call, and how they answer.
type Deps struct {
	*house.Rooms
	Secure bool // cookies: behind https
	Log    *slog.Logger
	Demo   *Demo // nil: a real office
}

// site is the handlers' common ground.
type site struct{ Deps }

// Register puts the pages on the router: the whole table of routes.
func Register(e *echo.Echo, d Deps) {
	s := &site{d}
	e.GET("/static/*", static)
	e.GET("/manifest.webmanifest", s.manifest)
	e.GET("/service-worker.js", serviceWorker)
	e.GET("/offline", s.in(s.offline))
	if d.Demo != nil {
		e.GET("/demo", s.in(s.tour))
	}
	e.GET("/login", s.showLogin)
	e.POST("/login", s.logIn)
	e.POST("/logout", s.logOut)
	e.GET("/password", s.in(s.showPassword))
	e.POST("/password", s.in(s.changePassword))
	e.GET("/settings/look", s.in(s.showLook))
	e.POST("/settings/look", s.in(s.setLook))
	e.GET("/settings/device", s.in(s.device))
	e.POST("/settings/device/push", s.in(s.addDevice))
	e.POST("/settings/device/push/removal", s.in(s.dropDevice))

	e.GET("/", s.in(s.workbench))
	e.POST("/changes/seen", s.in(s.seeChanges))
	e.GET("/boxes/:box", s.in(s.box))
	e.POST("/views", s.in(s.saveView))
	e.POST("/views/:search/removal", s.in(s.dropView))
	e.GET("/events", s.in(s.events))
	e.GET("/notices", s.in(s.notices))
	e.POST("/notices/seen", s.in(s.seeNotices))
	e.POST("/notices/preferences", s.in(s.setWish))
	e.GET("/calendar", s.in(s.calendar))
	e.POST("/calendar/days", s.in(s.putCalendarDay))
	e.POST("/calendar/days/:day/removal", s.in(s.removeCalendarDay))

	e.GET("/people", s.in(s.people))
	e.POST("/people/:person/email", s.in(s.setEmail))
	e.GET("/search", s.in(s.search))
	e.POST("/search/saved", s.in(s.saveSearch))
	e.POST("/search/saved/:search/removal", s.in(s.dropSearch))

	e.GET("/documents/new", s.in(s.newDocument))
	e.POST("/documents", s.in(s.createDocument))
	e.POST("/documents/import", s.in(s.importNew))
	e.POST("/documents/working", s.in(s.keepWorking))
	e.POST("/documents/working/check", s.in(s.checkWorking))
	e.POST("/documents/working/fixes", s.in(s.fixWorking))
	e.POST("/documents/working/recipients", s.in(s.resolveWorking))
	e.GET("/documents/working/citations", s.in(s.citable))
	e.GET("/documents/working/completion", s.in(s.completeRecipient))
	e.POST("/documents/working/pdf", s.in(s.workingPDF))
	e.POST("/documents/working/compare", s.in(s.compareWorking))
	e.POST("/documents/working/removal", s.in(s.dropWorking))
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
	e.GET("/sign", s.in(s.toSign))
	e.POST("/sign", s.in(s.signMany))
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

	e.GET("/documents/:id/aftermath", s.in(s.aftermath))
	e.POST("/documents/:id/aftermath/:action", s.in(s.takeAfter))
	e.POST("/deliveries/:id/sent-back", s.in(s.sentBack))
	e.POST("/deliveries/:id/recall-post", s.in(s.postRecall))
	e.POST("/deliveries/:id/destruction", s.in(s.destroy))
	e.POST("/deliveries/:id/take-back", s.in(s.answerTakeBack))
	e.GET("/called-back", s.in(s.calls))
	e.GET("/verify/:code", s.verify)
	e.POST("/verify/:code", s.compare)
	e.GET("/incoming", s.in(s.arrivals))
	e.POST("/incoming", s.in(s.enterArrival))
	e.GET("/incoming/new", s.in(s.newArrival))
	e.GET("/incoming/like", s.in(s.likeArrivals))
	e.GET("/incoming/:id", s.in(s.sees(notice.Arrival, "id", s.arrival)))
	e.POST("/incoming/:id/edit", s.in(s.editArrival))
	e.POST("/incoming/:id/attachments", s.in(s.uploadArrival))
	e.POST("/incoming/:id/actions/:action", s.in(s.actOnArrival))
	e.GET("/incoming/:arrival/files/:file", s.in(s.arrivalFile))
	e.GET("/incoming/:id/pdf", s.in(s.arrivalPDF))
	e.GET("/incoming/:id/slip", s.in(s.arrivalSlip))
	s.taskRoutes(e)
	e.GET("/received", s.in(s.received))
	e.POST("/deliveries/:id/acknowledgement", s.in(s.acknowledge))
	e.POST("/received/acknowledgements", s.in(s.acknowledgeMany))
	e.POST("/deliveries/:id/refusal", s.in(s.refuse))
	e.POST("/deliveries/:id/proof", s.in(s.prove))
	e.POST("/deliveries/:id/posts", s.in(s.recordPost))
	e.POST("/deliveries/:id/bounce", s.in(s.bounce))
	e.POST("/deliveries/:id/resending", s.in(s.resend))
	e.POST("/deliveries/:id/by-post", s.in(s.byPost))
	e.POST("/deliveries/:id/paper", s.in(s.withPaper))
	e.POST("/deliveries/:id/reminder", s.in(s.remindOne))
	e.POST("/documents/:id/reminders", s.in(s.remindAll))
	e.GET("/deliveries/:id/receipt", s.in(s.receipt))
	s.linkPages(e)
	s.clerkPages(e)
	e.GET("/registers", s.in(s.registers))
	e.POST("/registers/numbers", s.in(s.reserveNumber))
	e.POST("/registers/openings", s.in(s.proposeOpening))
	e.POST("/registers/openings/:opening/:decision", s.in(s.decideOpening))
	e.GET("/registers/:book", s.in(s.registerBook))
	e.GET("/registers/:book/pdf", s.in(s.registerPDF))
	e.GET("/registers/:book/xlsx", s.in(s.registerXLSX))
	e.POST("/registers/:book/numbers/:number/voiding", s.in(s.voidNumber))
	s.caseFilePages(e)
	s.aroundPages(e)
	s.adminPages(e)
	e.GET("/help", s.in(s.help))
	e.GET("/reports", s.in(s.reports))
	e.GET("/reports/waiting", s.in(s.waitingReport))
	e.GET("/reports/xlsx", s.in(s.reportsXLSX))
	s.establishmentPages(e)
	e.GET("/recipients", s.in(s.recipients))
	e.POST("/recipients", s.in(s.previewRecipients))
	e.POST("/recipients/draft", s.in(s.previewDraft))
	e.POST("/recipients/groups/:group/lead", s.in(s.changeLead))
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
