package diag

// Code names a kind of problem for ever: editors and scripts act on it. Packages that check meaning may add
// codes of their own.
type Code string

// The codes of reading, whatever the text is about.
const (
	Syntax           Code = "syntax"            // not HCL
	MissingQuote     Code = "missing-quote"     // text without its closing quote: nothing behind it is judged
	MissingBrace     Code = "missing-brace"     // a block without its closing brace: the same
	NotRead          Code = "not-read"          // too large, too deep or too clever to be read
	Missing          Code = "missing"           // an attribute or block that is wanted is not there
	Duplicate        Code = "duplicate"         // there twice
	UnknownAttribute Code = "unknown-attribute" // no attribute of this name belongs here
	UnknownBlock     Code = "unknown-block"     // no block of this name belongs here
	BadLabel         Code = "bad-label"         // a block with too few names behind its word, or too many
	UnknownWord      Code = "unknown-word"      // none of the words that are known here
	WrongType        Code = "wrong-type"        // a number where text is wanted, and the like
	NoUnit           Code = "no-unit"           // a quantity without its unit
	BadUnit          Code = "bad-unit"          // a quantity of another kind, or with an unknown unit
	OutOfRange       Code = "out-of-range"      // beyond what is allowed here
	Contradiction    Code = "contradiction"     // two statements that cannot both hold
)
