# A massage cushion or seat cover, with a remote or keys on it. Change the words into those that stand there.
massager "cushion" {
  title    = "Massage cushion"
  kind     = "cushion"
  link     = "none"    # nothing moves by Lumbar
  on       = "POWER"   # others say ON, a round sign
  off      = "POWER"
  auto_off = "15 min"
  heat     = "HEAT"    # leave it out if there is none

  # Where its nodes can be sent to. One that has no such key: put it behind your lower back, and leave one place here.
  # Others say LOWER, WAIST, DOWN.
  place "LOWER BACK" {
    over = "L5..L1"
  }

  # What it does, by the nearest of knead, glide, press, tap. What vibrates taps.
  does "knead" {
    press = "SHIATSU" # others say KNEAD, MASSAGE
  }

  # Its strengths, the weakest first. One with a single strength has one word here.
  strength {
    press = "SPEED" # others say LEVEL, MODE
    words = ["LOW", "HIGH"]
    feels = "medium" # how firm the weakest feels to you: gentle, medium, firm
  }

  cannot = ["It presses where it is built to, and harder the more you lean on it."]
}
