package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// A page that is left open all day may go on to propose breaks when its person is locked again after some silence: it says
// every few minutes that it is still there, and by its token can say that a break was taken, put off or let pass, and
// nothing else. It reads nothing but when the next break is due. Locked is locked: the page has no key. What it is told
// then waits in memory until its person is unlocked again; closed before, it is gone. Who closes the page is forgotten like
// anybody silent.

// deskToken is the token of a browser: from its secret, so that a page that is loaded anew has the same one.
func deskToken(secret string) string {
	sum := sha256.Sum256([]byte("lumbar: breaks\x00" + secret))
	return hex.EncodeToString(sum[:16])
}

// mostLate is how much a page is told at most while its person is locked: more than a day has breaks.
const mostLate = 64

// desk is one open page, since when it is known and when it was heard.
type desk struct {
	person       string // by their id
	seat         string // the secret of its browser: whether they are unlocked there
	since, heard time.Time
	gist         []routine.Mark // what breaks go by, of what was kept so far
	late         []routine.Mark // what was said since they were locked
	snooze       time.Time      // the same
}

// gistOf is marks as far as breaks go by them: when, and how many have passed since; not what.
func gistOf(marks []routine.Mark) []routine.Mark {
	switch moved, ignored := routine.Moved(marks, time.Time{}); {
	case ignored > 0:
		return slices.Repeat([]routine.Mark{{At: moved, What: routine.LetPass}}, ignored)
	case !moved.IsZero():
		return []routine.Mark{{At: moved, What: routine.SatDown}}
	}
	return nil
}

// next is when this page's next break is proposed.
func (d *desk) next(r store.Routine, at time.Time) time.Time {
	if d.snooze.After(r.Snooze) {
		r.Snooze = d.snooze
	}
	marks := slices.Concat(d.gist, d.late)
	today := startOfDay(at)
	marks = slices.DeleteFunc(marks, func(m routine.Mark) bool { return m.At.Before(today) })
	return nextBreak(&r, marks, d.since, at)
}

// desks is the open pages, by their tokens.
type desks struct {
	mu  sync.Mutex
	all map[string]desk
}

// sweep forgets pages that are silent for too long. The mutex is held.
func (d *desks) sweep(at time.Time) {
	for token, page := range d.all {
		if age := at.Sub(page.heard); age >= away || age <= -away {
			delete(d.all, token)
		}
	}
}

// open lets the page of somebody at a browser note breaks; false: too many are open.
func (d *desks) open(seat, person string, marks []routine.Mark, at time.Time) (desk, bool) {
	token := deskToken(seat)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sweep(at)
	page, has := d.all[token]
	if !has && len(d.all) >= mostSitters {
		return desk{}, false
	}
	if !has || page.person != person {
		page = desk{person: person, seat: seat, since: at}
	}
	page.heard, page.gist = at, gistOf(marks)
	d.all[token] = page
	return page, true
}

// tell notes something on a page, and gives it as it is then.
func (d *desks) tell(token string, note func(*desk)) desk {
	d.mu.Lock()
	defer d.mu.Unlock()
	page, ok := d.all[token]
	if ok {
		note(&page)
		d.all[token] = page
	}
	return page
}

// late takes what pages of somebody were told while they were locked, the oldest first.
func (d *desks) late(person string) (marks []routine.Mark) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for token, page := range d.all {
		if page.person == person {
			marks = append(marks, page.late...)
			page.late = nil
			d.all[token] = page
		}
	}
	slices.SortStableFunc(marks, func(a, b routine.Mark) int { return a.At.Compare(b.At) })
	return marks
}

// hear is the page of a token, and notes that it was heard.
func (d *desks) hear(token string, at time.Time) (desk, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sweep(at)
	page, ok := d.all[token]
	if ok {
		page.heard = at
		d.all[token] = page
	}
	return page, ok
}

// close forgets a page.
func (d *desks) close(token string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.all, token)
}

// forget closes every page of somebody.
func (d *desks) forget(person string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.all, func(_ string, page desk) bool { return page.person == person })
}

// snoozes are how a break may be put off.
func snoozes() []web.Pick {
	return []web.Pick{{ID: "10", Text: "in 10 minutes"}, {ID: "30", Text: "in half an hour"}, {ID: "120", Text: "in two hours"}, {ID: "today", Text: "not today"}}
}

// snoozed is until when a break is put off; false for what is no choice.
func snoozed(id string, at time.Time) (time.Time, bool) {
	switch id {
	case "10":
		return at.Add(10 * time.Minute), true
	case "30":
		return at.Add(30 * time.Minute), true
	case "120":
		return at.Add(2 * time.Hour), true
	case "today":
		return startOfDay(noonOf(at, 1)), true
	}
	return time.Time{}, false
}

// nextBreak is when the next break is proposed to a page that is open since a moment; zero is never.
func nextBreak(r *store.Routine, marks []routine.Mark, since, at time.Time) time.Time {
	// A day's first break is so long after its working hours begin, or after the page was opened: what was before is not
	// known, and not made up for.
	from := r.Breaks.From.At(at)
	if since.After(from) {
		from = since
	}
	moved, ignored := routine.Moved(marks, from)
	return r.Breaks.Next(moved, r.Snooze, ignored)
}

