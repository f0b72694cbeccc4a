package minder

import "syscall"

// Apart makes a process of a group of its own: Ctrl-C for this one does not reach it.
func Apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
