package chair

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// AxisProfile is what one axis can do. Speeds, accelerations and jerks are magnitudes.
type AxisProfile struct {
	Fitted         bool
	Min, Max, Home Coord
	Vel            CoordRate
	Acc            CoordAccel
	Jerk           CoordJerk
	Backlash       Coord
	Lag            time.Duration // drive's time constant behind its setpoint
	Bound          bool          // whether Min and Max bound it: an endless shaft has none
}

// RollerHead is the part of a chair that touches the back.
type RollerHead struct {
	Spring      unit.NewtonPerMM // series spring behind each roller
	Head        unit.Kilogram    // mass in front of each load cell, as the tare sees it
	Moving      unit.Kilogram    // mass that a tapping stroke moves, per roller
	CellGain    float64          // greatest relative gain error of a load cell, 0.05 is 5 %
	CellNoise   unit.Newton      // standard deviation of one sample
	CellRange   unit.Newton      // greatest magnitude that a working cell can read
	Cover       unit.Millimetre  // depth at which an uncompressed roller meets the upholstery's inner face
	KneadAlong  unit.Millimetre  // eccentric's reach along the back
	KneadAcross unit.Millimetre  // across the back
	KneadOut    unit.Millimetre  // along the normal
}

// Knead is the offset of a roller by the kneading shaft's angle: along the back, away from the midline, and
// towards the person. Both rollers move mirrored, so that the offset is the same for both.
func (h *RollerHead) Knead(angle Coord) (along, across, out unit.Millimetre) {
	sin, cos := math.Sincos(float64(angle) * math.Pi / 180)
	return h.KneadAlong * unit.Millimetre(sin), h.KneadAcross * unit.Millimetre(cos), h.KneadOut * unit.Millimetre(-cos)
}

// HeatProfile is the lumbar pad; not fitted if Max is 0.
type HeatProfile struct {
	Max   unit.Celsius // greatest target
	Power unit.Watt
}

// AirProfile is one airbag group; not fitted if Max is 0.
type AirProfile struct {
	Max        unit.Kilopascal
	Fill, Vent time.Duration // from empty to Max, and from Max to empty
}

// Loss is what a chair does by itself when it is left alone. The zero value is invalid.
type Loss uint8

// The ways.
const (
	_        Loss = iota
	Retracts      // takes the rollers home by itself
	Releases      // lets go, so that the person's weight pushes the rollers back
	Holds         // stays where it is: refused with a person seated
	RunsOn        // goes on until its own timer ends: closed chairs only
)

// String is the way's one name.
func (l Loss) String() string {
	return [...]string{"loss?", "retracts", "releases", "holds", "runs_on"}[min(l, RunsOn)]
}

// PersonRange is whom a chair is built for.
type PersonRange struct {
	MaxWeight            unit.Kilogram
	MinHeight, MaxHeight unit.Millimetre
}

// Figure is the origin of one block of a profile's figures.
type Figure struct {
	Block  string // such as `axis "depth"`
	Origin string // where the figures come from, or why they were assumed
	Assume bool   // an assumption, not a sourced figure
}

// Profile is what one model of chair is and can do. The zero Profile has nothing fitted.
type Profile struct {
	Name, Title string
	Simulated   bool // a simulation of a chair: no person sits in it
	Control     unit.Hertz
	Heartbeat   time.Duration // the chair acts by OnSilence after this long without a command
	Stale       time.Duration // a report older than this is no report
	OnSilence   Loss
	OnPowerLoss Loss
	SeatSensor  bool
	StopButton  bool

	Axes    [AxisEnd]AxisProfile
	Rollers RollerHead
	Heat    HeatProfile
	Air     [BagEnd]AirProfile
	Closed  *ClosedProfile // what a closed chair can be set to; nil: its axes are driven
	Massage unit.Degree    // recline angle at which rollers work; where the back stands, if it does not recline
	Person  PersonRange
	Figures []Figure
	Wiring  string // the text of a profile that a driver reads more of, to know where the axes and sensors lie; else empty
}

// Back is the angle at which the backrest stands by a report: where its axis is, or, without one, where it was built to stand.
func (p *Profile) Back(r *Report) unit.Degree {
	if !p.Axes[Recline].Fitted {
		return p.Massage
	}
	return unit.Degree(r.Axes[Recline].Pos)
}

// Period is the time of one control tick.
func (p *Profile) Period() time.Duration {
	return time.Duration(float64(time.Second) / float64(p.Control))
}

// Can says whether the chair has an ability.
func (p *Profile) Can(a Ability) bool {
	switch a {
	case CanCarriage:
		return p.Axes[Carriage].Fitted
	case CanDepth:
		return p.Axes[Depth].Fitted
	case CanWidth:
		return p.Axes[Width].Fitted
	case CanKneading:
		return p.Axes[Kneading].Fitted
	case CanTapping:
		return p.Axes[TapLeft].Fitted && p.Axes[TapRight].Fitted
	case CanRecline:
		return p.Axes[Recline].Fitted
	case CanLegRest:
		return p.Axes[LegRest].Fitted
	case CanAir:
		return p.Air[BagSeat].Max > 0 || p.Air[BagLegs].Max > 0
	case CanHeat:
		return p.Heat.Max > 0
	}
	return false
}
