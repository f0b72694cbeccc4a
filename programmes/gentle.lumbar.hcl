# The quiet one, and a first one: gentle force alone, no tapping, no stretch. Every stroke goes over the whole lower back
# and the two presses are far from each other, so that little has to be left out where one part may have only minutes.
programme "gentle" {
  title = "Gentle"
  about = "Ten quiet minutes at gentle force: slow strokes, slow circles, and pauses between."
  suits = ["sitting", "standing", "training", "first time"]
  needs = ["carriage", "depth", "kneading"]

  # Barely above the skin's own warmth: pleasant, and nothing to watch.
  heat {
    target = "38 °C"
    until  = "9 min"
  }

  # Whoever sits here for the first time learns what rollers are, from the slowest of strokes.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "25 mm/s"
      for   = "80 s"
    }
    rest {
      for = "20 s"
    }
  }

  # Twice the same: the second time is known, and felt more.
  phase "loosen" {
    repeat = 2
    knead {
      over  = "S1..T12"
      force = "gentle"
      pace  = "15 /min"
      sweep = "15 mm/s"
      for   = "125 s"
    }
    rest {
      for = "20 s"
    }
    press {
      at    = ["L5", "L1"]
      force = "gentle"
      ease  = "4 s"
      hold  = "7 s"
    }
    rest {
      for = "15 s"
    }
  }

  # As it came.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "90 s"
    }
  }
}
