package stiffness

import "math"

// terms is how many a fit has.
const terms = 9

// normal is the normal equations of a least squares fit.
type normal struct {
	a  [terms][terms]float64
	b  [terms]float64
	yy float64
	n  int
}

func (m *normal) add(row *[terms]float64, y float64) {
	for i, x := range row {
		for j := 0; j <= i; j++ {
			m.a[i][j] += x * row[j]
		}
		m.b[i] += x * y
	}
	m.yy += y * y
	m.n++
}

// solve returns the sum of the coefficients, weighted by w, its standard error, and the mean square of what is left.
func (m *normal) solve(w *[terms]float64) (value, se, left float64, ok bool) {
	var l [terms][terms]float64 // a = l l'
	for i := range terms {
		for j := 0; j <= i; j++ {
			sum := m.a[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i != j {
				l[i][j] = sum / l[j][j]
				continue
			}
			if !(sum > 1e-9*m.a[i][i]) {
				return 0, 0, 0, false
			}
			l[i][i] = math.Sqrt(sum)
		}
	}
	down := func(v *[terms]float64) (x [terms]float64) {
		for i := range terms {
			x[i] = v[i]
			for k := range i {
				x[i] -= l[i][k] * x[k]
			}
			x[i] /= l[i][i]
		}
		return x
	}
	y, u := down(&m.b), down(w)
	var spread float64
	rest := m.yy
	for i := range terms {
		value += y[i] * u[i]
		spread += u[i] * u[i]
		rest -= y[i] * y[i]
	}
	left = max(0, rest) / float64(m.n-terms)
	return value, math.Sqrt(left * spread), left, true
}
