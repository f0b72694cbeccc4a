// Package standin plays chairs on Modbus for tests, and for trying a template without a chair: the simulated chair of
// internal/twin behind registers. It knows nothing of the driver's template: its registers are written here by hand, as a
// maker's firmware would have them, so that a mistake in a template or in how it is read shows.
//
//	unit.go      what answers requests, and its communication-loss timer
//	follow.go    how a drive goes on between two targets
//	board.go     one controller for a whole chair: the registers of the model open-board
//	retrofit.go  two stepper drives and two boards: those of the model retrofit-az
//	locked.go    the simulated chair behind them, for several goroutines
//	live.go      its time as everybody's
//	serve.go     units on a TCP listener; on a serial line, or anything that carries its bytes
package standin
