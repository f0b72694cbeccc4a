package httpapi

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/web"
)

// How much is shown: half a year at most, four weeks at least.
const (
	mostShown  = 26 * 7
	leastShown = 28
)

// weeks is what a person noted over the weeks; without rows if nothing was.
func (b *record) weeks() web.Weeks {
	today := b.today()
	rows := b.rows()
	from, any := today, false
	see := func(d outcome.Day) {
		if d <= today {
			from, any = min(from, d), true
		}
	}
	for i := range b.notes {
		if !b.notes[i].Note.Empty() {
			see(b.notes[i].Note.Day)
		}
	}
	if !any {
		return web.Weeks{}
	}
	for _, d := range b.days() {
		see(d)
	}
	from = max(min(from, today-leastShown+1), today-mostShown+1)
	w := web.Weeks{From: int(from), Until: int(today), Origin: int(from)}
	begin := b.begin()
	if begin > 0 {
		w.Origin = int(begin)
	}
	for _, r := range rows {
		if len(r.days)+len(r.memories) > 0 || r.name == "Pain" {
			w.Rows = append(w.Rows, r.strip(outcome.Day(w.Origin)))
		}
	}
	for _, d := range b.days() {
		w.Sessions = append(w.Sessions, int(d))
	}
	slices.Sort(w.Sessions)
	w.Periods = periodsOf(begin, b.aims.OnOff, today)
	return w
}

// periodsOf are the stretches that are compared.
func periodsOf(begin, onOff, today outcome.Day) (all []web.Period) {
	const fortnight = 14
	if begin > 0 {
		all = append(all, web.Period{From: int(begin) - fortnight, Until: int(begin) - 1, Kind: "before", Name: "before"})
		until := today
		if onOff > begin {
			until = onOff - 1
		}
		all = append(all, web.Period{From: int(begin), Until: int(until), Kind: "with", Name: "with the chair"})
	}
	if onOff == 0 {
		return all
	}
	for d := onOff; d <= today; d += fortnight {
		on, in := outcome.On(onOff, d)
		if !in {
			break
		}
		p := web.Period{From: int(d), Until: int(min(today, d+fortnight-1)), Kind: "off", Name: "off"}
		if on {
			p.Kind, p.Name = "on", "on"
		}
		all = append(all, p)
	}
	return all
}

// row is one measure while it is gathered.
type row struct {
	name, scale, unit string
	low, high         float64
	days, memories    map[outcome.Day][]float64
	judged            bool // a week's average is drawn
}

func newRow(name, scale string, high float64) *row {
	return &row{name: name, scale: scale, high: high, days: map[outcome.Day][]float64{}, memories: map[outcome.Day][]float64{}}
}

// rows are the measures, in the order in which they are shown.
func (b *record) rows() []*row {
	pain, tight, relaxed := newRow("Pain", "0 none, 10 worst", 10), newRow("Tightness", "0 none, 10 worst", 10), newRow("Relaxed", "10 wholly", 10)
	pain.judged, tight.judged = true, true
	sleep, active := newRow("Sleep", "10 as well as could be", 10), newRow("Active days", "of seven", 7)
	change, reach := newRow("Change since the start", "5 much better", 5), newRow("Reach", "cm to the floor", 10)
	change.low, reach.unit = -5, "cm"
	var hard [outcome.Activities]*row
	all := []*row{pain, tight, relaxed}
	for i, a := range b.aims.Activities {
		hard[i] = newRow(capital(a), "10 could not", 10)
		hard[i].judged = true
		if a != "" {
			all = append(all, hard[i])
		}
	}
	notes := b.judged().Notes
	for i := range notes {
		n := &notes[i]
		number := func(r *row, name string, memory bool) {
			if v, ok := n.Answer(name); ok {
				into := r.days
				if memory {
					into = r.memories
				}
				into[n.Day] = append(into[n.Day], float64(v))
			}
		}
		switch n.Kind {
		case outcome.Daily:
			number(pain, "pain", false)
			number(tight, "tight", false)
			number(relaxed, "relaxed", false)
			if mm, ok := n.Reach.Value(); ok {
				reach.days[n.Day] = append(reach.days[n.Day], float64(mm)/10)
			}
		case outcome.After: // how relaxed one felt is of the session; how the back felt then says nothing of weeks
			number(relaxed, "relaxed", false)
		case outcome.Weekly:
			number(pain, "pain", true)
			number(sleep, "sleep", true)
			number(active, "active", true)
		case outcome.Monthly:
			number(change, "change", false)
		}
		for h, r := range hard {
			if n.Kind == outcome.Daily || n.Kind == outcome.Weekly {
				number(r, "hard-"+strconv.Itoa(h+1), n.Kind == outcome.Weekly)
			}
		}
	}
	for _, values := range reach.days {
		for _, v := range values {
			reach.low, reach.high = min(reach.low, 10*math.Floor(v/10)), max(reach.high, 10*math.Ceil(v/10))
		}
	}
	return append(all, sleep, active, change, reach)
}

