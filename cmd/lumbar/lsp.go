package main

import (
	"context"
	"errors"

	"github.com/openlumbar/lumbar/internal/lsp"
)

type lspCmd struct {
	Stdio bool `help:"Standard input and output, which is all there is; editors say so."`
}

// Help teaches more than the flags.
func (lspCmd) Help() string {
	return `The language server: an editor starts it and talks to it over standard input and output. What is wrong with a programme or
a body file as you type, what can stand where, what a word means, the text in its one form, and its outline.

Exit status: 0 after shutdown and exit, 1 if the editor went away or what it said was not understood.

  lumbar lsp`
}

// Run serves one editor.
func (lspCmd) Run(ctx context.Context, a *app) error {
	err := lsp.Serve(ctx, a.in, a.out, lsp.Options{Find: findingsIn, Version: version})
	if errors.Is(err, lsp.ErrAbrupt) {
		return &status{exitError, nil} // nobody is left to read it
	}
	return err
}
