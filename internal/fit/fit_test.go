package fit

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"pgregory.net/rapid"
)

func bench(t rapid.TB) *chair.Profile {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return &p
}

const check chair.Author = "the safety check" // who tightens in these tests

// Strokes of these tests.
var (
	glide   = technique.Stroke{Kind: technique.Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: time.Minute}
	knead   = technique.Stroke{Kind: technique.Knead, From: body.L5, To: body.L1, Force: 24, Speed: 15, Rate: 22. / 60, For: 2 * time.Minute}
	press   = technique.Stroke{Kind: technique.Press, At: []body.Level{body.L4}, Force: 34, Ease: 3 * time.Second, Hold: 8 * time.Second, Repeat: 1}
	tap     = technique.Stroke{Kind: technique.Tap, From: body.L5, To: body.L3, Force: 14, Rate: 3, Width: technique.Narrow, For: time.Minute}
	stretch = technique.Stroke{Kind: technique.Stretch, Recline: 150, Hold: 10 * time.Second, Repeat: 3}
	both    = technique.Stroke{Kind: technique.Knead, From: body.L5, To: body.L3, Force: 14, Speed: 15, Rate: 22. / 60, Width: technique.Narrow, For: 2 * time.Minute, With: technique.Tapping{Rate: 3, Force: 30}}
	rest    = technique.Stroke{Kind: technique.Rest, From: body.L3, For: 20 * time.Second}
)

// plan is a plan of one phase for each stroke, named by its technique.
func plan(strokes ...technique.Stroke) *programme.Plan {
	p := &programme.Plan{Name: "test", Heat: &programme.Heat{Target: 40, Until: 10 * time.Minute}}
	for _, s := range strokes {
		p.Phases = append(p.Phases, programme.Phase{Name: s.Kind.String(), Strokes: []technique.Stroke{s}})
	}
	return p
}

// insisting is a plan with needs.
func insisting(p *programme.Plan, needs ...chair.Ability) *programme.Plan {
	p.Needs = needs
	return p
}

// with is a stroke with something changed.
func with(s technique.Stroke, change func(*technique.Stroke)) technique.Stroke {
	s.At = slices.Clone(s.At)
	change(&s)
	return s
}

