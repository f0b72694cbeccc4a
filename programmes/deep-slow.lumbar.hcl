# The firmest programme that ships, and the slowest. Not to begin with: it is offered after six quiet sessions, when it is
# known how firm somebody likes it and that it was all right the next day. Few strokes, each long; every pause is meant.
programme "deep-slow" {
  title          = "Deep and slow"
  about          = "Firm, slow pressure with long pauses, for a back that knows the chair. After six quiet sessions."
  suits          = ["sitting", "standing", "used to it"]
  quiet_sessions = 6
  needs          = ["carriage", "depth", "kneading"]

  # Warm before it becomes firm.
  heat {
    target = "40 °C"
    until  = "10 min"
  }

  # As light as any other: the last programme to hurry.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "20 mm/s"
      for   = "80 s"
    }
    rest {
      for = "20 s"
    }
  }

  # Medium first, over the whole of what will be pressed.
  phase "settle" {
    knead {
      over  = "S1..L1"
      force = "medium"
      pace  = "12 /min"
      sweep = "10 mm/s"
      for   = "80 s"
    }
    rest {
      for = "25 s"
    }
  }

  # Three presses that come over five seconds, stay, and go over five; then as long a pause. The lowest first, where muscle
  # is thickest.
  phase "deep" {
    press {
      at    = ["L5", "L3", "L1"]
      force = "firm"
      ease  = "5 s"
      hold  = "12 s"
    }
    rest {
      for = "28 s"
    }
  }

  # Firm circles at a third of the usual pace, so that one can breathe out into each.
  phase "slow" {
    knead {
      over  = "L5..L1"
      force = "firm"
      pace  = "8 /min"
      sweep = "7 mm/s"
      for   = "75 s"
    }
    rest {
      for = "28 s"
    }
  }

  # Two presses more, between the first ones and shorter: if the first were too much, Softer counts here.
  phase "deep-again" {
    press {
      at    = ["L4", "L2"]
      force = "firm"
      ease  = "5 s"
      hold  = "10 s"
    }
    rest {
      for = "28 s"
    }
  }

  # Back to medium, then to light, over all of it: nobody gets up from the firmest stroke.
  phase "leave" {
    knead {
      over      = "L1..S1"
      force     = "medium"
      pace      = "12 /min"
      direction = "out"
      for       = "60 s"
    }
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "15 mm/s"
      for   = "90 s"
    }
  }
}
