package lumbar

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/openlumbar/lumbar"

// policy is who may import whom: the house's shape. A package without a line fails. Words after "<" are packages
// of this module; after "+" modules of others; "pure" packages also have an allow-list of the standard library.
// Widen a line where building shows the need, in a commit that says why.
var policy = map[string]rule{
	"unit":          {pure: true},
	"chair":         {pure: true, own: "unit"},
	"chair/profile": {own: "chair unit internal/diag"},
	"body":          {pure: true, own: "unit", std: "embed"},
	"body/bodyfile": {own: "body unit internal/diag"},
	"motion":        {pure: true},
	"guard":         {pure: true, own: "chair unit"},
	"technique":     {pure: true, own: "chair body motion unit"},
	"programme":     {own: "technique chair body motion unit internal/diag"},
	"programmes":    {std: "embed", own: "internal/diag"},

	"driver":            {own: "guard chair unit"},
	"driver/drivertest": {own: "driver guard chair unit", modules: "go.uber.org/goleak", test: true},
	"driver/sim":        {own: "driver guard chair chair/profile unit internal/twin body"},
	"driver/simlink":    {own: "driver guard chair unit internal/twin"},
	// Modbus units by template: the protocol as bytes, for both ends, and the driver. Registers are HCL in the chair's profile;
	// they may be written as texts, which HCL's values tell apart.
	"driver/modbus/frame": {pure: true},
	// Plays such chairs, for tests: the twin behind registers that are written anew, so that the template's mistakes are seen.
	"driver/modbus/standin": {own: "driver/modbus/frame chair unit internal/twin"},
	"driver/modbus":         {own: "driver driver/modbus/frame guard chair chair/profile unit internal/diag internal/latency", modules: "go.bug.st/serial github.com/zclconf/go-cty"},
	// Closed chairs over Bluetooth LE: BlueZ over D-Bus, without cgo.
	// The stand-in's chair is also the one that anybody can try without Bluetooth.
	"driver/rongtai": {own: "driver driver/rongtai/standin guard chair unit", modules: "github.com/godbus/dbus/v5"},
	// Plays such a chair, and BlueZ, for tests and for trying out: nothing of the driver, so that its mistakes are seen.
	"driver/rongtai/standin": {modules: "github.com/godbus/dbus/v5"},
	// A massager without a link: no driver, as nothing moves. What a person is asked to do, when.
	"driver/manual":              {pure: true, own: "programme technique chair body unit"},
	"driver/manual/massagerfile": {own: "driver/manual technique body internal/diag", std: "embed"},

	"internal/diag": {own: "unit", modules: "github.com/hashicorp/hcl/v2 github.com/zclconf/go-cty"},
	// What an author is told while writing, on half a text: HCL's lexer.
	"internal/assist": {own: "programme internal/diag", modules: "github.com/hashicorp/hcl/v2"},
	// The conversation with an editor; what it says is assist's. go.lsp.dev has the protocol's messages and its framing.
	"internal/lsp":     {own: "internal/assist internal/diag", modules: "go.lsp.dev"},
	"internal/config":  {own: "internal/diag unit"},
	"internal/control": {pure: true, own: "programme technique motion body chair unit"},
	"internal/fit":     {pure: true, own: "programme technique body chair unit"},
	// A session on a chair that moves by its own computer: settings one after the other, judged by a guard of its own; and
	// the goroutine that owns such a chair, which talks as the engine does.
	"internal/closed":       {pure: true, own: "internal/fit guard chair"},
	"internal/closedengine": {own: "internal/closed internal/tryout internal/fit internal/wire internal/realtime driver programme guard chair internal/recording"},
	"internal/twin":         {pure: true, own: "body chair unit"},
	"internal/scan":         {pure: true, own: "body chair unit"},
	"internal/stiffness":    {pure: true, own: "body chair unit"},
	"internal/comfort":      {pure: true, own: "body chair unit"},
	// The session sets control's goals and feeds the scan: one vocabulary instead of two that are translated.
	"internal/session": {pure: true, own: "internal/control internal/scan internal/comfort internal/stiffness programme technique chair body unit"},
	// The type slog.Value, so that a health answer prints as withheld; a house test's purity still forbids to log.
	"internal/outcome": {pure: true, own: "unit", std: "log/slog"},
	// Movements carry their key poses: the figure draws them.
	"internal/routine": {pure: true, own: "unit internal/figure", std: "log/slog"},
	"internal/figure":  {pure: true, std: "encoding/xml"},
	// The person's part of a session: it knows answers, and no chair.
	"internal/visit": {pure: true, own: "internal/screening internal/routine internal/outcome chair unit", std: "log/slog"},
	// What the chair remembers of a person between visits: the store's rows as a visit's facts, and back.
	"internal/people":   {own: "internal/wire internal/store internal/visit internal/screening internal/outcome internal/routine chair unit"},
	"internal/calendar": {pure: true, std: "unicode/utf8"},
	"internal/qr":       {modules: "github.com/skip2/go-qrcode"},
	// One tick whole, for the engine, verify and tests alike.
	"internal/loop":    {pure: true, own: "internal/session internal/control programme guard chair unit"},
	"internal/latency": {pure: true},
	// The operating system's side of a control loop: absolute sleep, scheduling, locked memory.
	"internal/realtime": {modules: "golang.org/x/sys"},
	// Looks at a machine: files of the system, its clock, and what it grants a control loop.
	"internal/doctor": {own: "internal/realtime", modules: "golang.org/x/sys"},
	// Breaks the whole chair and judges by the twin's truth: it needs all that a session needs, and the twin.
	"internal/campaign": {own: "internal/loop internal/session internal/fit internal/twin programmes programme technique guard chair/profile chair body unit"},
	// A programme on thousands of bodies, judged by the twin's truth: all that a session needs, and the twin.
	"internal/verify": {own: "internal/loop internal/session internal/control internal/scan internal/fit internal/twin programme technique guard chair body unit"},
	"internal/wire":   {pure: true, own: "chair unit"},
	// What outlives the engine's process: files, and words of chair and wire.
	// One container that robotics tools read, and its compression; what is taken down, and the same once more.
	"internal/mcap":      {modules: "github.com/klauspost/compress/zstd"},
	"internal/recording": {own: "internal/mcap internal/loop internal/session internal/closed internal/fit programme technique guard body chair"},
	"internal/replay":    {own: "internal/recording internal/loop internal/session internal/closed internal/fit guard chair"},
	"internal/keep":      {own: "internal/wire internal/realtime chair internal/ago"},
	"internal/ago":       {own: "internal/realtime"},
	// The server's memory, and the only place of health answers. goose migrates, x/crypto has argon2id.
	"internal/store": {own: "internal/ago internal/wire internal/access internal/routine internal/outcome body chair unit", modules: "modernc.org/sqlite github.com/pressly/goose/v3 golang.org/x/crypto"},
	// A massager without a link: the person works it, so there is no engine, guard or driver.
	"internal/guided": {own: "driver/manual driver/manual/massagerfile internal/diag internal/store internal/wire programme chair"},
	// The socket between the two processes: it carries wire's messages and knows neither end.
	"internal/link": {own: "internal/wire"},
	// A chair by its profile and its link's address: the one place that knows every driver.
	"internal/links": {own: "driver driver/sim driver/simlink driver/rongtai driver/rongtai/standin driver/modbus driver/modbus/standin internal/twin internal/diag chair"},
	// How a chair with a link is found, asked about and listed: words between who does it and who shows it.
	"internal/adding": {pure: true},
	// Who does it: it reads profiles, looks over every link, and keeps chairs and whether they were tried.
	"internal/chairs": {own: "internal/adding internal/links internal/testrecord internal/commission internal/tryout internal/doctor internal/diag driver/modbus driver/rongtai chair/profile chair"},
	// A chair tried step by step, through a guard of its own.
	"internal/commission": {pure: true, own: "guard chair unit"},
	// The same as those meet it who ask for it; both engines run it.
	"internal/tryout": {pure: true, own: "internal/commission internal/wire guard chair"},
	// The signed record of that, and what it has to be of.
	"internal/testrecord": {own: "internal/commission chair"},
	// Starts and watches a process; what it talks is no business of its own.
	"internal/minder": {},
	"internal/engine": {own: "internal/wire internal/realtime internal/loop internal/recording internal/session internal/scan internal/comfort internal/stiffness internal/fit internal/commission internal/tryout driver programme guard chair body unit"},
	// Which devices may do what: roles and codes; the store keeps them.
	"internal/access": {},
	// What other programs talk to. huma makes the OpenAPI document from the types.
	"internal/api": {own: "internal/wire chair", modules: "github.com/danielgtaylor/huma/v2"},
	// A checked text is shown with its diagnostics.
	"internal/web": {own: "technique programme body chair unit internal/diag driver/manual"},
	// Programmes by name: what ships, what was saved, and the press that the page Here makes.
	"internal/library": {own: "programme programmes technique body internal/diag chair"},
	"internal/httpapi": {own: "internal/adding internal/assist internal/library internal/fit internal/wire internal/access internal/api internal/store internal/web internal/qr internal/visit internal/figure internal/screening internal/screening/checkfile internal/routine internal/calendar internal/outcome programme technique body chair unit internal/people driver/manual driver/manual/massagerfile internal/guided internal/metrics"},
	// The user's broker. It knows snapshots, and nothing of anybody's answers.
	"internal/mqtt": {own: "internal/wire chair unit", modules: "github.com/eclipse/paho.golang"},
	// The text that Prometheus reads.
	"internal/metrics": {pure: true},
	// What Home Assistant accepts of an announced device: tables, and a linter by them.
	"internal/discovery": {pure: true, std: "encoding/json regexp unicode unicode/utf8 bytes"},
	"cmd/lumbar":         {own: "*", modules: "github.com/coreos/go-systemd/v22 github.com/alecthomas/kong charm.land/bubbletea/v2 github.com/charmbracelet/x/term github.com/muesli/cancelreader github.com/rogpeppe/go-internal/diff"},
	"tools/mutate":       {},
	"tools/faults":       {own: "internal/campaign"},
	// Shows what ships to somebody new: runs the command, draws its recording, and breaks a chair by the fault campaign.
	"tools/demo":  {own: "internal/campaign internal/fit internal/web internal/wire programme programmes chair/profile chair body"},
	"tools/words": {},
	"tools/sbom":  {},
	"":            {},
	// Of log/slog only the value that withholds an answer from logs.
	"internal/screening":           {pure: true, own: "chair unit", std: "log/slog"},
	"internal/screening/checkfile": {own: "internal/screening chair unit internal/diag", std: "embed"},

	// A browser for the tests of the page and of the whole of Lumbar.
	"internal/browsertest": {modules: "github.com/chromedp/chromedp github.com/chromedp/cdproto", test: true},
}

