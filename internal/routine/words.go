package routine

// DrinkBefore and DrinkAfter are the one line on water; nothing waits for it. No amount is named: no trial shows that
// water changes what a massage does (clinical reference 2.2, 4.3).
const (
	DrinkBefore = "Drink if you are thirsty. It does not change what the massage does."
	DrinkAfter  = "Thirsty? A glass of water is fine now. Drink once the chair stands still."
	// DrinkLimit stands under either.
	DrinkLimit = "If your doctor limits how much you drink (heart, kidney, liver), follow that."
)

// NextDayQuestion is asked once on the day after a session, and may be skipped.
const NextDayQuestion = "How does your back feel today, 0 to 10? Anything unpleasant since yesterday?"

// AfterSession is what a session ends with.
const AfterSession = "You may feel looser for a short time: a good moment to move."

// BreakText is what a break says; it is a proposal and never a lock.
const BreakText = "Time for another position, if it suits you. Two or three minutes up and moving; your next posture is your best posture."
