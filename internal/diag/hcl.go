package diag

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// rewrite is how a syntax message of HCL is told here. Empty texts keep HCL's own.
type rewrite struct {
	code            Code
	summary, detail string
}

// rewrites holds the messages that people meet often, by HCL's summary. HCL speaks of arguments and templates;
// our texts speak of attributes and quotes, and show how to write it.
var rewrites = map[string]rewrite{
	"Invalid multi-line string":    {MissingQuote, "the closing quote is missing", `Text begins and ends on one line: put a " at its end.`},
	"Unterminated template string": {MissingQuote, "the closing quote is missing", `Text begins and ends on one line: put a " at its end.`},
	"Unclosed configuration block": {MissingBrace, "this block has no closing brace", "Put a } on a line of its own where the block ends, or where one within it does."},
	"Missing newline after argument": {Syntax, "something follows the value",
		`An attribute ends with its line. Text goes in quotes, and so does a quantity with its unit, like "24 N".`},
	"Argument or block definition required": {Syntax, "an attribute or a block is wanted here",
		`Write an attribute like name = "value" and a block like name { ... }.`},
	"Invalid expression": {Syntax, "a value is wanted here", `Write text or a quantity in quotes, like "24 N"; or a number, true, false, or a list like ["L5", "L4"].`},
	"Invalid block definition": {Syntax, "neither an attribute nor a block",
		`Write an attribute like name = "value" and a block like name { ... }.`},
	"Missing item separator": {Syntax, "a comma is missing in the list", `Write a list like ["L5", "L4"].`},
	"Invalid single-argument block definition": {Syntax, "more than one attribute on a line",
		"Give each attribute a line of its own."},
	"Invalid attribute name": {Syntax, "nothing is named behind the dot", `Text goes in quotes, and so does a range of levels, like "L5..L1".`},
	"Attribute redefined":    {code: Duplicate},
	"Duplicate argument":     {code: Duplicate},
	"Unknown variable":       {code: UnknownWord},
	"Variables not allowed":  {UnknownWord, "variables do not belong here", "Write the value itself; text goes in quotes."},
}

// again is HCL's detail for an attribute that is set twice.
var again = regexp.MustCompile(`^The argument "(.*)" was already set at .*:(\d+),`)

// generic is HCL's detail for a character that it cannot say more about.
const generic = "This character is not used within the language."

// FromHCL converts HCL's diagnostics and leaves out those that merely follow from another: of several on one
// line the first counts, nothing is told behind a missing quote, and values that are unknown only because
// another is wrong are passed over.
func FromHCL(from hcl.Diagnostics) List {
	var all, kept List
	for _, h := range from {
		if !strings.Contains(h.Detail, "value must be known") {
			all = append(all, told(h))
		}
	}
	all.Sort()
	quote := slices.IndexFunc(all, func(d Diagnostic) bool { return d.Code == MissingQuote })
	for i, d := range all {
		if quote >= 0 && (i > quote || d.Code == MissingBrace) {
			continue
		}
		if n := len(kept); n > 0 && d.Code == Syntax && kept[n-1].File == d.File && kept[n-1].Line == d.Line {
			continue
		}
		kept = append(kept, d)
	}
	return kept
}

func told(h *hcl.Diagnostic) Diagnostic {
	d := Diagnostic{Severity: Error, Code: Syntax, Summary: lower(h.Summary), Detail: h.Detail}
	if h.Severity == hcl.DiagWarning {
		d.Severity = Warning
	}
	if w, ok := rewrites[h.Summary]; ok {
		d.Code = w.code
		if w.summary != "" {
			d.Summary, d.Detail = w.summary, w.detail
		}
	}
	if m := again.FindStringSubmatch(h.Detail); m != nil {
		d.Code, d.Summary, d.Detail = Duplicate, m[1]+" is there twice", "The first is on line "+m[2]+". Keep one of them."
	}
	if d.Detail == generic {
		d.Detail = `This character does not belong here. Text goes in quotes, and so does a quantity with its unit, like "150°".`
	}
	if strings.HasPrefix(d.Detail, `The ";" character`) {
		d.Summary, d.Detail = "a semicolon does not belong here", "A line ends by itself: take the semicolons away."
	}
	if h.Subject != nil {
		d.at(*h.Subject)
	}
	return d
}

func (d *Diagnostic) at(r hcl.Range) {
	d.File, d.Line, d.Column = r.Filename, r.Start.Line, r.Start.Column
	d.EndLine, d.EndColumn = r.End.Line, r.End.Column
	d.From, d.To = r.Start.Byte, max(r.Start.Byte, r.End.Byte)
	if d.EndLine < d.Line { // a call that is cut off has no end
		d.EndLine, d.EndColumn = d.Line, d.Column+1
	}
}

// lower makes HCL's capitalised summary fit in behind "error: ".
func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
