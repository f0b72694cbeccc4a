package chair_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// TestNames proves of every enumeration that each value has a name of its own in small letters, and that what is
// not a value says so.
func TestNames(t *testing.T) {
	type list struct {
		of      string
		names   []fmt.Stringer
		invalid []fmt.Stringer
	}
	axes := list{of: "axis", invalid: []fmt.Stringer{chair.Axis(0), chair.AxisEnd, chair.Axis(255)}}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		axes.names = append(axes.names, a)
	}
	zones := list{of: "zone", invalid: []fmt.Stringer{chair.Zone(0), chair.ZoneEnd, chair.Zone(255)}}
	for z := chair.ZoneMuscle; z < chair.ZoneEnd; z++ {
		zones.names = append(zones.names, z)
	}
	abilities := list{of: "ability", invalid: []fmt.Stringer{chair.Ability(0), chair.AbilityEnd, chair.Ability(255)}}
	for a := chair.CanCarriage; a < chair.AbilityEnd; a++ {
		abilities.names = append(abilities.names, a)
	}
	losses := list{of: "loss", names: []fmt.Stringer{chair.Retracts, chair.Releases, chair.Holds, chair.RunsOn}, invalid: []fmt.Stringer{chair.Loss(0)}}
	sides := list{of: "side", names: []fmt.Stringer{chair.Left, chair.Right}}
	bags := list{of: "bag", names: []fmt.Stringer{chair.BagSeat, chair.BagLegs}}
	severities := list{of: "severity", invalid: []fmt.Stringer{chair.Severity(0)},
		names: []fmt.Stringer{chair.Enough, chair.Once, chair.Repair, chair.Unwell}}
	for _, l := range []list{axes, zones, abilities, losses, sides, bags, severities} {
		seen := map[string]bool{}
		for i, v := range l.names {
			name := v.String()
			if name == "" || seen[name] || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
				t.Errorf("%s %d is called %q", l.of, i, name)
			}
			seen[name] = true
		}
		for _, v := range l.invalid {
			if got, want := v.String(), l.of+"?"; got != want {
				t.Errorf("an invalid %s is called %q, want %q", l.of, got, want)
			}
		}
	}
}

func TestParseAbility(t *testing.T) {
	for a := chair.CanCarriage; a < chair.AbilityEnd; a++ {
		if got, ok := chair.ParseAbility(a.String()); !ok || got != a {
			t.Errorf("ParseAbility(%q) = %v, %v", a, got, ok)
		}
	}
	for _, name := range []string{"", "ability?", "Depth", "tap"} {
		if got, ok := chair.ParseAbility(name); ok || got != 0 {
			t.Errorf("ParseAbility(%q) = %v, %v; want none", name, got, ok)
		}
	}
}

func TestUnits(t *testing.T) {
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		want := "mm"
		if a == chair.Kneading || a == chair.Recline || a == chair.LegRest {
			want = "°"
		}
		if a.Unit() != want || a.Rotary() != (want == "°") {
			t.Errorf("%v is in %q, rotary %v; want %q", a, a.Unit(), a.Rotary(), want)
		}
	}
}

// TestCatalogue proves that every fault has exactly one row, with all its texts: the constants are read from the
// source, so that one without a row is found.
func TestCatalogue(t *testing.T) {
	declared := codes(t)
	if len(declared) < 20 {
		t.Fatalf("read only %d codes from the source", len(declared))
	}
	rows := map[chair.Code]int{}
	for _, info := range chair.Catalogue {
		rows[info.Code]++
		for what, text := range map[string]string{"title": info.Title, "text": info.Text, "what the chair does": info.Does, "what to do": info.Do} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", info.Code, what)
			}
			if strings.Contains(text, "!") {
				t.Errorf("%s exclaims: %q", info.Code, text)
			}
		}
		for what, text := range map[string]string{"text": info.Text, "what the chair does": info.Does, "what to do": info.Do} {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s is not a sentence: %q", info.Code, what, text)
			}
		}
		if want := clears[info.Severity]; want == 0 || info.Clear != want {
			t.Errorf("%s is %v and cleared by %v, want %v", info.Code, info.Severity, info.Clear, want)
		}
		if got := info.Code.Info(); got != info {
			t.Errorf("Info of %s is the row of %s", info.Code, got.Code)
		}
	}
	for name, code := range declared {
		if rows[code] != 1 {
			t.Errorf("%s (%s) has %d rows, want 1", name, code, rows[code])
		}
		delete(rows, code)
	}
	for code := range rows {
		t.Errorf("row %q has no constant", code)
	}
	if got := chair.Code("gone").Info(); got.Title != "gone" || got.Code != "gone" {
		t.Errorf("an unknown code is told as %+v", got)
	}
}

