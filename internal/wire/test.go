package wire

// TestDo is what a request of the verb test asks for.
type TestDo string

// What may be asked.
const (
	TestBegin TestDo = "begin" // with Who, and what is known beforehand
	TestLook  TestDo = "look"  // nothing but how the test stands
	TestHold  TestDo = "hold"  // the key is held: to be repeated at least every 300 ms
	TestYes   TestDo = "yes"   // an answer to the step that is named
	TestNo    TestDo = "no"
	TestEnd   TestDo = "end" // the test is given up
)

// TestAsk is what is asked of a chair's test. An answer or a hold names its step, so that a late one moves nothing else.
type TestAsk struct {
	Do    TestDo  `json:"do"`
	Step  string  `json:"step,omitempty"`
	Who   string  `json:"who,omitempty"`    // of a begin: who tries the chair, for its record
	PushN float64 `json:"push_n,omitempty"` // the same: how hard each roller will be pressed; 0 is 20 N
	RoomC float64 `json:"room_c,omitempty"` // the same: how warm the room is; 0 is not said
}

// Testing is a chair's test as it stands.
type Testing struct {
	Step    int    `json:"step"` // from 1
	Steps   int    `json:"steps"`
	Name    string `json:"name"` // of the step
	Title   string `json:"title"`
	How     string `json:"how,omitempty"` // wait, confirm, hold
	Text    string `json:"text,omitempty"`
	Axis    string `json:"axis,omitempty"` // that would move
	Moving  bool   `json:"moving"`
	Held    bool   `json:"held"`
	Yours   bool   `json:"yours"`             // whoever asks began it
	Outcome string `json:"outcome,omitempty"` // once over: passed, failed, aborted
	Why     string `json:"why,omitempty"`
	Record  string `json:"record,omitempty"` // once over: what became of its record

	Action *Action `json:"action,omitempty"` // of a closed chair: the key that is under way, or was last

	Results []TestResult `json:"results"`
}

// TestResult is how one step came out.
type TestResult struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Passed  bool     `json:"passed"`
	Why     string   `json:"why,omitempty"`
	Figures []string `json:"figures,omitempty"`
}
