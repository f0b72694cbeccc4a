package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// Known is what one session found of a person's back. It prints as "withheld".
type Known struct {
	At time.Time // to the millisecond
	wire.Known
}

// Format writes "withheld" for every verb.
func (Known) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Known) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Known) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// PutKnown keeps what a session found of a person's back; what was kept before stays. Of nothing, nothing is kept.
func (s *Store) PutKnown(ctx context.Context, k *Key, at time.Time, found *wire.Known) error {
	if found.Empty() {
		return nil
	}
	return about("keeping what was found of a back", put(ctx, s.db, k, backs, "", at, found))
}

// Known is what is known of a person's back, to bring along to a session: of each part the latest. Nil is nothing.
func (s *Store) Known(ctx context.Context, k *Key) (*wire.Known, error) {
	all, err := s.Knowns(ctx, k)
	if err != nil {
		return nil, err
	}
	var sum *wire.Known
	for i := range all {
		sum = sum.With(&all[i].Known)
	}
	return sum, nil
}

// Knowns is what each session found, the oldest first, with what older Lumbars kept. Rows of another version are left out.
func (s *Store) Knowns(ctx context.Context, k *Key) ([]Known, error) {
	var all []Known
	err := collectKnown(ctx, s, k, backs, &all, func(v wire.Known) wire.Known { return v })
	if err == nil {
		err = collectKnown(ctx, s, k, scans, &all, knownOfLevels)
	}
	if err == nil {
		err = collectKnown(ctx, s, k, comforts, &all, knownOfComfort)
	}
	if err != nil {
		return nil, about("reading what is known of a back", err)
	}
	slices.SortStableFunc(all, func(a, b Known) int { return a.At.Compare(b.At) })
	return all, nil
}

// collectKnown adds the rows of a kind to all.
func collectKnown[T any](ctx context.Context, s *Store, k *Key, what kind, all *[]Known, of func(T) wire.Known) error {
	rows, err := open[T](ctx, s.db, k, what)
	for _, r := range rows {
		if one := (Known{moment(r.AtMS), of(r.Value)}); !one.Empty() {
			*all = append(*all, one)
		}
	}
	return err
}

// oldComfort is one level of a calibration as older Lumbars kept it: the most that felt good, per side.
type oldComfort struct {
	Level string                     `json:"level"`
	Most  [chair.SideEnd]unit.Newton `json:"most_n"`
}

// knownOfComfort is an older Lumbar's calibration: one figure a level, of the harder-pressed side.
func knownOfComfort(old []oldComfort) wire.Known {
	k := wire.Known{V: wire.KnownVersion}
	for _, c := range old {
		side := chair.Left
		if c.Most[chair.Right] > c.Most[chair.Left] {
			side = chair.Right
		}
		most := float64(c.Most[side])
		k.Comfort = append(k.Comfort, wire.Comfort{Name: c.Level, ForceN: most, FoundN: most, End: "enough", Side: side.String()})
	}
	return k
}

// knownOfLevels is an older Lumbar's scan, which kept the levels alone and not whose chair's millimetres they are: it can
// be shown, and nothing is compared with it.
func knownOfLevels(levels []wire.Level) wire.Known {
	b := &wire.Back{}
	for _, l := range levels {
		b.Levels = append(b.Levels, wire.Place{Name: l.Name, AlongMM: l.AlongMM, SDMM: l.DoubtMM / 1.96})
	}
	return wire.Known{V: wire.KnownVersion, Back: b}
}
