package api

// Programme is one that is installed.
type Programme struct {
	Name          string     `json:"name" example:"after-desk" doc:"By which a session asks for it."`
	Title         string     `json:"title"`
	About         string     `json:"about"`
	Minutes       int        `json:"minutes" doc:"With every variable at its default. Rounded, at least 1."`
	Suits         []string   `json:"suits,omitempty" doc:"Words for whom it is."`
	QuietSessions int        `json:"quiet_sessions,omitempty" doc:"How many quiet sessions a person should have had first; 0 or not there: none. Nobody who has had fewer is offered it for themselves."`
	Variables     []Variable `json:"variables,omitempty" doc:"What may be chosen at a start."`
	Text          string     `json:"text,omitempty" doc:"As its author wrote it."`
}

// Variable is something about a programme that may be chosen at a start.
type Variable struct {
	Name        string   `json:"name" example:"rounds"`
	Description string   `json:"description" doc:"For people."`
	Type        string   `json:"type" enum:"force,time,pace,speed,angle,temperature,number,word,places"`
	Unit        string   `json:"unit,omitempty" example:"min" doc:"Of min, max and step."`
	Min         float64  `json:"min,omitempty" doc:"Least, of a quantity or number."`
	Max         float64  `json:"max,omitempty" doc:"Most, of a quantity or number."`
	Step        float64  `json:"step,omitempty" doc:"What may be chosen lies whole steps over min."`
	Values      []string `json:"values,omitempty" doc:"Of a word or places: what there is to choose from."`
	Most        int      `json:"most,omitempty" doc:"Of places: how many at once."`
	Default     string   `json:"default" example:"2" doc:"What is taken where nobody chooses, written as set takes it."`
}
