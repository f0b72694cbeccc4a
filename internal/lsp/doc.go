// Package lsp is the language server: an editor's text in, what is wrong with it, what can stand in it and what it means
// out, over the Language Server Protocol. What it says comes from internal/assist and from the compiler; here is only the
// conversation: messages, versions of texts, and places in UTF-16.
package lsp
