package main

import "github.com/openlumbar/lumbar/internal/realtime"

// module is where Lumbar's own packages are.
const module = "github.com/openlumbar/lumbar/"

// cold is what no tick runs of this program: the page, the record, the house, what reads programmes and command lines before
// a session. Whatever is not named here is kept in RAM from the start, so that forgetting one costs memory and nothing else.
func cold() []string {
	return []string{
		"modernc.org", "go.lsp.dev", "charm.land", "github.com/charmbracelet", "github.com/clipperhouse", "github.com/danielgtaylor",
		"github.com/alecthomas", "github.com/eclipse", "github.com/gorilla", "github.com/klauspost", "github.com/pressly",
		"github.com/go-json-experiment", "github.com/hashicorp", "github.com/zclconf", "github.com/apparentlymart", "golang.org/x/text",
		"github.com/mattn", "github.com/google/go-cmp",
		"net/http", "html", "text", "database", "crypto/tls", "crypto/x509", "math/big", "regexp", "compress", "image", "vendor/golang.org/x",
		module + "internal/httpapi", module + "internal/web", module + "internal/api", module + "internal/store", module + "internal/mqtt",
		module + "internal/discovery", module + "internal/verify", module + "internal/routine", module + "internal/figure",
		module + "internal/outcome", module + "internal/people", module + "internal/visit", module + "internal/guided",
		module + "internal/screening", module + "internal/calendar", module + "internal/qr", module + "internal/lsp",
		module + "internal/assist", module + "internal/access", module + "internal/replay", module + "internal/diag", module + "programme",
	}
}

// enterLoop makes the calling goroutine the one that ticks.
func enterLoop() realtime.Report { return realtime.Enter(cold()...) }
