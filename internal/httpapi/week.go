package httpapi

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// weekPath is "My week": one person's routine around the chair.
const weekPath = "/week"

// weekRoutes are those of "My week", of the calendar, of the note that its entries open, and of the chair's sign.
// None but the sign where nobody is kept.
func (s *Server) weekRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /sign", s.sign)
	if s.memory == nil {
		return
	}
	mux.HandleFunc("GET "+weekPath, s.ofWeek(s.week))
	mux.HandleFunc("POST "+weekPath, s.ofWeek(s.weekKeep))
	mux.HandleFunc("POST "+weekPath+"/desk", s.atDesk)
	mux.HandleFunc("GET "+weekPath+"/moves", s.ofWeek(s.moves))
	mux.HandleFunc("POST "+weekPath+"/moves", s.ofWeek(s.movesKeep))
	mux.HandleFunc("GET /calendar/{name}", s.calendar)
	mux.HandleFunc("GET "+notePath+"{day}", s.noteView)
	mux.HandleFunc("POST "+notePath+"{day}", s.noteKeep)
}

// ofWeek is for views of one person: who is not unlocked at this browser is sent to the first page, which says why.
func (s *Server) ofWeek(view func(http.ResponseWriter, *http.Request, sitter)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		who, ok := s.sitter(r)
		if !ok {
			http.Redirect(w, r, "/?say=who", http.StatusSeeOther)
			return
		}
		view(w, r, who)
	}
}

// week shows "My week".
func (s *Server) week(w http.ResponseWriter, r *http.Request, who sitter) {
	done := doneWords()[r.URL.Query().Get("did")]
	s.showWeek(w, r, who, done, "")
}

// doneWords are what a view says of what was just done; addresses carry the key alone.
func doneWords() map[string]string {
	return map[string]string{
		"plan": "The week is planned.", "feed-new": "The calendar has an address. An earlier one has ended.", "feed-off": "The calendar is off.",
		"break": "Noted. Take your time.", "snooze": "Later, then.",
	}
}

func (s *Server) showWeek(w http.ResponseWriter, r *http.Request, who sitter, done, problem string) {
	x, err := s.readWeek(r.Context(), who)
	if err != nil {
		s.weekFails(w, r, err)
		return
	}
	v := s.weekView(r, x)
	v.Done, v.Problem = done, problem
	status := http.StatusOK
	if problem != "" {
		status = http.StatusUnprocessableEntity
	}
	s.writeView(w, r, status, v.Write)
}

// weekFails is for what the store cannot do. Its errors name no answer of anybody.
func (s *Server) weekFails(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, context.Canceled):
	case errors.Is(err, store.ErrNoPerson): // forgotten elsewhere
		s.leave(w, r)
		http.Redirect(w, r, "/?say=who", http.StatusSeeOther)
	default:
		s.o.Logger.Error("a routine cannot be read or kept", "err", err)
		s.refuse(w, r, http.StatusInternalServerError, "It cannot be read or kept", "Try again. If it stays, bring a backup back with lumbar restore FILE.")
	}
}

// weekForm reads a form; nothing of one is logged.
func (s *Server) weekForm(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "Not a form", "Send application/x-www-form-urlencoded.")
		return nil, false
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", errForm.Error())
		return nil, false
	}
	return r.PostForm, true
}

// weekKeep takes what "My week" was told, and answers with the view anew, so that a reload does not say it twice.
func (s *Server) weekKeep(w http.ResponseWriter, r *http.Request, who sitter) {
	f, ok := s.weekForm(w, r)
	if !ok {
		return
	}
	ctx, at, did := r.Context(), s.o.Now(), f.Get("do")
	var err error
	switch did {
	case "plan":
		var rt store.Routine
		if rt, err = routineOf(f); err != nil {
			s.showWeek(w, r, who, "", sentence(err.Error()))
			return
		}
		err = s.o.Store.PutRoutine(ctx, who.key, rt)
	case "feed-new":
		_, err = s.o.Store.NewFeed(ctx, who.key)
	case "feed-off":
		err = s.o.Store.EndFeed(ctx, who.key)
	case "take-back":
		err = s.o.Store.TakeBackMark(ctx, who.key, startOfDay(at))
	default:
		what, known := routine.MarkKindOf(did)
		if !known || what == routine.LetPass {
			s.showWeek(w, r, who, "", sentence(errForm.Error()))
			return
		}
		err = s.o.Store.PutMark(ctx, who.key, routine.Mark{At: at, What: what})
	}
	if err != nil {
		s.weekFails(w, r, err)
		return
	}
	to := weekPath
	if doneWords()[did] != "" {
		to += "?did=" + did
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func startOfDay(at time.Time) time.Time { return routine.Clock(0).At(at) }

// Names of days in forms, by time.Weekday.
func dayKey(d time.Weekday) string {
	return [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[d]
}

// weekdays are the days as a week is written: Monday first.
func weekdays() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

// breakEvery are the intervals to choose from, minutes.
func breakEvery() []int { return []int{30, 40, 50, 60, 90} }

// routineOf reads a plan's form strictly.
func routineOf(f url.Values) (r store.Routine, err error) {
	kind, ok := routine.KindOf(f.Get("kind"))
	if !ok {
		return r, errors.New("choose what your day is mostly like")
	}
	n, err := strconv.Atoi(f.Get("sessions"))
	if err != nil || n < 0 || n > 7 {
		return r, errors.New("a week has 0 to 7 sessions: choose one of them")
	}
	var clocks [5]routine.Clock
	for i, name := range []string{"at", "quiet_from", "quiet_to", "from", "until"} {
		if clocks[i], err = clockOf(f.Get(name)); err != nil {
			return r, err
		}
	}
	days := func(prefix string) (d [7]bool) {
		for _, day := range weekdays() {
			d[day] = f.Get(prefix+dayKey(day)) != ""
		}
		return d
	}
	r.Wish = routine.Wish{Kind: kind, Sessions: n, At: clocks[0], Free: days("free-"), Hard: days("hard-")}
	r.Quiet = routine.Quiet{From: clocks[1], To: clocks[2]}
	if r.Quiet.Has(r.Wish.At.At(time.Date(2000, 1, 3, 12, 0, 0, 0, time.UTC))) {
		return r, errors.New("the time of your sessions lies in your quiet hours: move one of them")
	}
	if f.Get("breaks") == "" {
		return r, nil
	}
	every, err := strconv.Atoi(f.Get("every"))
	if err != nil || !slices.Contains(breakEvery(), every) {
		return r, errors.New("choose how often a break is proposed")
	}
	r.Breaks = routine.Breaks{Every: time.Duration(every) * time.Minute, From: clocks[3], Until: clocks[4], Days: days("break-"), Quiet: r.Quiet}
	if r.Breaks.From >= r.Breaks.Until {
		return r, errors.New("the hours of breaks end before they begin: change one of the times")
	}
	if r.Breaks.Days == [7]bool{} {
		return r, errors.New("choose a day for breaks, or leave breaks out")
	}
	return r, nil
}

// clockOf reads a time of day such as 18:30.
func clockOf(text string) (routine.Clock, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, errors.New("a time of day is written like 18:30")
	}
	return routine.Clock(at.Hour()*60 + at.Minute()), nil
}

// picksOf are days to choose.
func picksOf(prefix string, on [7]bool) (list []web.Pick) {
	for _, day := range weekdays() {
		list = append(list, web.Pick{ID: prefix + dayKey(day), Text: day.String()[:3], On: on[day]})
	}
	return list
}