// strip is the row as it is drawn. Several notes of a day are their mean.
func (r *row) strip(origin outcome.Day) web.Strip {
	s := web.Strip{Name: r.name, Scale: r.scale, Unit: r.unit, Low: r.low, High: r.high}
	of := func(from map[outcome.Day][]float64) (means map[outcome.Day]float64, list []web.Value) {
		means = map[outcome.Day]float64{}
		for d, values := range from {
			sum := 0.0
			for _, v := range values {
				sum += v
			}
			means[d] = sum / float64(len(values))
			list = append(list, web.Value{Day: int(d), V: means[d]})
		}
		slices.SortFunc(list, func(a, b web.Value) int { return a.Day - b.Day })
		return means, list
	}
	var means map[outcome.Day]float64
	means, s.Days = of(r.days)
	_, s.Memories = of(r.memories)
	if r.judged {
		for _, m := range outcome.Means(means, origin) {
			s.Means = append(s.Means, web.Value{Day: int(m.Start), V: m.Mean})
		}
	}
	return s
}

// tableOf is the numbers of a drawing, the newest day first. What is remembered of seven days is marked as such.
func tableOf(w *web.Weeks) (t web.Table) {
	t.Head = []string{"Day"}
	cells := map[int][]string{}
	put := func(day, column int, text string) {
		if day < w.From || day > w.Until {
			return
		}
		if cells[day] == nil {
			cells[day] = make([]string, len(w.Rows)+1)
		}
		if cells[day][column] != "" {
			text = cells[day][column] + ", " + text
		}
		cells[day][column] = text
	}
	for c := range w.Rows {
		s := &w.Rows[c]
		t.Head = append(t.Head, s.Name)
		for _, v := range s.Days {
			put(v.Day, c, short(v.V))
		}
		for _, v := range s.Memories {
			put(v.Day, c, "week: "+short(v.V))
		}
	}
	t.Head = append(t.Head, "Session")
	for _, d := range w.Sessions {
		put(d, len(w.Rows), "yes")
	}
	for d := w.Until; d >= w.From; d-- {
		if cells[d] != nil {
			t.Rows = append(t.Rows, web.TableRow{Day: outcome.Day(d).Words(), Cells: cells[d]})
		}
	}
	return t
}

// byWeek is the numbers of a drawing for paper, a week a row: the average and of how many days, and what was remembered.
func byWeek(w *web.Weeks) (t web.Table) {
	t.Head = []string{"Week from"}
	for i := range w.Rows {
		t.Head = append(t.Head, w.Rows[i].Name)
	}
	t.Head = append(t.Head, "Sessions")
	first := outcome.Day(w.Origin)
	for first > outcome.Day(w.From) {
		first -= 7
	}
	for d := first; d <= outcome.Day(w.Until); d += 7 {
		in := func(day int) bool { return outcome.Day(day) >= d && outcome.Day(day) < d+7 }
		row := web.TableRow{Day: d.Words()}
		for i := range w.Rows {
			s := &w.Rows[i]
			sum, n, cell := 0.0, 0, ""
			for _, v := range s.Days {
				if in(v.Day) {
					sum, n = sum+v.V, n+1
				}
			}
			if n > 0 {
				cell = short(sum/float64(n)) + " (" + strconv.Itoa(n) + ")"
			}
			for _, v := range s.Memories {
				if in(v.Day - 6) { // of the seven days up to it
					cell = strings.TrimPrefix(cell+"; week: "+short(v.V), "; ")
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		sessions := 0
		for _, day := range w.Sessions {
			if in(day) {
				sessions++
			}
		}
		t.Rows = append(t.Rows, web.TableRow{Day: row.Day, Cells: append(row.Cells, strconv.Itoa(sessions))})
	}
	slices.Reverse(t.Rows)
	return t
}

func short(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// exampleWeeks shows the form of what will be there, made up and marked as such.
func exampleWeeks(today outcome.Day) web.Weeks {
	const days = 42
	from := int(today) - days + 1
	w := web.Weeks{From: from, Until: int(today), Origin: from, Example: true, Periods: periodsOf(today-days+15, 0, today)}
	pain, tight := newRow("Pain", "0 none, 10 worst", 10), newRow("Tightness", "0 none, 10 worst", 10)
	pain.judged, tight.judged = true, true
	for i := range days {
		if i%9 == 6 { // a day without a note is a gap
			continue
		}
		d := outcome.Day(from + i)
		pain.days[d] = []float64{math.Round(5 + 1.6*math.Sin(float64(i)*1.7) + math.Cos(float64(i)/9))}
		tight.days[d] = []float64{math.Round(4.4 + 1.8*math.Sin(float64(i)*2.3+1))}
		if i >= 14 && i%7%3 == 0 {
			w.Sessions = append(w.Sessions, int(d))
		}
	}
	w.Rows = []web.Strip{pain.strip(outcome.Day(from)), tight.strip(outcome.Day(from))}
	return w
}
