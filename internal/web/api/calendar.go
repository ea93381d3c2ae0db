package api

import (
	"context"
	"time"

	"trinhky/internal/calendar"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

type calendarInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2099" doc:"mặc định: năm nay"`
}

func (h *handlers) calendar(ctx context.Context, in *calendarInput) (*of[client.CalendarYear], error) {
	return h.calendarYear(ctx, in.Year)
}

func (h *handlers) calendarYear(ctx context.Context, year int) (*of[client.CalendarYear], error) {
	y, err := h.Calendar.Year(ctx, actorOf(ctx), year)
	if err != nil {
		return nil, err
	}
	return &of[client.CalendarYear]{client.CalendarYear{
		Year: y.Year, Worked: y.Worked[:], MayEdit: y.MayEdit,
		Days: each(y.Days, func(d calendar.Day) client.CalendarDay {
			day := client.CalendarDay{Day: string(d.Day), Name: d.Name, Kind: string(d.Kind), National: d.National, By: d.ByName}
			if !d.At.IsZero() {
				day.At = &d.At
			}
			return day
		}),
	}}, nil
}

type calendarDayInput struct {
	Body client.NewCalendarDay
}

type calendarOutput struct {
	Replayed string `header:"Idempotency-Replayed"`
	Body     client.CalendarYear
}

func (h *handlers) putCalendarDay(ctx context.Context, in *calendarDayInput) (*calendarOutput, error) {
	day := store.Date(in.Body.Day)
	return h.calendarAfter(ctx, day, func() error {
		return h.Calendar.Put(ctx, actorOf(ctx), day, calendar.Kind(in.Body.Kind), in.Body.Name)
	})
}

type calendarDayPath struct {
	Day store.Date `path:"day" format:"date"`
}

func (h *handlers) removeCalendarDay(ctx context.Context, in *calendarDayPath) (*calendarOutput, error) {
	return h.calendarAfter(ctx, in.Day, func() error { return h.Calendar.Remove(ctx, actorOf(ctx), in.Day) })
}

// calendarAfter carries out a change and answers with the year that it is in.
func (h *handlers) calendarAfter(ctx context.Context, day store.Date, change func() error) (*calendarOutput, error) {
	replayed, err := h.carryOut(ctx, change, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	now, err := h.calendarYear(store.WithoutKey(ctx), day.Year())
	if err != nil {
		return nil, err
	}
	return &calendarOutput{Replayed: replayed, Body: now.Body}, nil
}

// momentOrNil is a moment that there may not be.
func momentOrNil(t *time.Time) *time.Time {
	if t == nil || t.IsZero() {
		return nil
	}
	utc := t.UTC()
	return &utc
}
