// Package web is the page: its template, its assets, its words, and the score, the one picture of a programme
// that Go draws. It knows nothing of HTTP, of the engine or of who is looking.
package web
