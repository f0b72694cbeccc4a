# For somebody who has been on their feet: behind a counter, at a stove, on a ward. Standing bears on the lowest levels and
# the sacrum, so the work is low; the weight comes off first, and the legs go with the back.
programme "standing-day" {
  title = "A day on your feet"
  about = "The weight off first, then slow work low down, where standing is felt, and two long stretches."
  suits = ["standing"]
  needs = ["carriage", "depth", "kneading", "recline"]

  # From the first minute: a back that has carried all day is cold work without it.
  heat {
    target = "40 °C"
    until  = "11 min"
  }

  # One light sweep to find the back, then the chair takes its weight before anything is kneaded.
  phase "sit-down" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "25 mm/s"
      for   = "60 s"
    }
    stretch {
      recline = "145°"
      hold    = "10 s"
      manner  = "gentle"
    }
  }

  # Low and slow: from the sacrum to L3 and no higher, short sweeps, at a pace one can breathe with.
  phase "low" {
    knead {
      over  = "S1..L3"
      force = "medium"
      pace  = "14 /min"
      sweep = "10 mm/s"
      for   = "100 s"
    }
    rest {
      for = "25 s"
    }
    press {
      at    = ["L5", "L4"]
      force = "medium"
      ease  = "4 s"
      hold  = "10 s"
    }
    rest {
      for = "25 s"
    }
  }

  # The muscles that hold one upright end at the ribs: lighter there, opening outwards.
  phase "up" {
    knead {
      over      = "L3..T12"
      force     = "gentle"
      pace      = "16 /min"
      direction = "out"
      for       = "90 s"
    }
    rest {
      at  = "L2"
      for = "25 s"
    }
  }

  # Back down once more, lighter than the first time.
  phase "low-again" {
    knead {
      over      = "L3..S1"
      force     = "gentle"
      pace      = "14 /min"
      sweep     = "10 mm/s"
      direction = "out"
      for       = "70 s"
    }
    rest {
      for = "25 s"
    }
  }

  # Long, with the legs hanging lower: what no break at work had room for.
  phase "lengthen" {
    stretch {
      recline = "150°"
      hold    = "14 s"
      repeat  = 2
      manner  = "gentle"
    }
  }

  # Whole back, slowly down: towards sitting, not towards standing again.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "18 mm/s"
      for   = "95 s"
    }
  }
}