// clears is who may clear a fault of each severity.
var clears = map[chair.Severity]chair.Clearer{
	chair.Enough: chair.ClearSitter, chair.Once: chair.ClearSitter, chair.Repair: chair.ClearOwner, chair.Unwell: chair.ClearAnswered,
}

// TestSeverity: what is broken, and what may be wrong with somebody, is not forgotten by a click.
func TestSeverity(t *testing.T) {
	for code, want := range map[chair.Code]chair.Severity{
		chair.FaultSession: chair.Enough, chair.FaultHold: chair.Enough, chair.FaultTapWork: chair.Enough,
		chair.FaultForce: chair.Once, chair.FaultForceRate: chair.Once, chair.FaultTapRate: chair.Once,
		chair.FaultForceCell: chair.Repair, chair.FaultTracking: chair.Repair, chair.FaultHeatStuck: chair.Repair, chair.FaultRecord: chair.Repair,
		chair.FaultFelt: chair.Unwell,
	} {
		if got := code.Info().Severity; got != want {
			t.Errorf("%s is %v, want %v", code, got, want)
		}
	}
	for c, want := range map[chair.Clearer]string{
		0: "nobody", chair.ClearSitter: "you", chair.ClearOwner: "the owner, after looking at the chair",
		chair.ClearAnswered: "you, after saying how you feel",
	} {
		if got := c.String(); got != want {
			t.Errorf("clearer %d is %q, want %q", c, got, want)
		}
	}
	for i := range 256 {
		_, _ = chair.Severity(i).String(), chair.Clearer(i).String() // whatever was read, it has a name
	}
	if info := chair.Code("gone").Info(); info.Severity != 0 || info.Clear != 0 {
		t.Errorf("an unknown code is %v, cleared by %v; want neither", info.Severity, info.Clear)
	}
}

// TestPersonal: who set a limit is told to that person alone if it says something of them.
func TestPersonal(t *testing.T) {
	for by, want := range map[chair.Author]bool{
		chair.ByEveryone: false, chair.ByChair: false, chair.ByAnswers: true, chair.ByDose: true, chair.ByChoice: true,
		"": true, "bench-4d": true, "Everyone": true,
	} {
		if got := by.Personal(); got != want {
			t.Errorf("%q: personal %v, want %v", by, got, want)
		}
	}
}

// codes is every constant of type Code in fault.go, by its name.
func codes(t *testing.T) map[string]chair.Code {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]chair.Code{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Code" {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		found[spec.Names[0].Name] = chair.Code(value)
		return true
	})
	return found
}

func TestFaultError(t *testing.T) {
	tests := []struct {
		fault chair.Fault
		want  string
	}{
		{chair.Fault{Code: chair.FaultForce, Axis: chair.Depth, Value: 104.26, Bound: 100}, "force: pressed too hard (depth): 104, allowed 100 N"},
		{chair.Fault{Code: chair.FaultForce, Value: 12, Bound: 0}, "force: pressed too hard: 12, allowed 0 N"},
		{chair.Fault{Code: chair.FaultJump, Axis: chair.Carriage, Value: 7, Bound: 2}, "jump: asked to jump (carriage): 7, allowed 2"},
		{chair.Fault{Code: chair.FaultHost}, "host_silent: control lost"},
		{chair.Fault{Code: chair.FaultChair, Value: 9}, "chair_error: the chair reports an error: code 9"},
		{chair.Fault{Code: chair.FaultChair}, "chair_error: the chair reports an error"},
		{chair.Fault{Code: chair.FaultLevel, Value: 4, Bound: 3}, "level: more than its limit: 4, allowed 3"},
	}
	for _, tt := range tests {
		if got := tt.fault.Error(); got != tt.want {
			t.Errorf("%+v is told as %q, want %q", tt.fault, got, tt.want)
		}
	}
}

