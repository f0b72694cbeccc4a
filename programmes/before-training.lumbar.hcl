# Before sport, as a part of warming up and not in its place: short, light, brisk. No tapping, as studies do not agree what
# it does to strength and balance right after; no stretch and nothing firm, as nobody needs a slack back under load. Not
# within two hours of a competition.
programme "before-training" {
  title = "Before training"
  about = "Under six brisk, light minutes before you move: quick strokes and quick circles. Then warm up as always."
  suits = ["training", "short"]
  needs = ["carriage", "depth", "kneading"]

  # Warm from the start: there is not much time for it.
  heat {
    target = "39 °C"
    until  = "5 min"
  }

  # Quick enough to wake up by.
  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "50 mm/s"
      for   = "60 s"
    }
  }

  # Quick circles over the whole back, in and out with a stroke between, never at one place for long. No pauses: it is not
  # meant to make one sleepy.
  phase "warm" {
    knead {
      over  = "S1..T12"
      force = "gentle"
      pace  = "28 /min"
      sweep = "30 mm/s"
      for   = "80 s"
    }
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "50 mm/s"
      for   = "45 s"
    }
    knead {
      over      = "T12..S1"
      force     = "gentle"
      pace      = "28 /min"
      sweep     = "30 mm/s"
      direction = "out"
      for       = "80 s"
    }
  }

  # Upwards at the end, as it began: on to moving.
  phase "go" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "40 mm/s"
      for   = "60 s"
    }
  }
}
