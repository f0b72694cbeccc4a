// Package limit is something to change, of every kind that the tool knows how to.
package limit

// most is the limit.
const most = 10

// Holds says whether x is within the limit.
func Holds(x int) bool { return x <= most }

// Counter counts up to the limit.
type Counter struct{ n int }

// Add adds x.
func (c *Counter) Add(x int) { c.n = min(c.n+x, most) }

// Name joins two words; strings cannot be subtracted.
func Name(a, b string) string { return a + b }

// Whole counts the rows without a zero; a function with a label.
func Whole(rows [][]int) (n int) {
rows:
	for _, row := range rows {
		for _, v := range row {
			if v == 0 {
				continue rows
			}
		}
		n++
	}
	return n
}
