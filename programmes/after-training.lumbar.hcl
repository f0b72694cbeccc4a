# For the hours after sport, once one is cool and has drunk: within two hours of hard training the safety check makes it
# gentler still. Muscles that may be sore tomorrow are not pressed today: nothing firm, nothing held, no heat on what is
# still warm.
programme "after-training" {
  title = "After training"
  about = "Light and lively, without heat: long strokes, quick circles, with a rhythm low down, a slow stretch."
  suits = ["training"]
  needs = ["carriage", "depth", "kneading", "tapping", "recline"]

  # Long quick strokes over everything: one finds out where it is tender before anything stays there.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "45 mm/s"
      for   = "90 s"
    }
    rest {
      for = "20 s"
    }
  }

  # Quick circles that travel: each place has its turn and is left again.
  phase "loosen" {
    knead {
      over  = "S1..L1"
      force = "medium"
      pace  = "26 /min"
      sweep = "25 mm/s"
      for   = "110 s"
    }
    rest {
      for = "20 s"
    }
  }

  # Circles and a rhythm at once, on the thick muscle alone, below the ribs and kidneys: like a hand that shakes a limb. On a
  # chair without tapping the circles stay.
  phase "shake" {
    together {
      knead {
        over  = "S1..L4"
        force = "gentle"
        pace  = "24 /min"
        sweep = "20 mm/s"
        for   = "60 s"
      }
      tap {
        force = "medium"
        rate  = "240 /min"
        beat  = "together"
      }
    }
    rest {
      for = "20 s"
    }
  }

  # The same circles turned outwards and lighter: less each time.
  phase "ease" {
    knead {
      over      = "T12..S1"
      force     = "gentle"
      pace      = "22 /min"
      sweep     = "25 mm/s"
      direction = "out"
      for       = "100 s"
    }
    rest {
      for = "20 s"
    }
  }

  # Gentle and not far: tired muscles guard themselves against a long one.
  phase "lengthen" {
    stretch {
      recline = "140°"
      hold    = "12 s"
      repeat  = 2
      manner  = "gentle"
    }
  }

  # Half as fast as it began.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "22 mm/s"
      for   = "90 s"
    }
  }
}
