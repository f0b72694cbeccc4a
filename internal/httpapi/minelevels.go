package httpapi

import (
	"context"

	"github.com/openlumbar/lumbar/internal/web"
)

// levelsOf adds what was measured of a back by level, where it is kept.
func (s *Server) levelsOf(context.Context, sitter, *record, *web.Mine) {}
