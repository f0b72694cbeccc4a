# Between two pieces of work: short, even, and over on time.
programme "break" {
  title = "A break"
  about = "Eight minutes between two pieces of work: warm, even kneading, and a few slow presses."
  suits = ["sitting", "standing"]
  needs = ["carriage", "depth", "kneading"]

  heat {
    target = "39 °C"
    until  = "7 min"
  }

  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "70 s"
    }
  }

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

  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "70 s"
    }
  }
}
