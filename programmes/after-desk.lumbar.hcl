# For somebody who has sat all day: every technique, warmth from the start, and a pause after each round.
programme "after-desk" {
  title = "After the desk"
  about = "For a lower back that has sat all day: arriving, two rounds of work, a slow stretch, and leaving."
  suits = ["sitting"]
  needs = ["carriage", "depth", "kneading", "tapping", "recline"]

  heat {
    target = "40 °C"
    until  = "10 min"
  }

  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "70 s"
    }
    rest {
      for = "15 s"
    }
  }

  phase "loosen" {
    repeat = 2
    knead {
      over  = "S1..L1"
      force = "medium"
      pace  = "22 /min"
      for   = "100 s"
    }
    rest {
      for = "20 s"
    }
    press {
      at    = ["L5", "L3", "L1"]
      force = "firm"
      hold  = "7 s"
      ease  = "3 s"
    }
    rest {
      for = "20 s"
    }
  }

  phase "wake" {
    tap {
      over  = "S1..L1"
      force = "gentle"
      rate  = "200 /min"
      width = "narrow"
      for   = "60 s"
    }
    rest {
      for = "20 s"
    }
  }

  phase "lengthen" {
    stretch {
      recline = "150°"
      hold    = "15 s"
      repeat  = 3
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
