# Warmth, a phase that repeats, presses at chosen places, and a slow stretch.
programme "evening" {
  title = "Evening"
  about = "Warm and slow: two rounds of circles and presses, then a gentle stretch."
  suits = ["evening"]
  needs = ["carriage", "depth", "kneading", "recline"]

  heat {
    target = "39 °C"
    until  = "7 min"
  }

  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "25 mm/s"
      for   = "60 s"
    }
  }

  phase "loosen" {
    repeat = 2
    knead {
      over  = "S1..L1"
      force = "medium"
      pace  = "16 /min"
      for   = "80 s"
    }
    rest {
      for = "20 s"
    }
    press {
      at    = ["L5", "L3"]
      force = "medium"
      hold  = "6 s"
    }
    rest {
      for = "20 s"
    }
  }

  phase "lengthen" {
    stretch {
      recline = "145°"
      hold    = "8 s"
      repeat  = 2
      manner  = "gentle"
    }
  }

  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "60 s"
    }
  }
}
