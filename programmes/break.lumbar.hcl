# Between two pieces of work: short, even, and over on time.
programme "break" {
  title = "A break"
  about = "Eight minutes between two pieces of work: warm, even kneading, and a few slow presses."
  suits = ["sitting", "standing", "short"]
  needs = ["carriage", "depth", "kneading"]

  # Warmer would take longer than the break.
  heat {
    target = "39 °C"
    until  = "7 min"
  }

  # Even in a short one the first minute is the lightest.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "70 s"
    }
  }

  # One thing, done for long enough to be felt, and nothing to get used to. No tapping and no leaning back: the work goes on.
  phase "loosen" {
    knead {
      over  = "S1..L1"
      force = "medium"
      pace  = "20 /min"
      for   = "2 min"
    }
    rest {
      for = "25 s"
    }
    press {
      at    = ["L5", "L4", "L2"]
      force = "medium"
      hold  = "8 s"
    }
    rest {
      for = "25 s"
    }
    knead {
      over      = "L1..S1"
      force     = "medium"
      pace      = "20 /min"
      direction = "out"
      for       = "2 min"
    }
  }

  # Down and out, in the direction of getting up.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "70 s"
    }
  }
}
