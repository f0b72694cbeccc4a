package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Limits is what a chair may do to a person until a moment. They are readable without a PIN, and give no reason but
// their authors.
type Limits struct {
	chair.Limits
	Until time.Time
}

// keptLimits is limits in a row. The zones are named, as their arrays are by number; a limit that is not in the text
// allows nothing, as the zero chair.Limits does.
type keptLimits struct {
	V      int          `json:"v"`
	Zones  []string     `json:"zones"`
	Limits chair.Limits `json:"limits"`
}

func zones() (names []string) {
	for z := chair.Zone(1); z < chair.ZoneEnd; z++ {
		names = append(names, z.String())
	}
	return names
}

func encodeLimits(l chair.Limits) ([]byte, error) { return json.Marshal(keptLimits{1, zones(), l}) }

func decodeLimits(text []byte) (chair.Limits, error) {
	var k keptLimits
	if err := strict(text, &k); err != nil {
		return chair.Limits{}, err
	}
	if k.V != 1 || !slices.Equal(k.Zones, zones()) {
		return chair.Limits{}, errors.New("they are of another version: go through the safety check again")
	}
	return k.Limits, nil
}

func putLimits(ctx context.Context, q queryer, person string, l Limits) error {
	text, err := encodeLimits(l.Limits)
	if err != nil {
		return err
	}
	return one(q.ExecContext(ctx, `INSERT OR REPLACE INTO limits (person, until_ms, limits) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM people WHERE id = ?1)`,
		person, millis(l.Until), string(text)))
}

// Limits is a person's, also after they have expired; false is that no check has set any.
func (s *Store) Limits(ctx context.Context, person string) (Limits, bool, error) {
	var until int64
	var text string
	err := s.db.QueryRowContext(ctx, `SELECT until_ms, limits FROM limits WHERE person = ?`, person).Scan(&until, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return Limits{}, false, nil
	}
	l := Limits{Until: moment(until)}
	if err == nil {
		l.Limits, err = decodeLimits([]byte(text))
	}
	if err != nil {
		return Limits{}, false, fmt.Errorf("reading a person's limits: %w", err)
	}
	return l, true, nil
}