type rule struct {
	pure    bool
	own     string // packages of this module; "*" is all
	std     string // standard library beyond what purity allows
	modules string
	test    bool // a package for tests: may import testing
}

// pureStd is what a pure package may import of the standard library: no clock (the type time.Duration is
// checked apart), no I/O, no goroutines, no locks, no logs, no global randomness.
var pureStd = strings.Fields("cmp errors fmt iter math math/bits math/rand/v2 slices sort strconv strings time unicode bytes maps encoding/binary encoding/csv compress/gzip io")

// impureUse is what purity forbids even where the package may be imported.
var impureUse = regexp.MustCompile(`\btime\.(Now|Since|Until|Sleep|After|Tick|NewTimer|NewTicker|AfterFunc)\b|\brand\.(Int|IntN|Float64|NormFloat64|Perm|Shuffle|Uint64|N)\(`)

// pkg is one package as read from its source.
type pkg struct {
	dir     string
	files   map[string]*ast.File
	imports map[string]string // path -> file that imports it
	doc     bool
	source  map[string]string
}

func readHouse(t *testing.T) map[string]*pkg {
	t.Helper()
	house := map[string]*pkg{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(fset, path, src, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if dir == "." {
			dir = ""
		}
		p := house[dir]
		if p == nil {
			p = &pkg{dir: dir, files: map[string]*ast.File{}, imports: map[string]string{}, source: map[string]string{}}
			house[dir] = p
		}
		p.files[path], p.source[path] = f, string(src)
		p.doc = p.doc || f.Doc != nil
		for _, im := range f.Imports {
			name, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			p.imports[name] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(house) < 10 {
		t.Fatalf("read only %d packages: is the test run from the root?", len(house))
	}
	return house
}

func TestImports(t *testing.T) {
	house := readHouse(t)
	for dir, p := range house {
		r, ok := policy[dir]
		if !ok {
			t.Errorf("package %q has no line in the import policy: add one in house_test.go and say why", dir)
			continue
		}
		for path, file := range p.imports {
			if why := r.refuses(dir, path); why != "" {
				t.Errorf("%s: imports %s: %s", file, path, why)
			}
		}
	}
	for dir := range policy {
		if _, ok := house[dir]; !ok && dir != "" {
			t.Errorf("import policy has a line for %q, which does not exist", dir)
		}
	}
}

// refuses says why a package may not import a path, or nothing.
func (r rule) refuses(dir, path string) string {
	if own, ok := strings.CutPrefix(path, module+"/"); ok {
		if r.own == "*" || slices.Contains(strings.Fields(r.own), own) {
			return ""
		}
		return "not on the line of " + dir
	}
	if !strings.Contains(strings.Split(path, "/")[0], ".") {
		if path == "testing" && !r.test {
			return "testing belongs in tests"
		}
		if r.pure && !slices.Contains(pureStd, path) && !slices.Contains(strings.Fields(r.std), path) {
			return dir + " is pure"
		}
		return ""
	}
	for _, m := range strings.Fields(r.modules) {
		if path == m || strings.HasPrefix(path, m+"/") {
			return ""
		}
	}
	return "no such module on the line of " + dir
}

// TestReach checks the rules that must hold through any number of imports.
func TestReach(t *testing.T) {
	house := readHouse(t)
	var reach func(dir string, seen map[string]bool)
	reach = func(dir string, seen map[string]bool) {
		p := house[dir]
		if p == nil {
			return
		}
		for path := range p.imports {
			if own, ok := strings.CutPrefix(path, module+"/"); ok && !seen[own] {
				seen[own] = true
				reach(own, seen)
			}
		}
	}
	never := map[string][]string{
		"guard":                 {"motion", "technique", "programme", "internal/control", "internal/session", "internal/twin", "body"},
		"internal/control":      {"guard", "driver"},
		"internal/twin":         {"motion", "guard", "internal/control"},
		"programme":             {"guard"},
		"internal/wire":         {"guard", "internal/session", "internal/screening", "internal/outcome", "internal/visit"},
		"internal/engine":       {"internal/twin", "driver/sim", "internal/httpapi", "internal/web", "internal/screening", "internal/outcome", "internal/visit"},
		"internal/closedengine": {"driver/rongtai", "internal/twin", "internal/httpapi", "internal/web", "internal/screening", "internal/outcome", "internal/visit"},
		"internal/mqtt":         {"guard", "driver", "internal/engine", "internal/session", "internal/screening", "internal/outcome", "internal/visit", "internal/store", "internal/people"},
		"internal/httpapi":      {"guard", "driver", "internal/engine"},
		"internal/link":         {"guard", "driver", "internal/engine", "internal/session", "internal/screening", "internal/outcome", "internal/visit"},
		"internal/keep":         {"guard", "driver", "internal/engine", "internal/session", "internal/screening", "internal/outcome", "internal/visit"},
		// What is recorded, and what plays it, know no answer and no chair.
		"internal/recording": {"driver", "internal/engine", "internal/wire", "internal/screening", "internal/outcome", "internal/visit", "internal/store"},
		"internal/replay":    {"driver", "internal/engine", "internal/wire", "internal/twin", "internal/screening", "internal/outcome", "internal/visit", "internal/store"},
		"internal/visit":     {"guard", "driver", "internal/engine", "internal/session", "internal/wire"},
		"internal/people":    {"guard", "driver", "internal/engine", "internal/session", "internal/httpapi", "internal/keep"},
		"internal/store":     {"guard", "driver", "internal/engine", "internal/session", "internal/httpapi", "internal/keep"},
		"motion":             {"chair", "unit"},
		// Nothing moves by Lumbar there.
		"driver/manual":   {"guard", "driver", "internal/engine", "internal/twin"},
		"internal/guided": {"guard", "driver", "internal/engine", "internal/twin", "internal/screening", "internal/visit"},
	}
	for dir, forbidden := range never {
		seen := map[string]bool{}
		reach(dir, seen)
		for _, f := range forbidden {
			if seen[f] {
				t.Errorf("%s reaches %s, which it never may", dir, f)
			}
		}
	}
}

func TestPurity(t *testing.T) {
	for dir, p := range readHouse(t) {
		if !policy[dir].pure {
			continue
		}
		for path, f := range p.files {
			if at := impureUse.FindString(stripComments(p.source[path])); at != "" {
				t.Errorf("%s: uses %s, but %s is pure: time and randomness come in as arguments", path, at, dir)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n.(type) {
				case *ast.GoStmt, *ast.SelectStmt, *ast.ChanType:
					t.Errorf("%s: goroutine or channel in the pure package %s", path, dir)
				}
				return true
			})
		}
	}
}

var comment = regexp.MustCompile(`(?m)//.*$`)

func stripComments(src string) string { return comment.ReplaceAllString(src, "") }

// TestGuardMakers checks that only those who may make a guard do.
func TestGuardMakers(t *testing.T) {
	may := []string{"guard", "internal/engine", "internal/verify", "driver/drivertest", "internal/campaign", "internal/closed", "internal/replay", "internal/commission"}
	made := regexp.MustCompile(`guard\.New(Closed)?\(`)
	for dir, p := range readHouse(t) {
		for path, src := range p.source {
			if made.MatchString(stripComments(src)) && !slices.Contains(may, dir) {
				t.Errorf("%s: makes a guard; only %v may", path, may)
			}
		}
	}
}

const longest = 500 // lines of a hand-written file

func TestFiles(t *testing.T) {
	for dir, p := range readHouse(t) {
		if !p.doc {
			t.Errorf("package %q has no package comment", dir)
		}
		for path, f := range p.files {
			if n := strings.Count(p.source[path], "\n"); n > longest {
				t.Errorf("%s has %d lines; more than %d is two ideas", path, n, longest)
			}
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s: init() hides an order of events", path)
				}
			}
		}
		switch filepath.Base(dir) {
		case "util", "utils", "common", "helper", "helpers", "types", "core", "manager", "misc":
			t.Errorf("package %q is named after nothing", dir)
		}
	}
}

