# The smallest programme worth having: arrive, work, leave.
programme "first" {
  title = "My first"
  about = "Four minutes: two slow strokes with kneading between them."
  needs = ["carriage", "depth", "kneading"]

  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "60 s"
    }
  }

  phase "work" {
    knead {
      over  = "L5..L1"
      force = "medium"
      pace  = "20 /min"
      for   = "2 min"
    }
  }

  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "60 s"
    }
  }
}
