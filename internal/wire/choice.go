package wire

// Choice is one variable of a programme, as a session has it.
type Choice struct {
	Name  string `json:"name"`
	About string `json:"about"`           // what it is, for people: "How many rounds of loosening."
	Value string `json:"value"`           // as a programme writes it: "24 N", "3", "firm", "L5 L4"
	Usual bool   `json:"usual,omitempty"` // the default
}