// banned is what no sentence for people may say: Lumbar is general wellness, not a medical device. Some words
// are allowed where a sentence says that Lumbar is not that.
var banned = regexp.MustCompile(`(?i)\b(cures?|heals?|healing|therap(y|ies|eutic)|detox\w*|toxins?|circulation|posture correction|corrects? posture|clinically proven|doctor-approved|patients?|lumbago|sciatica|rehabilitat\w*|pain relief|relieves? pain|relieving pain|boosts?|realigns?|you are (safe|fit|cleared))\b`)

// denied is a sentence that only says what Lumbar is not or does not do.
var denied = regexp.MustCompile(`(?i)\b(not|never|no|does not|do not|cannot|nor)\b`)

// claimHeading is a claim of others, quoted as a heading of docs/claims.md: the page has to name what it answers. It is
// the only exception to the banned words, and holds for that line alone; TestClaims checks that an answer follows.
var claimHeading = regexp.MustCompile(`(?m)^### "[^"\n]+"$`)

const claimsPage = "docs/claims.md"

// TestClaims checks that every quoted claim is followed by what the evidence says and what Lumbar says and does.
func TestClaims(t *testing.T) {
	src, err := os.ReadFile(claimsPage)
	if err != nil {
		t.Fatal(err)
	}
	sections := claimHeading.Split(string(src), -1)
	if len(sections) < 10 {
		t.Fatalf("%d claims: has the form of the headings changed?", len(sections)-1)
	}
	for i, s := range sections[1:] {
		for _, part := range []string{"**Evidence.**", "**Lumbar says**", "**Lumbar does:**"} {
			if strings.Count(s, part) != 1 {
				t.Errorf("%s: claim %d has %s %d times, want once", claimsPage, i+1, part, strings.Count(s, part))
			}
		}
	}
}

