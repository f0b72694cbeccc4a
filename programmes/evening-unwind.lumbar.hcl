# For the last hour of a day: everything becomes slower and lighter, until it is hardly there.
programme "evening-unwind" {
  title = "Evening"
  about = "Slower and lighter from minute to minute: warm strokes, circles at the pace of breathing, long pauses."
  suits = ["sitting", "standing", "training", "evening"]
  needs = ["carriage", "depth", "kneading"]

  # Off long before the end: who dozes off does not do so over a warm pad.
  heat {
    target = "39 °C"
    until  = "7 min"
  }

  # Two long strokes up and down, to put the day away.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "22 mm/s"
      for   = "100 s"
    }
    rest {
      for = "20 s"
    }
  }

  # Circles a little slower than one does anything by day.
  phase "slow" {
    knead {
      over  = "S1..T12"
      force = "gentle"
      pace  = "14 /min"
      sweep = "12 mm/s"
      for   = "130 s"
    }
    rest {
      for = "25 s"
    }
  }

  # Slower still, one circle to a breath, outwards.
  phase "slower" {
    knead {
      over      = "T12..S1"
      force     = "gentle"
      pace      = "9 /min"
      sweep     = "9 mm/s"
      direction = "out"
      for       = "130 s"
    }
    rest {
      for = "25 s"
    }
  }

  # Two light presses that take their time to come and to go, then nothing at all for a while. The pad is off by now: it
  # may be still for no longer than half a minute.
  phase "still" {
    press {
      at    = ["L4", "L1"]
      force = "gentle"
      ease  = "6 s"
      hold  = "12 s"
    }
    rest {
      for = "50 s"
    }
  }

  # Lighter than any word for it, and slow enough to lose count.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "9 N"
      speed = "12 mm/s"
      for   = "150 s"
    }
    rest {
      for = "50 s"
    }
  }
}
