package discovery

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// object is a JSON object, and values are those of encoding/json with json.Number.
type object = map[string]any

// read reads one JSON object, and reports every key that is there twice.
func (l *linter) read(payload []byte) (object, error) {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	v, err := l.value(d, "")
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something behind the object")
	}
	o, ok := v.(object)
	if !ok {
		return nil, errors.New("it is no object")
	}
	return o, nil
}

func (l *linter) value(d *json.Decoder, where string) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	switch t {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, fmt.Errorf("it is not JSON: %w", err)
			}
			k := name.(string) // the decoder allows nothing else
			at := join(where, k)
			v, err := l.value(d, at)
			if err != nil {
				return nil, err
			}
			if _, twice := o[k]; twice {
				l.find(DuplicateKey, Silent, at, "is there twice, and the later one counts: take one away")
			}
			o[k] = v
		}
		_, err = d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := l.value(d, fmt.Sprintf("%s[%d]", where, len(list)))
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return t, nil
}

func join(where, key string) string {
	if where == "" {
		return key
	}
	return where + "." + key
}
