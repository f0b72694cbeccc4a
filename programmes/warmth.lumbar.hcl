# Heat first. The rollers press as little as they can without losing the back: they spread the warmth and keep the pad from
# resting under one place. For cold evenings, and for whoever likes it warm and not firm.
programme "warmth" {
  title = "Warmth"
  about = "Twelve warm minutes with hardly any pressure: slow light strokes, a few slow circles."
  suits = ["sitting", "standing", "first time", "evening"]
  needs = ["carriage", "depth", "kneading", "heat"] # without a pad there is little left of it

  # As warm as anybody may have it, from the first minute on, and off for the last one and a half.
  heat {
    target = "40 °C"
    until  = "11 min"
  }

  # A pad needs some minutes. Until then: light strokes, so slow that one listens to the warmth instead.
  phase "warm" {
    repeat = 2
    glide {
      over  = "S1..T12"
      force = "9 N"
      speed = "18 mm/s"
      for   = "115 s"
    }
    rest {
      for = "25 s"
    }
  }

  # What is warm is easy to move: wide, light circles, where a roller would be felt most, and no more than two rounds of them.
  phase "soften" {
    knead {
      over      = "S1..T12"
      force     = "gentle"
      pace      = "12 /min"
      sweep     = "12 mm/s"
      width     = "wide"
      direction = "out"
      for       = "2 min"
    }
    rest {
      for = "25 s"
    }
  }

  # Warmth alone, with a touch now and then: pauses of less than half a minute, as the pad goes off when nothing moves.
  phase "stay" {
    repeat = 2
    rest {
      for = "25 s"
    }
    glide {
      over  = "S1..T12"
      force = "8 N"
      speed = "15 mm/s"
      for   = "60 s"
    }
  }

  # The pad cools; the strokes go on to the end.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "9 N"
      speed = "18 mm/s"
      for   = "100 s"
    }
  }
}
