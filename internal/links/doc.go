// Package links opens a chair from its profile and the address of its link. It is the one place that knows which driver
// belongs to which address; whoever drives a chair asks here.
//
// A link is one row of the table in table.go: how its address begins, what it is for, what is wrong with an address, and
// how it is opened. A new driver is a new row.
package links
