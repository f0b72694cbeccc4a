// Package assist is what an author of programmes is told while writing: what can stand at a place in a text, what a word
// there means, and the outline of the whole. It takes texts that are half written, and knows nothing of editors: the
// language server and the page's own editor ask it the same. All places are bytes of the text.
package assist
