package main

import (
	"strings"
	"testing"
)

func TestFindBody(t *testing.T) {
	for _, tt := range []struct{ name, label, wrong string }{
		{"ansur:1", "row 1 of ANSUR II, 178 cm, 82 kg", ""},
		{"ansur:tallest-man", "the tallest man, ", ""},
		{"nhanes:1", "row 1 of NHANES, 160 cm, 97 kg", ""},
		{"nhanes:8704", "row 8704 of NHANES, ", ""},
		{"ansur:0", "", "rows are 1 to 6068"},
		{"nhanes:0", "", "rows are 1 to 8704"},
		{"nhanes:8705", "", "rows are 1 to 8704"},
		{"nhanes:tallest-man", "", "rows are 1 to 8704"},
		{"nobody", "", "nhanes:ROW (1 to 8704)"},
	} {
		m, label, err := findBody(tt.name)
		if tt.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("%s: got error %v, want one with %q", tt.name, err, tt.wrong)
			}
			continue
		}
		if err != nil || !strings.HasPrefix(label, tt.label) || m.Check() != nil {
			t.Errorf("%s: %q, %v; want %q", tt.name, label, err, tt.label)
		}
	}
}
