// Package programme reads the programme language: the text of a massage into a Plan, or into everything that
// is wrong with it, all at once, with place, cause and way out. spec.md beside the code is the language.
//
//	plan, found := programme.Compile("after-desk.lumbar.hcl", src, programme.Options{})
//	if plan == nil {
//		found.Write(os.Stderr, map[string][]byte{"after-desk.lumbar.hcl": src}, diag.Style{})
//	}
//
// A plan is for nobody in particular: it names places by levels and takes the same time for everybody. What a
// chair cannot do and what one person should not have is taken out of it later, and said.
package programme
