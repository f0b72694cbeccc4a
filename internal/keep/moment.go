package keep

import "github.com/openlumbar/lumbar/internal/ago"

// moment is when a dose was given.
type moment = ago.Moment

// Clock is what a keeper tells the time by.
type Clock = ago.Clock
