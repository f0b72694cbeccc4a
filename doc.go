// Package lumbar is the root of Lumbar, the open control system for massage chairs with a dedicated lumbar
// programme. It holds no code but the tests of the house's own rules; the programme is cmd/lumbar.
package lumbar