// TestWording checks every string literal, page and document.
func TestWording(t *testing.T) {
	check := func(where, text string) {
		for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '!' || r == '?' }) {
			if at := banned.FindString(sentence); at != "" && !denied.MatchString(sentence) {
				t.Errorf("%s: says %q: %s", where, at, strings.Join(strings.Fields(sentence), " "))
			}
		}
	}
	for _, p := range readHouse(t) {
		for path, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					check(path, lit.Value)
				}
				return true
			})
		}
	}
	texts := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		switch filepath.Ext(path) {
		case ".md", ".html", ".hcl", ".js", ".css", ".svg":
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			texts++
			text := string(src)
			if filepath.ToSlash(path) == claimsPage {
				text = claimHeading.ReplaceAllString(text, "")
			}
			check(path, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if texts < 5 {
		t.Fatalf("read only %d texts", texts)
	}
}

// wordsFile is the catalogue of what people are told: one text a line, held to the tree by the test of tools/words.
const wordsFile = "docs/words.txt"

// bannedThere is what no text for people says either, where documents for builders may.
var bannedThere = regexp.MustCompile(`(?i)\b(treat(s|ed|ing|ments?)?|safe(r|st|ly)?|streaks?|rewards?|targets? (met|reached))\b|\pL!`)

// TestCatalogueWording checks the catalogue text by text, so that the "not" of one excuses no other.
func TestCatalogueWording(t *testing.T) {
	src, err := os.ReadFile(wordsFile)
	if err != nil {
		t.Fatal(err)
	}
	file, texts := "", 0
	for line := range strings.Lines(string(src)) {
		if line[0] == '#' {
			file = strings.TrimSpace(line)
			continue
		}
		texts++
		for _, sentence := range strings.FieldsFunc(line, func(r rune) bool { return r == '.' || r == '?' }) {
			for _, b := range []*regexp.Regexp{banned, bannedThere} {
				if at := b.FindString(sentence); at != "" && !denied.MatchString(sentence) {
					t.Errorf("%s: says %q: %s", file, at, strings.TrimSpace(sentence))
				}
			}
		}
	}
	if texts < 2000 {
		t.Errorf("%s has only %d texts: run make words", wordsFile, texts)
	}
}

// TestBannedWordsAreFound is the test of the test.
func TestBannedWordsAreFound(t *testing.T) {
	for _, s := range []string{"It relieves pain.", "Improves circulation", "a therapeutic massage", "You are safe"} {
		if !banned.MatchString(s) {
			t.Errorf("%q would pass", s)
		}
	}
}

// TestNoWorkplace checks that the tree speaks of the project alone.
func TestNoWorkplace(t *testing.T) {
	open := regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
	var found []string
	for _, p := range readHouse(t) {
		for path, src := range p.source {
			if path != "house_test.go" && open.MatchString(src) {
				found = append(found, path)
			}
		}
	}
	sort.Strings(found)
	if len(found) > 0 {
		t.Errorf("left open in %v", found)
	}
}
