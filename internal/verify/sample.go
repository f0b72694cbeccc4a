package verify

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/openlumbar/lumbar/chair"
)

// Sample chooses n bodies of a population for whom a chair is built, as indices in rising order: all of them if n is 0 or not
// less than there are.
// The bodies are laid in a row by sex, by stature within a sex, by mass within a band of stature, and one is drawn from
// each of n equal stretches of the row: every size of body is there in its share, whatever the seed.
func Sample(p Population, n int, seed uint64, built chair.PersonRange) ([]int, error) {
	people, all := make([]Person, p.Len()), []int{}
	for i := range people {
		var err error
		if people[i], err = p.Body(i); err != nil {
			return nil, err
		}
		if fits(&built, &people[i].Measurements) {
			all = append(all, i)
		}
	}
	if n <= 0 || n >= len(all) {
		return all, nil
	}
	slices.SortFunc(all, func(a, b int) int {
		x, y := &people[a], &people[b]
		return cmp.Or(cmp.Compare(x.Sex, y.Sex), cmp.Compare(x.Stature, y.Stature), cmp.Compare(a, b))
	})
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && people[all[to]].Sex == people[all[from]].Sex {
			to++
		}
		byMass(people, all[from:to], n*(to-from)/len(all))
		from = to
	}
	dice := rand.New(rand.NewPCG(seed, 1))
	out := make([]int, n)
	for k := range out {
		from, to := k*len(all)/n, (k+1)*len(all)/n
		out[k] = all[from+dice.IntN(to-from)]
	}
	slices.Sort(out)
	return out, nil
}

// byMass cuts people of one sex, shortest first, into about as many bands of stature as there are bodies to draw from
// each, and lays each band by mass: up in one band, down in the next, so that neighbours are alike everywhere.
func byMass(people []Person, row []int, n int) {
	bands := 1
	for (bands+1)*(bands+1) <= n {
		bands++
	}
	for b := range bands {
		band := row[b*len(row)/bands : (b+1)*len(row)/bands]
		slices.SortFunc(band, func(x, y int) int {
			c := cmp.Or(cmp.Compare(people[x].Weight, people[y].Weight), cmp.Compare(x, y))
			if b%2 == 1 {
				c = -c
			}
			return c
		})
	}
}

// mostSeed is that of lumbar run: whole numbers up to 2^53 are the same in every JSON reader.
const mostSeed = 1 << 53

// SeedOf is the seed of the body in a row, from 1, of a run with a seed.
func SeedOf(seed uint64, row int) uint64 {
	x := seed + uint64(row)*0x9e3779b97f4a7c15 // SplitMix64
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (x ^ x>>31) % mostSeed
}
