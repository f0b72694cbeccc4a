// Package diag reads words and quantities out of HCL text and says what is wrong with it.
//
// A Reader walks one block after the other, collects every problem and never stops at the first. Each problem
// is a Diagnostic: the place, what is wrong, and the way out. Programmes, chair profiles, body files and the
// configuration are all read through it, so that the same mistake has the same words everywhere.
//
//	r := diag.Open(filename, src)
//	r.Text("title", &p.Title)                                                  // wanted: reported if missing
//	if r.Has("about") {                                                        // optional
//		r.Text("about", &p.About)
//	}
//	diag.Quantity(r, "force", unit.Force, diag.Span{Max: 60}, &p.Force)        // "24 N"
//	for _, phase := range r.Blocks(diag.Kind{Name: "phase", Labels: []string{"name"}}) {
//		...
//	}
//	return p, r.Finish()                                                       // and what nobody asked for
package diag
