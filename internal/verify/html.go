package verify

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
)

//go:embed page
var pageFiles embed.FS

// Page is what the report's page needs beside the report.
type Page struct {
	Version string
	Command string            // that made it
	Score   template.HTML     // of the programme
	Style   template.CSS      // the tokens of the look, light and dark
	Traces  map[string]*Trace // of the worst, by body
}

// WriteHTML writes the report as one page that needs nothing else: no script, no request. All is what the report is of.
func (r *Report) WriteHTML(w io.Writer, all []Outcome, page *Page) error {
	t, err := template.New("report.html").Funcs(template.FuncMap{"upper": upper}).ParseFS(pageFiles, "page/report.html")
	if err != nil {
		return fmt.Errorf("the page's template: %w", err)
	}
	style, err := pageFiles.ReadFile("page/report.css")
	if err != nil {
		return fmt.Errorf("the page's style: %w", err)
	}
	if err := t.Execute(w, r.view(all, page, template.CSS(style))); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// view is what the template shows: texts and finished pictures.
type view struct {
	*Report
	*Page
	Css       template.CSS
	Good      bool
	Caveat    string
	Judgement string
	Remarks   []string
	Force     template.HTML
	Time      template.HTML
	Dose      template.HTML
	All       []tableRow
	ByLevel   []levelTable
	Figures   []figure
	People    []people
	Bounds    []bound
	DriversOf []drivenView
	Worsts    []worstView
	Facts     []fact
	Ramp      [5]string // classes of the pressure ramp
}

type figure struct {
	Title, Unit string
	Picture     template.HTML
	Words       string
}

type people struct {
	Title  string
	Women  template.HTML
	Men    template.HTML
	Legend []string
}

type bound struct {
	Title, Worst, Bound, WorstOf, Basis string
	Share                               template.HTML
	Exceeded                            string
	Over                                bool
}

type drivenView struct {
	Title string
	Rows  []driverView
}

type driverView struct {
	Title, Rho, Share string
	Bar               template.HTML
}

type worstView struct {
	Worst
	Who     string
	Facts   []fact
	Picture template.HTML
}

type fact struct{ Name, Value string }

// told is the measures that get a picture, in the order of reading.
var told = [...]string{"peak_n", "trip_pct", "comfort_pct", "over_comfort_s", "part_s", "spot_s", "dose", "skin_c", "coverage_pct", "scan_mm"}

func (r *Report) view(all []Outcome, page *Page, css template.CSS) view {
	v := view{
		Report: r, Page: page, Css: css, Good: r.Exceeded == 0 && r.Bodies > 0, Judgement: r.found(), Caveat: caveat, Remarks: r.Notes(),
		Ramp: [5]string{"p1", "p2", "p3", "p4", "p5"},
	}
	if len(all) == 0 {
		return v
	}
	v.Force, v.Time, v.Dose = r.backMap(&forceColumn), r.backMap(&timeColumn), r.backMap(&doseColumn)
	v.All, v.ByLevel = r.allFigures(), r.levelFigures()
	for _, key := range told {
		m, row := measure(key), r.row(key)
		f := func(x float64) string { return fmt.Sprintf("%.*f", m.Digits, x) }
		v.Figures = append(v.Figures, figure{upper(m.Title), m.Unit, histogram(all, m, row, boundOf(key)),
			fmt.Sprintf("middle %s · 1 in 20 %s · 1 in 100 %s · worst %s (%s)", f(row.P50), f(row.near(m)), f(row.far(m)), f(row.Worst), row.WorstOf)})
	}
	for _, key := range []string{"trip_pct", "comfort_pct"} {
		v.People = append(v.People, r.people(all, measure(key)))
	}
	v.Bounds, v.DriversOf, v.Worsts = r.bounds(), r.driversView(), r.worstView(page)
	v.Facts = r.facts(page)
	return v
}

// boundOf is the limit that belongs to a measure; 0 if none does.
func boundOf(measure string) float64 {
	of := map[string]string{"trip_pct": "force", "part_s": "part", "spot_s": "spot", "dose": "dose", "skin_c": "skin"}
	everyone := chair.Everyone()
	if l := limit(of[measure]); l.Bound != nil {
		return l.Bound(&everyone)
	}
	return 0
}

// near is the percentile that one body in twenty is beyond, on the bad side.
func (r *MeasureRow) near(m *Measure) float64 {
	if m.Low {
		return r.P5
	}
	return r.P95
}

func (r *Report) people(all []Outcome, m *Measure) people {
	values := make([]float64, len(all))
	for i := range all {
		values[i] = m.Value(&all[i])
	}
	slices.Sort(values)
	p := people{Title: upper(m.Title), Women: peopleMap(all, "female", m), Men: peopleMap(all, "male", m)}
	for _, s := range shares {
		p.Legend = append(p.Legend, fmt.Sprintf("from %.*f %s", m.Digits, values[min(int(s*float64(len(values))), len(values)-1)], m.Unit))
	}
	return p
}

func (r *Report) bounds() (out []bound) {
	for i := range r.Limits {
		row, l := &r.Limits[i], limit(r.Limits[i].Key)
		b := bound{Title: upper(l.Title), Worst: strings.TrimSpace(Digits(row.Worst) + " " + l.Unit), Bound: Digits(row.Bound), WorstOf: row.WorstOf, Basis: l.Basis,
			Exceeded: Number(row.Exceeded), Over: row.Exceeded > 0}
		if row.Bound > 0 {
			var p pen
			p.open("share", 120, 10, fmt.Sprintf("%.0f %% of the limit", row.Worst/row.Bound*100))
			p.rect("rest", 0, 3, 110, 4, 2)
			class := "used"
			if b.Over {
				class = "used over"
			}
			p.rect(class, 0, 2, 110*min(row.Worst/row.Bound, 1.09), 6, 3)
			p.line("bound", 110, 0, 110, 10)
			b.Share = p.close()
		}
		if l.Key == "guard" {
			b.Worst, b.WorstOf = Number(row.Exceeded), strings.Join(row.Bodies[:min(len(row.Bodies), 1)], "")
		}
		out = append(out, b)
	}
	return out
}

func (r *Report) driversView() (out []drivenView) {
	for _, d := range r.Drivers {
		if len(d.Drivers) == 0 {
			continue
		}
		v := drivenView{Title: upper(measure(d.Measure).Title)}
		for _, x := range d.Drivers {
			var p pen
			p.open("rho", 120, 12, fmt.Sprintf("%+.2f", x.Rho))
			p.line("axis", 60, 0, 60, 12)
			if x.Rho >= 0 {
				p.rect("used", 60, 3, 60*x.Rho, 6, 0)
			} else {
				p.rect("less", 60+60*x.Rho, 3, -60*x.Rho, 6, 0)
			}
			t := trait(x.Trait)
			title := t.Title
			if t.Key == "female" {
				title = "being a woman"
			}
			v.Rows = append(v.Rows, driverView{title, fmt.Sprintf("%+.2f", x.Rho), fmt.Sprintf("%.0f %%", x.Share*100), p.close()})
		}
		out = append(out, v)
	}
	return out
}

func (r *Report) worstView(page *Page) (out []worstView) {
	for i := range r.Worst {
		w := &r.Worst[i]
		v := worstView{Worst: *w, Who: upper(w.Traits.Who())}
		v.Why = upper(v.Why)
		v.Facts = []fact{
			{"greatest force", fmt.Sprintf("%.1f N at %s, %s", w.PeakN, w.Peak.Level, w.Peak.Side)},
			{"of its trip", fmt.Sprintf("%.0f %% (%s)", w.TripShare*100, w.Peak.Zone)},
			{"of own comfort", fmt.Sprintf("%.0f %%, bears %.0f N", w.ComfortShare*100, w.Traits.ComfortN)},
			{"plan done", fmt.Sprintf("%.0f %%", w.Coverage*100)},
			{"muscle", fmt.Sprintf("%.1f N/mm", w.Traits.StiffNPMM)},
			{"off the middle", fmt.Sprintf("%+.0f mm", w.Traits.MidlineMM)},
			{"scan off by", fmt.Sprintf("%.0f mm", w.ScanMeanMM)},
			{"heat dose", fmt.Sprintf("%.3f min", w.Dose)},
		}
		if t := page.Traces[w.ID]; t != nil {
			v.Picture = t.plot("Force and place over the session of " + w.ID)
		}
		out = append(out, v)
	}
	return out
}

func (r *Report) facts(page *Page) []fact {
	return []fact{
		{"Programme", r.Programme}, {"Chair", r.Chair + " (simulated)"}, {"Population", fmt.Sprintf("%s, %s of %s bodies", r.Population, Number(r.Bodies), Number(r.Of))},
		{"Seed", fmt.Sprint(r.Seed)}, {"Lumbar", page.Version}, {"Made by", page.Command},
	}
}
