package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"reflect"

	"github.com/openlumbar/lumbar/internal/verify"
	"github.com/openlumbar/lumbar/internal/web"
)

// page writes the report as a page. The worst bodies are played again for their traces, and must come out the same.
func (c *verifyCmd) page(ctx context.Context, t *bodyRun, report *verify.Report) error {
	style, err := web.ScoreStyle()
	if err != nil {
		return err
	}
	page := &verify.Page{
		Version: version, Command: c.line(), Style: style, Score: web.NewScore(t.set.Plan).SVG(web.WideSize),
		Traces: map[string]*verify.Trace{},
	}
	for i := range report.Worst {
		w := &report.Worst[i]
		p, err := t.set.Population.Body(w.Row - 1)
		if err != nil {
			return err
		}
		again, trace, err := t.set.Retrace(ctx, &p)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(again, w.Outcome) {
			return fmt.Errorf("%s came out differently when it was played again: the same seed must give the same figures", w.ID)
		}
		page.Traces[w.ID] = trace
	}
	var text bytes.Buffer
	if err := report.WriteHTML(&text, t.all, page); err != nil {
		return err
	}
	if err := os.WriteFile(c.HTML, text.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing the report: %w; choose another --html FILE", err)
	}
	return nil
}
