package twin

import "math"

// heat is two nodes, pad and skin, a lumped form of Pennes's equation with the skin blood flow of JOS-3:
//
//	pad:  C dT/dt = heater - contact A (T - skin) - loss A (T - room)
//	skin: c dS/dt = contact (T - S) + core (37 - S) + flow(S) rho c (37 - S),  flow = basal 2^((S - set)/6)
//
// Without a seated person the skin loses heat to the room instead. Two nodes have no deep tissue to warm up first, so
// the skin is a little hotter, sooner, than in layers: the cautious side.
type heat struct {
	pad, skin, room float64 // degrees Celsius
	dose            float64 // CEM43 of the skin, minutes
	target          float64 // degrees Celsius, 0 is off
	power           float64 // W, of the whole pad
	contact         float64 // W/m²K, pad to skin
	dilation        float64 // share of the blood vessels' answer to warmth that age leaves
	cutOut          bool    // the pad's own fuse has opened
	held            float64 // degrees Celsius that a frozen thermistor repeats
}

// Heat. Sources: JOS-3 "back" node (area 0.161 m², core conductance 1.56 W/K, basal skin flow 9.2 L/h/m², doubling
// every 6 degrees, from 60 years x 0.47), IT'IS skin (1109 kg/m³, 3391 J/kgK, 2 mm) and blood (1050, 3617). The pad's own
// figures and the contacts (100 bare, 40 through clothing) are assumptions.
const (
	core, skinSet      = 37.0, 34.0 // degrees Celsius
	coreConductance    = 1.56 / 0.161
	skinCapacity       = 1109 * 3391 * 0.002             // J/m²K
	basalFlow          = 9.2 / 3600 * 1e-3 * 1050 * 3617 // W/m²K
	doubling           = 6.0                             // degrees
	mostDilation       = 10.0                            // times basal
	oldAge, oldAnswers = 60, 0.47
	plainAge           = 40

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
	h := heat{room: float64(o.Room), power: float64(o.Profile.Heat.Power), contact: clothed, dilation: 1}
	if h.room == 0 {
		h.room = plainRoom
	}
	if o.BareSkin {
		h.contact = bareContact
	}
	age := o.Age
	if age == 0 {
		age = plainAge
	}
	if age >= oldAge {
		h.dilation = oldAnswers
	}
	h.pad, h.skin = h.room, skinSet
	return h
}

// set takes a target; nonsense is off.
func (h *heat) set(target, most float64) {
	if !(target > 0) {
		target = 0
	}
	h.target = min(target, most)
}

// step lets heatDT pass.
func (h *heat) step(seated bool, failing *[FailureEnd]bool) {
	seen := h.pad // the thermostat reads the same thermistor: it heats as long as that reads too little
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

	contact := h.contact
	if !seated {
		contact = 0
	}
	toSkin := contact * (h.pad - h.skin)
	h.pad += (h.power*share - padArea*(toSkin+padLoss*(h.pad-h.room))) / padCapacity * heatDT

	answer := min(math.Exp2((h.skin-skinSet)/doubling), mostDilation)
	if answer > 1 {
		answer = 1 + (answer-1)*h.dilation
	}
	flux := toSkin + (coreConductance+basalFlow*answer)*(core-h.skin)
	if !seated {
		flux -= skinLoss * (h.skin - h.room)
	}
	h.skin += flux / skinCapacity * heatDT
	h.dose += cem43(h.skin) * heatDT / 60
}

// cem43 is cumulative equivalent minutes at 43 degrees per minute: R^(43-T), R 0.5 from 43 up, 0.25 below.
func cem43(celsius float64) float64 {
	if celsius >= 43 {
		return math.Exp2(celsius - 43)
	}
	return math.Exp2(2 * (celsius - 43))
}