// TestClosedInfo: no fault of a closed chair tells of what only a chair with axes does, or of a button that it does not have.
func TestClosedInfo(t *testing.T) {
	for _, c := range chair.Catalogue {
		i := c.Code.ClosedInfo()
		if i.Title != c.Title || i.Severity != c.Severity || i.Clear != c.Clear {
			t.Errorf("%s is another fault there: %+v", c.Code, i)
		}
		if strings.Contains(i.Does+i.Do, "red button") || strings.Contains(i.Does, "airbags empty, heat") && c.Code != chair.FaultAxis {
			t.Errorf("%s: %s %s", c.Code, i.Does, i.Do)
		}
	}
}

func TestProfileCan(t *testing.T) {
	fit := map[chair.Ability]func(p *chair.Profile){
		chair.CanTapping: func(p *chair.Profile) { p.Axes[chair.TapLeft].Fitted, p.Axes[chair.TapRight].Fitted = true, true },
		chair.CanAir:     func(p *chair.Profile) { p.Air[chair.BagLegs].Max = 20 },
		chair.CanHeat:    func(p *chair.Profile) { p.Heat.Max = 40 },
	}
	for ability, axis := range map[chair.Ability]chair.Axis{
		chair.CanCarriage: chair.Carriage, chair.CanDepth: chair.Depth, chair.CanWidth: chair.Width,
		chair.CanKneading: chair.Kneading, chair.CanRecline: chair.Recline, chair.CanLegRest: chair.LegRest,
	} {
		fit[ability] = func(p *chair.Profile) { p.Axes[axis].Fitted = true }
	}
	for a := chair.Ability(0); a <= chair.AbilityEnd; a++ {
		var p chair.Profile
		if p.Can(a) {
			t.Errorf("the zero Profile can %v", a)
		}
		set, known := fit[a]
		if known {
			set(&p)
		}
		for b := chair.Ability(0); b <= chair.AbilityEnd; b++ {
			if got, want := p.Can(b), known && a == b; got != want {
				t.Errorf("with %v fitted Can(%v) = %v", a, b, got)
			}
		}
	}
	var one chair.Profile
	one.Axes[chair.TapLeft].Fitted = true
	if one.Can(chair.CanTapping) {
		t.Error("one tapper is tapping")
	}
}

func TestPeriod(t *testing.T) {
	p := chair.Profile{Control: 250}
	if got := p.Period(); got != 4*time.Millisecond {
		t.Errorf("a tick of 250 Hz takes %v, want 4ms", got)
	}
}

// TestKnead checks the circle of a roller: where it starts and that it closes.
func TestKnead(t *testing.T) {
	h := chair.RollerHead{KneadAlong: 12, KneadAcross: 10, KneadOut: 3}
	tests := []struct {
		angle              chair.Coord
		along, across, out float64
	}{{0, 0, 10, -3}, {90, 12, 0, 0}, {180, 0, -10, 3}, {270, -12, 0, 0}, {360, 0, 10, -3}, {-90, -12, 0, 0}}
	for _, tt := range tests {
		along, across, out := h.Knead(tt.angle)
		for what, d := range map[string]float64{"along": float64(along) - tt.along, "across": float64(across) - tt.across, "out": float64(out) - tt.out} {
			if !(math.Abs(d) <= 1e-9) {
				t.Errorf("at %g° %s is off by %g mm", tt.angle, what, d)
			}
		}
	}
}

func TestContour(t *testing.T) {
	var c chair.Contour
	if out, slope := c.At(100); c.Known() || out != 0 || slope != 0 {
		t.Errorf("the zero Contour is %g mm, slope %g", out, slope)
	}
	c.First, c.Last = 20, 22 // 100 to 110 mm
	c.Out[20], c.Out[21], c.Out[22] = 30, 35, 33
	tests := []struct{ along, out, slope float64 }{
		{0, 30, 0}, {100, 30, 0}, {101, 31, 1}, {105, 35, -0.4}, {107.5, 34, -0.4}, {110, 33, 0}, {400, 33, 0}, {math.NaN(), 30, 0},
	}
	for _, tt := range tests {
		out, slope := c.At(unit.Millimetre(tt.along))
		if !(math.Abs(float64(out)-tt.out) <= 1e-9) || !(math.Abs(slope-tt.slope) <= 1e-9) {
			t.Errorf("at %g mm the back is at %g mm, slope %g; want %g mm, slope %g", tt.along, out, slope, tt.out, tt.slope)
		}
	}
}
