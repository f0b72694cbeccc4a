//go:build unix

package minder

import "syscall"

// Apart makes a process of a session of its own: what a terminal sends to this one, Ctrl-C or its closing, does not
// reach it.
func Apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
