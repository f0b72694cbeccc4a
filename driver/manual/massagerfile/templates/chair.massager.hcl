# A massage chair with a remote, and no link. Change the words into those that stand on your remote.
massager "chair" {
  title    = "Massage chair"
  kind     = "chair"
  link     = "none"    # nothing moves by Lumbar
  on       = "POWER"   # others say ON/OFF, START/STOP
  off      = "POWER"
  auto_off = "15 min"  # its timer: most go off after 15, 20 or 30 minutes
  heat     = "HEAT"    # others say WARM, a sign with waves; leave it out if there is none

  # Where its rollers can be sent to, and what they go over there as far as you can tell. S1, L5 to L1, T12 from below.
  # Others say WAIST, BACK LOW, PARTIAL. Lumbar never asks for neck, shoulders or legs.
  place "LUMBAR" {
    over = "L5..L1"
  }

  # What it does, by the nearest of knead, glide, press, tap. What vibrates taps.
  does "knead" {
    press = "KNEAD" # others say SHIATSU, ROUND
  }
  does "glide" {
    press = "ROLL" # others say ROLLING, UP AND DOWN
  }
  does "tap" {
    press = "TAP" # others say KNOCK, BEAT, PERCUSSION
  }

  strength {
    press = "STRENGTH" # others say 3D, INTENSITY, DEPTH, SPEED
    words = ["1", "2", "3", "4", "5"]
    feels = "medium" # how firm the weakest feels to you: gentle, medium, firm
  }

  cannot = ["It cannot feel your back: where its rollers are is its own guess.", "How far it would stretch is not known, so it does not."]
}
