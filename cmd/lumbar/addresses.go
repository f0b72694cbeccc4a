package main

import (
	"net"
	"net/netip"
	"strconv"
)

// addresses is by which other devices reach a page that listens at addr: none, if it listens on this machine alone.
// IPv4 comes first, as that is what people can type.
func addresses(addr net.Addr) []string {
	at, ok := addr.(*net.TCPAddr)
	if !ok || at.IP.IsLoopback() {
		return nil
	}
	port := strconv.Itoa(at.Port)
	if !at.IP.IsUnspecified() {
		return []string{"http://" + net.JoinHostPort(at.IP.String(), port)}
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var four, six []string
	for _, a := range all {
		p, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		switch ip := p.Addr(); {
		case ip.IsLoopback() || ip.IsLinkLocalUnicast():
		case ip.Is4():
			four = append(four, "http://"+net.JoinHostPort(ip.String(), port))
		default:
			six = append(six, "http://"+net.JoinHostPort(ip.String(), port))
		}
	}
	return append(four, six...)
}
