# A massager that is held in the hand. Change the words into those that stand on it.
massager "hand-held" {
  title    = "Hand-held massager"
  kind     = "hand-held"
  link     = "none"    # nothing moves by Lumbar
  on       = "POWER"   # others say ON, a round sign; or how long: POWER for 3 s
  off      = "POWER"
  auto_off = "10 min"

  # What it does, by the nearest of knead, glide, press, tap. What vibrates or beats taps. Your first sessions are without
  # tapping: one that can do nothing else has to wait until then.
  does "tap" {
    press = "ROUND HEAD"
  }

  strength {
    press = "LEVEL" # others say SPEED, +
    words = ["1", "2", "3"]
    feels = "gentle" # how firm the weakest feels to you when its own weight presses: gentle, medium, firm
  }

  cannot = ["It presses as hard as the hand that holds it: let its own weight press."]
}
