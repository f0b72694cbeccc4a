package httpapi

import (
	"fmt"
	"net/http"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// here shows a back to press one place of.
func (s *Server) here(w http.ResponseWriter, r *http.Request) {
	limits, whose := s.limitsOf(r)
	v := web.Here{Frame: s.frame(r, "Here"), Levels: levelNames(), Bodies: s.o.Bodies, Visits: s.visits != nil, Whose: whose, Spot: spoken(limits.Spot.Max)}
	if s.o.Chair != nil && !s.o.Chair.Simulated {
		v.Bodies = nil
	}
	v.Styles, v.Scripts = []string{"here.css"}, append(v.Scripts, "here.js")
	muscle := limits.Force[chair.ZoneMuscle]
	for _, word := range technique.Strengths() {
		force := min(muscle.Max, technique.Comfort*unit.Newton(word.Share))
		v.Forces = append(v.Forces, web.Force{Word: word.Word, Newtons: fmt.Sprintf("%.0f N", float64(force))})
	}
	for _, seconds := range library.Holds() {
		words := fmt.Sprintf("%d s", seconds)
		if seconds > 60 {
			words = fmt.Sprintf("2 × %d s", seconds/2)
		}
		v.Holds = append(v.Holds, web.Hold{Seconds: seconds, Words: words})
	}
	v.Most = fmt.Sprintf("%.0f N on muscle, %s", float64(muscle.Max), web.English().Limits[string(muscle.By)])
	s.knownLevels(r, &v)
	s.writeView(w, r, http.StatusOK, v.Write)
}

// knownLevels puts in where the levels of who is unlocked here were found, for them alone.
func (s *Server) knownLevels(r *http.Request, v *web.Here) {
	who, ok := s.sitter(r)
	if !ok || s.o.Store == nil || who.key == nil {
		return
	}
	known, err := s.o.Store.Known(r.Context(), who.key)
	if err != nil {
		s.o.Logger.Error("what is known of a back cannot be read", "err", err)
		return
	}
	// Places are one chair's own millimetres.
	if known == nil || known.Back == nil || s.o.Chair == nil || known.Chair != s.o.Chair.Name {
		return
	}
	var levels []wire.Level
	for _, l := range known.Back.Levels {
		levels = append(levels, wire.Level{Name: l.Name, AlongMM: l.AlongMM + l.NudgedMM, DoubtMM: 1.96 * l.SDMM})
	}
	v.Known = levels
}
