package chair

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/openlumbar/lumbar/unit"
)

// Zone is a kind of tissue under a roller, by what it can bear. The zero value is invalid.
type Zone uint8

// The zones.
const (
	_           Zone = iota
	ZoneMuscle       // paraspinal muscle, L5 to L1
	ZoneSacrum       // sacrum and iliac crest: bone under thin cover
	ZoneRibs         // T12 and above, and the flank beside L1 and L2 (ribs 11 and 12, kidney angle)
	ZoneSpine        // the spinous processes: no roller belongs here
	ZoneUnknown      // no map, or off the map
	ZoneEnd          // how many entries an array by Zone has
)

var zoneNames = [ZoneEnd]string{"", "muscle", "sacrum", "ribs", "spine", "unknown"}

// String is the zone's one name.
func (z Zone) String() string {
	if z == 0 || z >= ZoneEnd {
		return "zone?"
	}
	return zoneNames[z]
}

// Geometry of the zones across the back. Figures from Deng 2015 (PLoS ONE
// 10:e0140315) and the project's own ceilings table.
const (
	// SpineHalfWidth is the keep-out to either side of the midline.
	SpineHalfWidth unit.Millimetre = 12
	// FlankLateral is the distance from the midline beyond which L2 and above count as ribs and kidney angle.
	FlankLateral unit.Millimetre = 50
	// ReclineVoid is how far the back may move before a map is void: the trunk slides as it reclines.
	ReclineVoid unit.Degree = 5
)

// Plausible spans of a map, in machine millimetres. Lumbar travel of 120 to 400 mm above the seat covers
// 98 % of ANSUR II; seat sink and slump lower that by 40 to 90 mm. T12 to S1 is 212 mm on average; outside
// 140 to 300 mm no adult back is known in the spacing data (path T12 to L5: 140 to 214 mm, plus L5 to S1).
const (
	mapLowest, mapHighest   = 20, 480
	mapShortest, mapLongest = 140, 300
	mapWidestDoubt          = 60
)

// ZoneMap says where on the carriage's track the zones of one person's back are, in one posture. The zero
// value is no map: every place is ZoneUnknown.
type ZoneMap struct {
	SacrumTop unit.Millimetre // below: sacrum
	FlankFrom unit.Millimetre // above, and far from the midline: flank (lower edge of L2)
	RibsFrom  unit.Millimetre // above: ribs (lower edge of T12)
	Top       unit.Millimetre // above: off the map
	Doubt     unit.Millimetre // half-width of the 95 % interval of the places above; widens every zone
	Recline   unit.Degree     // recline angle at which the map was made
	Made      bool
}

// Check says why a map is implausible, or nil.
func (m ZoneMap) Check() error {
	span := m.RibsFrom - m.SacrumTop
	switch {
	case !m.Made:
		return fmt.Errorf("zone map: not made")
	case !(m.SacrumTop >= mapLowest && m.Top <= mapHighest):
		return fmt.Errorf("zone map: sacrum at %.0f mm and top at %.0f mm are outside %d to %d mm", m.SacrumTop, m.Top, mapLowest, mapHighest)
	case !(span >= mapShortest && span <= mapLongest):
		return fmt.Errorf("zone map: %.0f mm from sacrum to ribs is outside %d to %d mm", span, mapShortest, mapLongest)
	case !(m.FlankFrom > m.SacrumTop && m.FlankFrom <= m.RibsFrom && m.Top >= m.RibsFrom):
		return fmt.Errorf("zone map: zones out of order")
	case !(m.Doubt >= 0 && m.Doubt <= mapWidestDoubt):
		return fmt.Errorf("zone map: doubt of %.0f mm is not within 0 to %d mm", m.Doubt, mapWidestDoubt)
	case !(m.Recline >= 90 && m.Recline <= 180):
		return fmt.Errorf("zone map: recline of %.0f° is not within 90 to 180°", m.Recline)
	}
	return nil
}

// Holds says whether the map still holds at a recline angle.
func (m *ZoneMap) Holds(recline unit.Degree) bool {
	return m.Made && math.Abs(float64(recline-m.Recline)) <= float64(ReclineVoid)
}

// Agrees says whether two maps can be of one back: no boundary differs by more than both maps' doubts.
func (m *ZoneMap) Agrees(n ZoneMap) bool {
	most := m.Doubt + n.Doubt
	for _, d := range [...]unit.Millimetre{m.SacrumTop - n.SacrumTop, m.FlankFrom - n.FlankFrom, m.RibsFrom - n.RibsFrom} {
		if !(d >= -most && d <= most) {
			return false
		}
	}
	return true
}

// Each visits every zone that a roller at (along, lateral) may be in, given the map's doubt and one more
// margin. Callers take the strictest. An unmade map gives ZoneUnknown.
func (m *ZoneMap) Each(along, lateral, margin unit.Millimetre, visit func(Zone)) {
	for in := m.around(along, lateral, margin); in != 0; {
		z := in.least()
		in ^= 1 << z
		visit(z)
	}
}

// Within says whether a roller at (along, lateral) may be in zone z, given the map's doubt and one more
// margin. At least one zone holds for every place.
func (m *ZoneMap) Within(z Zone, along, lateral, margin unit.Millimetre) bool {
	return m.around(along, lateral, margin)>>z&1 != 0
}

// zones is a set of zones: bit by zone.
type zones uint8

// least is the first zone of a set that is not empty.
func (s zones) least() Zone { return Zone(bits.TrailingZeros8(uint8(s))) }

// around is the zones in which a roller at (along, lateral) may be, all at once: it is asked for in every tick.
func (m *ZoneMap) around(along, lateral, margin unit.Millimetre) (in zones) {
	if !m.Made {
		return 1 << ZoneUnknown
	}
	w := m.Doubt + margin
	lateral = unit.Millimetre(math.Abs(float64(lateral)))
	if along >= m.SacrumTop-w && along <= m.RibsFrom+w {
		in |= 1 << ZoneMuscle
	}
	if !(along >= m.SacrumTop+w) {
		in |= 1 << ZoneSacrum
	}
	if !(along <= m.RibsFrom-w) || (lateral > FlankLateral && !(along <= m.FlankFrom-w)) {
		in |= 1 << ZoneRibs
	}
	if !(lateral >= SpineHalfWidth) {
		in |= 1 << ZoneSpine
	}
	if !(along <= m.Top) {
		in |= 1 << ZoneUnknown
	}
	return in
}
