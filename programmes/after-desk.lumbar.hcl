# For somebody who has sat all day: every technique, warmth, and a pause after each piece of work.
programme "after-desk" {
  title = "After the desk"
  about = "For a lower back that has sat all day: two rounds of loosening, a light rhythm, a slow stretch."
  suits = ["sitting"]
  needs = ["carriage", "depth", "kneading", "tapping", "recline"]

  # Three minutes less on a day without the time. Not more of them: each part of a back has only so many minutes.
  variable "rounds" {
    type        = "number"
    description = "How many rounds of loosening."
    default     = 2
    min         = 1
    max         = 2
  }

  # Off before the last stroke, so that nobody gets up from a warm pad into a cold room.
  heat {
    target = "40 °C"
    until  = "${7 + 2 * var.rounds} min"
  }

  # Where the rollers are and how warm it is: nothing is asked of the back yet.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "75 s"
    }
    rest {
      for = "25 s"
    }
  }

  # Muscles that have held one position let go in small pieces: circles, a pause, then a press at both ends of the hollow.
  phase "loosen" {
    repeat = var.rounds
    knead {
      over  = "S1..L1"
      force = "medium"
      pace  = "22 /min"
      for   = "88 s"
    }
    rest {
      for = "30 s"
    }
    press {
      at    = ["L5", "L1"]
      force = "firm"
      hold  = "7 s"
      ease  = "3 s"
    }
    rest {
      for = "30 s"
    }
  }

  # Circles that open outwards, lighter and slower: from the work to the play.
  phase "open" {
    knead {
      over      = "T12..S1"
      force     = "gentle"
      pace      = "18 /min"
      direction = "out"
      for       = "70 s"
    }
    rest {
      for = "25 s"
    }
  }

  # A light rhythm, after hours in which nothing moved. Narrow, as it goes up to L1.
  phase "wake" {
    tap {
      over  = "S1..L1"
      force = "gentle"
      rate  = "200 /min"
      width = "narrow"
      for   = "60 s"
    }
    rest {
      for = "25 s"
    }
  }

  # The opposite of the day: long instead of bent.
  phase "lengthen" {
    stretch {
      recline = "150°"
      hold    = "10 s"
      repeat  = 3
      manner  = "gentle"
    }
  }

  # Slower than it began, so that getting up is not a start.
  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "80 s"
    }
  }
}
