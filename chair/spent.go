package chair

import "time"

// Spent is what one person has had before a session. The zero Spent is nothing.
type Spent struct {
	Day          time.Duration // contact in the last 24 hours
	DaySessions  Count         // sessions in the last 24 hours
	WeekSessions Count         // sessions in the last 7 days
	Since        time.Duration // since the last session ended; means nothing without any in the last 7 days
}
