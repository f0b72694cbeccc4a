// Package screening is the safety check: it turns a person's answers into whether they may use the chair now, and
// within which chair.Limits. People see it as "safety check", never under this package's name.
//
// The rules are data (Rules; the text that ships is checkfile/safety-check.hcl). This package only knows how rules
// combine:
//
//   - Outcomes are ordered, and the most severe of all rules wins: S, U, D, W, M, OK.
//   - The limits of all rules that count merge by chair.Limits.Tighten: the strictest wins. Nothing loosens.
//   - It fails closed. What is not answered counts as not sure; not sure counts as yes, whatever the outcome; "I would
//     rather not say" counts as yes but where a rule says otherwise. Nobody of age 0 may use a chair.
//   - Who is refused gets the zero chair.Limits, which allow nothing.
//   - A professional's word (Approval) turns a D into the gentle version with the rule's limits, never into less, for
//     as long as the rule says, and not where a rule says "never".
//
// Answers go in, and only an outcome, ids of rules, fixed texts and limits come out. Answers, Person and Approval show
// "withheld" in logs, JSON and every verb of fmt.
//
// Dose counts sessions and what people say the next day, and gives the limits of the next session. Due says which of
// the three checks is to be asked.
package screening
