package rongtai

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// want is one thing that the chair shall be brought to by one key.
type want struct {
	kind  wantKind
	value int // of a mode, speed, area or timer; of heat 1 is on
}

type wantKind uint8

const (
	wantNothing wantKind = iota
	wantWait             // nothing to press, but not there yet
	wantPower            // out of standby
	wantStop
	wantMode
	wantTimer
	wantSpeed
	wantArea
	wantHeat
)

// toggle says whether a second press takes the first one back.
func (w want) toggle() bool { return w.kind == wantPower || w.kind == wantStop || w.kind == wantHeat }

// presses is how often its key may be pressed, each time on evidence that the last press did nothing.
func (w want) presses() int {
	if w.kind == wantHeat {
		return 1
	}
	return pressMost
}

// what is the want in words.
func (w want) what() string {
	switch w.kind {
	case wantPower:
		return "power on"
	case wantStop:
		return "power, to stop"
	}
	return w.key().String()
}

// key is what has to be pressed. Its value stands for itself.
func (w want) key() Key {
	switch w.kind {
	case wantMode, wantArea:
		return Key(w.value)
	case wantSpeed:
		return SpeedKey(w.value)
	case wantTimer:
		return KeyTen + Key(w.value-1)
	case wantHeat:
		return KeyHeat
	}
	return KeyPower
}

// reached says whether a status shows it.
func (w want) reached(s *Status) bool {
	switch w.kind {
	case wantPower:
		return s.Run == Ready || s.Run == Running
	case wantStop:
		return s.Still()
	case wantMode:
		return s.Run == Running && s.Technique == techniqueOf(Key(w.value))
	case wantTimer:
		return int(s.Preset) == w.value
	case wantSpeed:
		return int(s.Speed) == w.value
	case wantArea:
		return s.Area == areaOf(Key(w.value))
	case wantHeat:
		return s.Heat == (w.value == 1)
	}
	return false
}

// The keys of modes and areas, and what a status then shows.
var modes = [...]struct {
	key  Key
	tech Technique
}{{KeyKnead, Knead}, {KeyShiatsu, Shiatsu}, {KeyTap, Tap}}

var areas = [...]struct {
	key  Key
	area Area
	is   chair.Area
}{{KeyFull, Full, chair.Whole}, {KeyPartial, Partial, chair.Part}, {KeyPoint, Point, chair.Spot}}

func techniqueOf(k Key) Technique {
	for _, m := range modes {
		if m.key == k {
			return m.tech
		}
	}
	return NoTechnique
}

func areaOf(k Key) Area {
	for _, a := range areas {
		if a.key == k {
			return a.area
		}
	}
	return NoArea
}

// modeKey is the key of a profile's mode, by its name; false if this driver has none of that name.
func modeKey(name string) (Key, bool) {
	for _, m := range modes {
		if m.key.String() == name {
			return m.key, true
		}
	}
	return 0, false
}

// lacks is what is missing first between a status and a setting.
func (d *desk) lacks() want {
	s, set := &d.status, &d.setting
	if set.Mode == 0 {
		if s.Still() {
			return want{}
		}
		return want{kind: wantStop}
	}
	if d.taken {
		return want{kind: wantWait}
	}
	mode, speed, heat := d.matches(s)
	if d.held.mode && !mode || d.held.speed && !speed || d.held.heat && !heat {
		return want{kind: wantWait} // not our doing
	}
	switch s.Run {
	case Standby:
		return want{kind: wantPower}
	case Ready, Running:
	default:
		return want{kind: wantWait}
	}
	if !mode {
		return want{wantMode, int(d.keys[set.Mode-1])}
	}
	if timer := int(d.profile.Timer / (10 * time.Minute)); int(s.Preset) != timer && timer >= 1 && timer <= 3 {
		return want{wantTimer, timer}
	}
	if !speed {
		return want{wantSpeed, set.Speed}
	}
	if w := d.place(); w.kind != wantNothing {
		return w
	}
	if !heat {
		return want{wantHeat, int(bit(set.Heat, 1))}
	}
	return want{}
}

// place is what is missing to be at the setting's place. No key that is known takes the carriage anywhere: it is let travel
// the whole back until it is in the middle of where it shall stay, and kept there.
func (d *desk) place() want {
	s, set := &d.status, &d.setting
	whole := want{wantArea, int(KeyFull)}
	if set.Area == chair.Whole {
		if s.Area != Full {
			return whole
		}
		return want{}
	}
	keep := KeyPartial
	if set.Area == chair.Spot {
		keep = KeyPoint
	}
	at, from, to := int(s.Carriage), set.From, set.To
	if s.Area == areaOf(keep) {
		if at < from || at > to {
			return whole
		}
		return want{}
	}
	if middle := at == (from+to)/2 || at == (from+to+1)/2; middle {
		return want{wantArea, int(keep)}
	}
	if s.Area != Full {
		return whole
	}
	return want{kind: wantWait}
}
