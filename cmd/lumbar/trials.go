package main

import (
	"time"

	"github.com/openlumbar/lumbar/internal/campaign"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// trials is what can be tried on a simulated chair, with what SAFETY.md claims of its kind: the same table that the fault
// campaign is held to.
func trials() []web.Trial {
	classes := map[string]campaign.Class{wire.FailStop: campaign.Stop, wire.FailHost: campaign.Gone}
	for _, f := range campaign.Catalogue() {
		classes[f.Name()] = f.Class()
	}
	claims := map[campaign.Class]campaign.Claim{}
	for _, c := range campaign.Claims() {
		claims[c.Class] = c
	}
	all := web.Trials()
	for i := range all {
		t := &all[i]
		class, ok := classes["twin."+t.Name]
		if !ok {
			class = classes[t.Name]
		}
		c := claims[class]
		t.Claim = c.Name + ": " + c.Text
		t.NoticeMS, t.ForceMS, t.HomeMS, t.BagsMS = millis(c.Notice), millis(c.Force), millis(c.Home), millis(c.Bags)
		t.FromFault = class == campaign.Link || class == campaign.Power
		if t.Name == wire.FailHost { // noticed at once is what the guard does when it is told; silence is measured first
			t.NoticeMS = millis(engine.HostSilence)
			t.Claim = "a silent server: pause after 1 s, retreat after 3 s; then as every retreat"
		}
	}
	return all
}

func millis(d time.Duration) int64 { return d.Milliseconds() }