// breakOf is what the page shows of breaks.
func (s *Server) breakOf(r *http.Request, x *weekRecord) web.Break {
	b := web.Break{Text: routine.BreakText, Snoozes: snoozes(), Next: "No breaks are proposed. You can turn them on under the week."}
	if x.routine.Breaks.Every <= 0 {
		return b
	}
	seat := seatOf(r)
	if seat == "" {
		return b
	}
	page, ok := s.desks.open(seat, x.who.person.ID, x.marks, x.at)
	if !ok {
		b.Next = "Too many pages are open for breaks. Close one of them."
		return b
	}
	b.Token = deskToken(seat)
	next := page.next(x.routine, x.at)
	b.On, b.Now, b.Next, b.Due = true, proposed(&x.routine, next, x.at), nextWords(next, x.at), dueMS(next)
	return b
}

// proposed says whether a break is proposed now: it is due, in working hours, and nothing is quiet.
func proposed(r *store.Routine, next, at time.Time) bool {
	if next.IsZero() || next.After(at) || r.Breaks.Quiet.Has(at) || !r.Breaks.Days[at.Weekday()] {
		return false
	}
	return at.Before(r.Breaks.Until.At(at))
}

func nextWords(next, at time.Time) string {
	if next.IsZero() {
		return "No break is proposed within your hours."
	}
	return "Next about " + clock(next, at) + ", if you like."
}

func dueMS(next time.Time) int64 {
	if next.IsZero() {
		return 0
	}
	return next.UnixMilli()
}

// breakDue is what an open page hears of breaks.
type breakDue struct {
	DueMS int64  `json:"due_ms"` // since 1970; 0 is never
	Next  string `json:"next"`
}

// atDesk takes what an open page notes of breaks. Nothing of it is logged.
func (s *Server) atDesk(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	f, ok := s.weekForm(w, r)
	if !ok {
		return
	}
	page, ok := s.desks.hear(f.Get("token"), s.o.Now())
	wantsPage := !strings.Contains(r.Header.Get("Accept"), "application/json")
	if !ok {
		if wantsPage {
			http.Redirect(w, r, weekPath, http.StatusSeeOther)
			return
		}
		s.refuse(w, r, http.StatusGone, "Not known any more", "Load the page again.")
		return
	}
	do := f.Get("do")
	if id := f.Get("snooze"); id != "" {
		do = "snooze"
	}
	next, err := s.noteBreak(r.Context(), page, do, f.Get("snooze"))
	switch {
	case errors.Is(err, errForm):
		s.refuse(w, r, http.StatusBadRequest, "Not understood", "Load the page again.")
	case errors.Is(err, store.ErrNoPerson):
		s.desks.close(f.Get("token"))
		s.refuse(w, r, http.StatusGone, "Not known any more", "Load the page again.")
	case err != nil:
		s.weekFails(w, r, err)
	case wantsPage:
		http.Redirect(w, r, weekPath+"?did="+do, http.StatusSeeOther)
	default:
		s.answer(w, r, http.StatusOK, "application/json", next)
	}
}

// noteBreak notes one thing of breaks, and gives what is next.
func (s *Server) noteBreak(ctx context.Context, page desk, do, snooze string) (breakDue, error) {
	at, token := s.o.Now(), deskToken(page.seat)
	rt, _, ok, err := s.o.Store.Routine(ctx, page.person)
	if err != nil {
		return breakDue{}, err
	}
	if !ok {
		return breakDue{}, store.ErrNoPerson
	}
	key := s.sitters.key(page.seat, page.person, at)
	switch do {
	case "beat":
	case "break", "let":
		what, _ := routine.MarkKindOf(do)
		m := routine.Mark{At: at, What: what}
		if key == nil {
			page = s.desks.tell(token, func(d *desk) {
				if len(d.late) < mostLate {
					d.late = append(d.late, m)
				}
			})
		} else if err := s.o.Store.PutMark(ctx, key, m); err != nil {
			return breakDue{}, err
		}
	case "snooze":
		if rt.Snooze, ok = snoozed(snooze, at); !ok {
			return breakDue{}, errForm
		}
		if key == nil {
			page = s.desks.tell(token, func(d *desk) { d.snooze = rt.Snooze })
		} else if err := s.o.Store.PutRoutine(ctx, key, rt); err != nil {
			return breakDue{}, err
		}
	default:
		return breakDue{}, errForm
	}
	if key != nil {
		marks, err := s.o.Store.Marks(ctx, key, startOfDay(at))
		if err != nil {
			return breakDue{}, err
		}
		page = s.desks.tell(token, func(d *desk) { d.gist = gistOf(marks) })
	}
	next := page.next(rt, at)
	return breakDue{dueMS(next), nextWords(next, at)}, nil
}

// keepLate keeps what somebody's open pages were told while they were locked. What cannot be kept is lost, and said in the log.
func (s *Server) keepLate(ctx context.Context, key *store.Key) {
	for _, m := range s.desks.late(key.Person()) {
		if err := s.o.Store.PutMark(ctx, key, m); err != nil {
			s.o.Logger.Error("what an open page was told of a break is lost", "err", err)
			return
		}
	}
}
