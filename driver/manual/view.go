package manual

import "time"

// Card is one step as a page can show it without asking anybody.
type Card struct {
	Phase string  `json:"phase"`
	ForS  float64 `json:"for_s"`
	Soft  int     `json:"strength"` // from 1
	Instruction
}

// View is what is shown of a session at one moment. A page that loses its server goes on with Plan by itself.
type View struct {
	Stage    string      `json:"stage"`
	Title    string      `json:"title"`
	Massager string      `json:"massager"`
	Kind     string      `json:"kind"`
	Phase    string      `json:"phase"`
	Step     int         `json:"step"` // from 1
	Now      Instruction `json:"now"`
	Next     string      `json:"next"` // what comes then, large
	LeftS    float64     `json:"left_s"`
	OfS      float64     `json:"of_s"`
	EndS     float64     `json:"end_s"`   // until the last step is over, if all goes on as planned
	Waits    float64     `json:"waits_s"` // since what is asked was asked first
	Again    int         `json:"again"`   // how often it was asked again
	Weakest  bool        `json:"weakest"` // there is nothing softer
	DoseS    float64     `json:"dose_s"`
	Outcome  string      `json:"outcome"`
	Why      string      `json:"why"`
	Off      Instruction `json:"off"`
	Plan     []Card      `json:"plan"`
	Never    string      `json:"never"` // what holds at every moment of it
}

// View is what is shown now.
func (m *Machine) View() View {
	p := &m.plan
	v := View{
		Stage: m.stage.String(), Title: p.Title, Massager: p.Massager.Title, Kind: p.Massager.Kind.String(), Step: m.step + 1,
		Again: m.again, DoseS: m.dose.Seconds(), Outcome: m.outcome, Why: m.why, Off: p.Massager.Halt(), Plan: p.Cards(m.soft),
	}
	if p.Massager.Kind == HandHeld {
		v.Never = Never
	}
	switch m.stage {
	case Asking, Running, Pausing, Paused:
		s := &p.Steps[m.step]
		v.Phase, v.LeftS, v.OfS = s.Phase, m.left.Seconds(), s.For.Seconds()
		v.Now, v.Weakest = p.Massager.Instruct(m.set, m.wanted()), m.wanted().Strength <= 1
		end := m.left
		for i := m.step + 1; i < len(p.Steps); i++ {
			end += p.Steps[i].For
		}
		v.EndS = end.Seconds()
		if v.Next = p.Massager.Halt().Large; m.step+1 < len(p.Steps) {
			v.Next = v.Plan[m.step+1].Large
		}
	}
	if m.stage == Pausing || m.stage == Stopping || m.stage == Done {
		v.Now = v.Off
	}
	if m.stage == Asking || m.stage == Pausing || m.stage == Stopping {
		v.Waits = (m.now - m.asked).Seconds()
	}
	return v
}

// Cards are the plan's steps, some strengths softer.
func (p *Plan) Cards(soft int) (list []Card) {
	list = []Card{} // none, too, is a list to who reads JSON
	var from Setting
	for i := range p.Steps {
		s := p.Steps[i]
		s.Strength = max(1, s.Strength-soft)
		list = append(list, Card{s.Phase, s.For.Seconds(), s.Strength, p.Massager.Instruct(from, s.Setting)})
		from = s.Setting
	}
	return list
}

// Whole is the plan's time, in whole seconds, as a person has to reckon with it.
func (p *Plan) Whole() time.Duration { return p.Duration().Truncate(time.Second) }
