# The quiet one: gentle force alone, no tapping, no stretch.
programme "gentle" {
  title = "Gentle"
  about = "Ten quiet minutes at gentle force: slow strokes, slow circles, and pauses between."
  suits = ["sitting", "standing", "first time"]
  needs = ["carriage", "depth", "kneading"]

  heat {
    target = "38 °C"
    until  = "9 min"
  }

  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "25 mm/s"
      for   = "90 s"
    }
    rest {
      for = "20 s"
    }
  }

  phase "loosen" {
    repeat = 2
    knead {
      over  = "S1..L1"
      force = "gentle"
      pace  = "15 /min"
      sweep = "12 mm/s"
      for   = "110 s"
    }
    rest {
      for = "25 s"
    }
    press {
      at    = ["L5", "L3"]
      force = "gentle"
      ease  = "4 s"
      hold  = "8 s"
    }
    rest {
      for = "20 s"
    }
  }

  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "100 s"
    }
  }
}
