# Stretch and glide in turn, farther each time: for a back that has been in one shape for too long, and a moment before it
# moves by itself. The movements of the break do more; this makes them easier to begin.
programme "mobility" {
  title = "Mobility"
  about = "Three slow stretches, each a little farther, with long strokes between. A good moment to move comes after."
  suits = ["sitting", "standing", "training"]
  needs = ["carriage", "depth", "kneading", "recline"]

  # Warm is easier to lengthen; off before the farthest stretch is over.
  heat {
    target = "39 °C"
    until  = "8 min"
  }

  # Long strokes upwards and down.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "35 mm/s"
      for   = "70 s"
    }
  }

  # A little circling first: what is held tight is not stretched.
  phase "soften" {
    knead {
      over  = "S1..T12"
      force = "gentle"
      pace  = "18 /min"
      sweep = "18 mm/s"
      for   = "90 s"
    }
    rest {
      for = "25 s"
    }
  }

  # Not far, and slowly: whoever does not like it says so here.
  phase "a-little" {
    stretch {
      recline = "140°"
      hold    = "8 s"
      manner  = "gentle"
    }
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "60 s"
    }
  }

  # Farther, and as slowly; the strokes between are firmer and keep off the ribs.
  phase "farther" {
    stretch {
      recline = "148°"
      hold    = "10 s"
      manner  = "gentle"
    }
    glide {
      over  = "L1..S1"
      force = "medium"
      speed = "30 mm/s"
      for   = "50 s"
    }
  }

  # The farthest, once: a long breath out.
  phase "farthest" {
    stretch {
      recline = "156°"
      hold    = "12 s"
      manner  = "gentle"
    }
    rest {
      for = "25 s"
    }
  }

  # Quicker than other programmes end: up, and on.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "30 mm/s"
      for   = "70 s"
    }
  }
}
