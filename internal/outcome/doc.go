// Package outcome says whether the chair seems to help one person, by that person's own notes. It has four
// answers only: clearly better, no clear change, worse, not enough to say yet. Each comes with the test behind it
// and with the sentence that it cannot prove what did it.
//
// Two tests are offered. [Judge] compares weeks 3 and 4 with the weeks before the chair, and asks for more than
// people show who did nothing new. [Compare] takes two weeks with the chair and two without, twice, and is the
// stronger one, because what would have come by itself falls on both sides.
//
// What is felt before and after one session never enters a verdict. docs/outcome.md has the figures: how often
// untreated people would be called better.
//
// The package is pure. A store keeps [Note] values and hands them back as a [Record]; a page shows
// [Judgement.Words]. Ratings are health data: their types print as "withheld" in logs, text and JSON, and only
// [Rating.Value] opens one.
package outcome
