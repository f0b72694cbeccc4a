package keep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"

	"github.com/openlumbar/lumbar/chair"
)

// latched is a latched fault on the disk.
type latched struct {
	V     int        `json:"v"`
	Code  chair.Code `json:"code"`
	Axis  chair.Axis `json:"axis,omitempty"`
	Zone  chair.Zone `json:"zone,omitempty"`
	Value float64    `json:"value,omitempty"`
	Bound float64    `json:"bound,omitempty"`
}

const latchVersion = 1

// encodeLatch writes a fault; when it was, on a clock that has ended, is left out.
func encodeLatch(f chair.Fault) ([]byte, error) {
	l := latched{latchVersion, f.Code, f.Axis, f.Zone, finite(f.Value), finite(f.Bound)}
	text, err := json.Marshal(l)
	return append(text, '\n'), err
}

// finite is x, or 0 if x has no JSON.
func finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// decodeLatch reads a fault strictly.
func decodeLatch(text []byte) (chair.Fault, error) {
	var l latched
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return chair.Fault{}, err
	}
	switch {
	case d.Decode(&struct{}{}) != io.EOF:
		return chair.Fault{}, errors.New("there is something after the fault")
	case l.V != latchVersion:
		return chair.Fault{}, fmt.Errorf("version %d is not known", l.V)
	case l.Code == "" || l.Axis >= chair.AxisEnd || l.Zone >= chair.ZoneEnd:
		return chair.Fault{}, errors.New("it is no fault")
	}
	return chair.Fault{Code: l.Code, Axis: l.Axis, Zone: l.Zone, Value: l.Value, Bound: l.Bound}, nil
}

// readLatch reads the fault that an earlier engine left behind; nil is none. What cannot be read counts as latched.
func readLatch(path string) (*chair.Fault, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return &chair.Fault{Code: chair.FaultRecord}, err
	}
	f, err := decodeLatch(text)
	if err != nil {
		return &chair.Fault{Code: chair.FaultRecord}, fmt.Errorf("reading %s: %w", path, err)
	}
	return &f, nil
}
