package twin

import "github.com/openlumbar/lumbar/body"

// heat is the pad with its thermostat, and the skin before it in layers (layers.go): once as the back rests against the pad,
// and once under the roller that presses harder, where the blood is pressed out until the roller has moved on.
//
//	C dT/dt = heater - contact A (T - skin) - loss A (T - room)
type heat struct {
	pad, room float64 // degrees Celsius
	target    float64 // degrees Celsius, 0 is off
	power     float64 // W, of the whole pad
	contact   float64 // W/m²K, pad to skin
	cutOut    bool    // the pad's own fuse has opened
	low       float64 // degrees that the thermistor reads too little
	held      float64 // degrees Celsius that a frozen thermistor repeats

	fat, flow     float64 // of this person: mm of fat under the skin, L/h m² through the skin at rest
	layers        layers
	rests, under  column  // leaning on the pad; under the roller
	dilation, lag float64 // of the skin's vessels: see column.step
	closing       float64 // kPa that closes them
	along         float64 // mm, of the rollers
	dose          float64 // CEM43 of the skin where it was greatest, minutes
}

// press is what presses on the back: how firmly it leans, how firmly the harder roller presses, kPa, and where the rollers
// are, mm.
type press struct{ leaning, rolling, along float64 }

// Heat. The pad's own figures and the contacts (100 bare, 40 through clothing) are assumptions. A person's warmth is of body's
// table of traits.
const (
	bodyHeat = 37.0 // degrees Celsius
	oldAge   = 60   // years from which DilationOld holds
	plainAge = 40
	backArea = 0.161 // m² that the back leans with: JOS-3

	padArea     = 0.035 // m²
	padCapacity = 140.0 // J/K
	padLoss     = 9.0   // W/m²K, to the room through the back of the pad
	bareContact = 100.0
	clothed     = 40.0
	skinLoss    = 6.0 // W/m²K, of a clothed back to the room
	plainRoom   = 23.0
	proportion  = 0.5 // degrees below the target at which the thermostat heats fully

	// A fuse of the pad's own, independent of software.
	fuseOpens, fuseCloses = 48.0, 42.0

	openThermistor = -60.0 // degrees Celsius that an open thermistor reads as
	padNoise       = 0.08  // degrees, one standard deviation
)

func heatOf(o *Options) heat {
	h := heat{room: float64(o.Room), power: float64(o.Profile.Heat.Power), contact: clothed, dilation: 1, low: float64(o.PadLow)}
	if h.room == 0 {
		h.room = plainRoom
	}
	if o.BareSkin {
		h.contact = bareContact
	}
	r := stream(o.Seed, streamWarmth)
	fat := fatOf(&o.Body) * o.draw(body.FatShare, r)
	skin := body.SkinFlow.Middle() * o.draw(body.SkinFlowShare, r)
	h.fat, h.flow = fat, skin
	h.layers = layersOf(fat, skin, o.draw(body.DeepFlowShare, r), bodyHeat)
	h.dilation, h.lag = o.draw(body.DilationShare, r), o.draw(body.DilationLag, r)
	h.closing = o.draw(body.ClosingPressure, r)
	age := o.Age
	if age == 0 {
		age = plainAge
	}
	if age >= oldAge {
		h.dilation *= body.DilationOld.Middle()
	}
	h.rests = settled(&h.layers, h.room, skinLoss)
	h.under = h.rests
	h.pad = h.room
	return h
}

// fatOf is how thick the fat under the skin of the lower back likely is, mm: 5-8 at a BMI of 20, 10-15 at 25-27, 20-40 from 32
// on (recalled, weak), in straight lines.
func fatOf(b *body.Back) float64 {
	const mmPerM = 1000
	bmi := 25.0
	if metres := float64(b.Stature) / mmPerM; metres > 0 {
		bmi = float64(b.Weight) / (metres * metres)
	}
	const least, lean, middle, thick, most = 3, 6.5, 12.5, 30, 60 // at BMIs of 20, 26 and 32
	if bmi < 26 {
		return max(lean+(bmi-20)*(middle-lean)/6, least)
	}
	return min(middle+(bmi-26)*(thick-middle)/6, most)
}

// set takes a target; nonsense is off.
func (h *heat) set(target, most float64) {
	if !(target > 0) {
		target = 0
	}
	h.target = min(target, most)
}

// step lets heatDT pass.
func (h *heat) step(seated bool, p press, failing *[FailureEnd]bool) {
	seen := h.pad - h.low // the thermostat reads the same thermistor: it heats as long as that reads too little
	if failing[ThermistorOpen] {
		seen = openThermistor
	} else if failing[ThermistorFrozen] {
		seen = h.held
	}
	share := 0.0
	if h.target > 0 {
		share = min(max((h.target-seen)/proportion, 0), 1)
	}
	if failing[PadStuck] {
		share = 1
	}
	if h.pad >= fuseOpens {
		h.cutOut = true
	} else if h.pad <= fuseCloses {
		h.cutOut = false
	}
	if h.cutOut || failing[PowerLost] || failing[PadOff] {
		share = 0
	}

	var toSkin float64
	outside, contact, leaning, rolling := h.pad, h.contact, h.open(p.leaning), h.open(max(p.leaning, p.rolling))
	if seated {
		toSkin = contact * (h.pad - h.rests.surface)
	} else {
		outside, contact, leaning, rolling = h.room, skinLoss, 1, 1
	}
	h.pad += (h.power*share - padArea*(toSkin+padLoss*(h.pad-h.room))) / padCapacity * heatDT
	h.rests.step(&h.layers, outside, contact, leaning, h.dilation, h.lag, heatDT)
	h.under.step(&h.layers, outside, contact, rolling, h.dilation, h.lag, heatDT)
	travelled := abs(p.along - h.along)
	h.under.mix(&h.rests, travelled/(patch+travelled))
	h.along = p.along
	h.dose = max(h.dose, h.rests.dose, h.under.dose)
}

// open is the share of the blood flow that a pressure in kPa leaves.
func (h *heat) open(pressure float64) float64 { return max(0, 1-pressure/h.closing) }

// skin is the temperature of the skin where it is warmest.
func (h *heat) skin() float64 { return max(h.rests.surface, h.under.surface) }
