package massagerfile

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/driver/manual"
)

// Write is a massager as Read reads it.
func Write(m *manual.Massager) []byte {
	var b bytes.Buffer
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("# A massager without a link, in its remote's own words. Nothing moves by Lumbar.")
	say("massager %s {", quote(m.Name))
	say("  title = %s", quote(m.Title))
	say("  kind  = %s", quote(m.Kind.String()))
	say(`  link  = "none"`)
	say("  on    = %s", quote(m.On))
	say("  off   = %s", quote(m.Off))
	if m.AutoOff > 0 {
		say("  auto_off = %s", quote(fmt.Sprintf("%g min", m.AutoOff.Minutes())))
	}
	if m.Heat != "" {
		say("  heat  = %s", quote(m.Heat))
	}
	if len(m.Cannot) > 0 {
		say("  cannot = [%s]", quotes(m.Cannot))
	}
	for _, p := range m.Places {
		say("  place %s {\n    over = %s\n  }", quote(p.Press), quote(p.From.String()+".."+p.To.String()))
	}
	for _, x := range m.Modes {
		say("  does %s {\n    press = %s\n  }", quote(x.Kind.String()), quote(x.Press))
	}
	say("  strength {")
	if m.Strength != "" {
		say("    press = %s", quote(m.Strength))
	}
	say("    words = [%s]", quotes(m.Strengths))
	say("    feels = %s\n  }\n}", quote(m.Feels.String()))
	return b.Bytes()
}

func quotes(words []string) string {
	var list []string
	for _, w := range words {
		list = append(list, quote(w))
	}
	return strings.Join(list, ", ")
}

// quote writes a text as HCL does: nothing in it is a template.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{", "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}