// TestChanges is one row for each thing that fit changes: what it says, and by whom.
func TestChanges(t *testing.T) {
	for _, c := range []struct {
		name   string
		plan   *programme.Plan
		change func(*chair.Profile, *chair.Limits)
		want   []Change
		fitted func(*programme.Plan) bool
	}{
		{name: "nothing", plan: plan(glide, knead, press, tap, stretch, rest), fitted: func(p *programme.Plan) bool { return len(p.Phases) == 6 }},
		{
			name: "one side alone", plan: plan(tap, with(press, func(s *technique.Stroke) { s.Side = technique.LeftSide }), with(tap, func(s *technique.Stroke) { s.Side = technique.RightSide })),
			want: []Change{{What: "press on the left", By: chair.ByChair, Why: "bench-4d presses both rollers with one depth drive"}},
			fitted: func(p *programme.Plan) bool {
				return len(p.Phases) == 2 && p.Phases[1].Strokes[0].Side == technique.RightSide
			},
		},
		{
			name: "force over the limit for everyone", plan: plan(with(knead, func(s *technique.Stroke) { s.Force = 80 })),
			want:   []Change{{What: "knead: force", Was: "80 N", Is: "60 N", By: "everyone"}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].Force == 60 },
		},
		{
			name: "force over the person's limit", plan: plan(knead),
			change: func(_ *chair.Profile, l *chair.Limits) {
				l.Force[chair.ZoneMuscle].Max, l.Force[chair.ZoneMuscle].By = 20, check
			},
			want:   []Change{{What: "knead: force", Was: "24 N", Is: "20 N", By: check}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].Force == 20 },
		},
		{
			name: "both rollers over the limit", plan: plan(knead),
			change: func(_ *chair.Profile, l *chair.Limits) { l.BothForce.Max, l.BothForce.By = 30, check },
			want:   []Change{{What: "knead: force", Was: "24 N", Is: "15 N", By: check}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].Force == 15 },
		},
		{
			name: "gentler at the sacrum and the ribs", plan: plan(with(glide, func(s *technique.Stroke) { s.Force = 40 })),
			want:   []Change{{What: "glide at S1: force", Was: "40 N", Is: "30 N", By: "everyone"}, {What: "glide at T12: force", Was: "40 N", Is: "20 N", By: "everyone"}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].Force == 40 },
		},
		{
			name: "gentler at a place of a press", plan: plan(with(press, func(s *technique.Stroke) { s.At = append(s.At, body.T12) })),
			want: []Change{{What: "press at T12: force", Was: "34 N", Is: "20 N", By: "everyone"}},
		},
		{
			name: "said once for many strokes", plan: plan(with(knead, func(s *technique.Stroke) { s.Force = 80 }), with(knead, func(s *technique.Stroke) { s.Force = 80 })),
			want: []Change{{What: "knead: force", Was: "80 N", Is: "60 N", By: "everyone"}},
		},
		{
			name: "recline over the chair's", plan: plan(with(stretch, func(s *technique.Stroke) { s.Recline = 168 })),
			want:   []Change{{What: "stretch: recline", Was: "168°", Is: "160°", By: chair.ByChair}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].Recline == 160 },
		},
		{
			name: "recline over the person's limit", plan: plan(stretch),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Recline.Max, l.Recline.By = 140, check },
			want:   []Change{{What: "stretch: recline", Was: "150°", Is: "140°", By: check}},
		},
		{
			name: "pace over the chair's", plan: plan(knead),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.Kneading].Vel = 90 },
			want:   []Change{{What: "knead: pace", Was: "22 /min", Is: "15 /min", By: chair.ByChair}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].Rate == 0.25 },
		},
		{
			name: "no kneading shaft", plan: plan(glide, knead, rest),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.Kneading] = chair.AxisProfile{} },
			want:   []Change{{What: "knead", By: chair.ByChair, Why: "bench-4d has no kneading"}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 2 },
		},
		{
			name: "tapping withheld", plan: plan(glide, tap),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Tapping.Max, l.Tapping.By = 0, check },
			want:   []Change{{What: "tap", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 1 && p.Phases[0].Name == "glide" },
		},
		{
			name: "tapping along withheld", plan: plan(both),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Tapping.Max, l.Tapping.By = 0, check },
			want:   []Change{{What: "tap", By: check}},
			fitted: func(p *programme.Plan) bool {
				return p.Phases[0].Strokes[0].Kind == technique.Knead && !p.Phases[0].Strokes[0].With.On()
			},
		},
		{
			name: "no kneading shaft for what tapping goes along with", plan: plan(both),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.Kneading] = chair.AxisProfile{} },
			want:   []Change{{What: "knead", By: chair.ByChair, Why: "bench-4d has no kneading"}},
			fitted: func(p *programme.Plan) bool {
				s := p.Phases[0].Strokes[0]
				return s.Kind == technique.Tap && s.Force == 30 && s.For == 2*time.Minute && s.Width == technique.Narrow
			},
		},
		{
			name: "tapping along over the person's limit", plan: plan(both),
			change: func(_ *chair.Profile, l *chair.Limits) {
				l.Force[chair.ZoneMuscle].Max, l.Force[chair.ZoneMuscle].By = 26, check
			},
			want:   []Change{{What: "tap: force", Was: "30 N", Is: "26 N", By: check}},
			fitted: func(p *programme.Plan) bool { return p.Phases[0].Strokes[0].With.Force == 26 },
		},
		{
			name: "tapping along on rollers that cannot be narrow", plan: plan(both),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.Width].Min = 80 },
			want:   []Change{{What: "tap at L3 and above", By: chair.ByChair, Why: "bench-4d cannot bring its rollers so near"}},
			fitted: func(p *programme.Plan) bool { return !p.Phases[0].Strokes[0].With.On() },
		},
		{
			name: "rollers that cannot be narrow", plan: plan(tap, with(tap, func(s *technique.Stroke) { s.To = body.L2 })),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.Width].Min = 80 },
			want:   []Change{{What: "tap at L2 and above", By: chair.ByChair, Why: "bench-4d cannot bring its rollers so near"}},
			fitted: func(p *programme.Plan) bool {
				return len(p.Phases) == 1 && p.Phases[0].Strokes[0].To == body.L3 && p.Phases[0].Strokes[0].Width == 80
			},
		},
		{
			name: "rollers that are just narrow enough, and not wide", plan: plan(with(tap, func(s *technique.Stroke) { s.To = body.L2 }), with(knead, func(s *technique.Stroke) { s.Width = technique.Wide }), knead),
			change: func(p *chair.Profile, _ *chair.Limits) {
				p.Axes[chair.Width].Min, p.Axes[chair.Width].Max = chair.Coord(technique.Narrow), 90
			},
			fitted: func(p *programme.Plan) bool {
				return p.Phases[0].Strokes[0].Width == technique.Narrow && p.Phases[1].Strokes[0].Width == 90 && p.Phases[2].Strokes[0].Width == 0
			},
		},
		{
			name: "just enough of everything", // each repeat of the stretch counts for two ways of 15.333 s and a hold
			plan: plan(with(glide, func(s *technique.Stroke) { s.Force = 20 }), tap, stretch),
			change: func(_ *chair.Profile, l *chair.Limits) {
				l.Tapping.Max, l.Stretch.Max, l.HeatTime.Max = 62*time.Second, 3*40666*time.Millisecond, 10*time.Minute
				l.Session.Max, l.Recline.Max, l.BothForce.Max = programme.Around+2*time.Minute+3*45666*time.Millisecond, 150, 40
			},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 3 },
		},
		{
			name: "stretching withheld", plan: plan(glide, stretch),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Stretch.Max, l.Stretch.By = 0, check },
			want:   []Change{{What: "stretch", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 1 },
		},
		{
			name: "less pressing: shorter", plan: plan(with(press, func(s *technique.Stroke) { s.Repeat = 1 })),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Still.Max, l.Still.By = 5*time.Second, check },
			want:   []Change{{What: "pressing on one place", Was: "11 s", Is: "4 s", By: check}},
			fitted: func(p *programme.Plan) bool {
				s := p.Phases[0].Strokes[0]
				return s.Hold > time.Second && s.Hold < 3*time.Second && s.Repeat == 1
			},
		},
		{
			name: "less pressing: less often", plan: plan(glide, with(press, func(s *technique.Stroke) { s.Repeat = 4 })),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Still.Max, l.Still.By = 25*time.Second, check },
			want:   []Change{{What: "pressing on one place", Was: "45 s", Is: "22 s", By: check}},
			fitted: func(p *programme.Plan) bool {
				s := p.Phases[1].Strokes[0]
				return s.Hold == 8*time.Second && s.Repeat == 2
			},
		},
		{
			name: "hardly any pressing", plan: plan(glide, press, glide),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Still.Max, l.Still.By = time.Second, check },
			want:   []Change{{What: "press", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 2 },
		},
		{
			name: "pressing lightly is none", plan: plan(with(press, func(s *technique.Stroke) { s.Force = 17 })),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Still.Max, l.Still.By = time.Second, check },
		},
		{
			name: "less tapping", plan: plan(glide, tap, tap),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Tapping.Max, l.Tapping.By = 64*time.Second, check },
			want:   []Change{{What: "tapping in all", Was: "2 min", Is: "1 min", By: check}},
			fitted: func(p *programme.Plan) bool { return p.Phases[2].Strokes[0].For == 30*time.Second },
		},
		{
			name: "too little tapping to be any", plan: plan(glide, tap, tap),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Tapping.Max, l.Tapping.By = 10*time.Second, check },
			want:   []Change{{What: "tap", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 1 },
		},
		{
			name: "fewer stretches", plan: plan(stretch, rest, stretch),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Stretch.Max, l.Stretch.By = 170*time.Second, check },
			want:   []Change{{What: "stretching in all", Was: "4 min 4 s", Is: "2 min 43 s", By: check}},
			fitted: func(p *programme.Plan) bool {
				return p.Phases[0].Strokes[0].Repeat == 3 && p.Phases[2].Strokes[0].Repeat == 1
			},
		},
		{
			name: "heat over the chair's", plan: plan(glide),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Heat.Max = 38 },
			want:   []Change{{What: "heat", Was: "40 °C", Is: "38 °C", By: chair.ByChair}},
			fitted: func(p *programme.Plan) bool { return p.Heat.Target == 38 },
		},
		{
			name: "no pad", plan: plan(glide),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Heat = chair.HeatProfile{} },
			want:   []Change{{What: "heat", By: chair.ByChair}},
			fitted: func(p *programme.Plan) bool { return p.Heat == nil },
		},
		{
			name: "no pad, where it is among the needs", plan: insisting(plan(glide), chair.CanDepth, chair.CanHeat),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Heat = chair.HeatProfile{} },
			want:   []Change{{What: "the programme", By: chair.ByChair, Why: "bench-4d has no heat"}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 0 && p.Heat == nil },
		},
		{
			name: "heat withheld, where a pad is among the needs", plan: insisting(plan(glide), chair.CanHeat),
			change: func(_ *chair.Profile, l *chair.Limits) { l.HeatTime.Max, l.HeatTime.By = 0, check },
			want:   []Change{{What: "heat", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 1 && p.Heat == nil },
		},
		{
			name: "no tapping, which a technique needs by itself", plan: insisting(plan(glide, tap), chair.CanTapping),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.TapLeft] = chair.AxisProfile{} },
			want:   []Change{{What: "tap", By: chair.ByChair, Why: "bench-4d has no tapping"}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 1 },
		},
		{
			name: "no tapping, which goes along with something", plan: insisting(plan(with(knead, func(s *technique.Stroke) { s.To, s.With = body.L4, technique.Tapping{Rate: 4, Force: 34} })), chair.CanTapping),
			change: func(p *chair.Profile, _ *chair.Limits) { p.Axes[chair.TapLeft] = chair.AxisProfile{} },
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 1 && !p.Phases[0].Strokes[0].With.On() },
			want:   []Change{{What: "tap", By: chair.ByChair, Why: "bench-4d has no tapping"}},
		},
		{
			name: "heat withheld by its time", plan: plan(glide),
			change: func(_ *chair.Profile, l *chair.Limits) { l.HeatTime.Max, l.HeatTime.By = 0, check },
			want:   []Change{{What: "heat", By: check}},
			fitted: func(p *programme.Plan) bool { return p.Heat == nil },
		},
		{
			name: "heat for too long", plan: plan(glide),
			change: func(_ *chair.Profile, l *chair.Limits) { l.HeatTime.Max, l.HeatTime.By = 5*time.Minute, check },
			want:   []Change{{What: "heat", Was: "10 min", Is: "5 min", By: check}},
			fitted: func(p *programme.Plan) bool { return p.Heat.Until == 5*time.Minute },
		},
		{
			name: "too long for a session", plan: plan(glide, rest, with(rest, func(s *technique.Stroke) { s.For = 10 * time.Minute }), glide),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Session.Max, l.Session.By = 10*time.Minute, check },
			want:   []Change{{What: "the middle of the programme", Was: "12 min 20 s", Is: "7 min 30 s", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 4 && p.Phases[3].Strokes[0].For == time.Minute },
		},
		{
			name: "too long by more than the middle bears", plan: plan(glide, rest, knead, glide),
			change: func(_ *chair.Profile, l *chair.Limits) {
				l.Session.Max, l.Session.By = programme.Around+130*time.Second, check
			},
			want: []Change{{What: "the middle of the programme", Was: "4 min 20 s", Is: "2 min 10 s", By: check}},
			fitted: func(p *programme.Plan) bool {
				return len(p.Phases) == 3 && p.Phases[1].Strokes[0].For == 10*time.Second
			},
		},
		{
			name: "no session long enough", plan: plan(glide, press, glide),
			change: func(_ *chair.Profile, l *chair.Limits) { l.Session.Max, l.Session.By = time.Minute, check },
			want:   []Change{{What: "the middle of the programme", Was: "2 min 14 s", Is: "0 s", By: check}},
			fitted: func(p *programme.Plan) bool { return len(p.Phases) == 0 },
		},
		{
			name: "too much contact at one part", plan: plan(glide, with(knead, func(s *technique.Stroke) { s.From, s.To, s.For = body.L4, body.L3, 10*time.Minute }), glide),
			want: []Change{{What: "the middle of the programme, for contact at one part of the back", Was: "10 min 50 s", Is: "4 min 20 s", By: "everyone"}},
		},
	} {
		p, l := bench(t), chair.Everyone()
		if c.change != nil {
			c.change(p, &l)
		}
		got := Fit(c.plan, p, l)
		if d := cmp.Diff(c.want, got.Changes); d != "" {
			t.Errorf("%s: changes, want (-) and got (+):\n%s", c.name, d)
		}
		if c.fitted != nil && !c.fitted(got.Plan) {
			t.Errorf("%s: fitted to %+v, heat %+v", c.name, got.Plan.Phases, got.Plan.Heat)
		}
	}
}

func TestChangeAsASentence(t *testing.T) {
	for want, c := range map[string]Change{
		"knead: force: 20 N instead of 24 N (everyone)": {What: "knead: force", Was: "24 N", Is: "20 N", By: "everyone"},
		"tap left out (everyone)":                       {What: "tap", By: "everyone"},
		"tap left out (bench-4d has no tapping)":        {What: "tap", By: chair.ByChair, Why: "bench-4d has no tapping"},
	} {
		if got := c.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
