// Package frame is Modbus on the wire, for both ends of it: requests and answers as the specification has them (MODBUS
// Application Protocol V1.1b3), and how they are framed on a serial line (RTU) and over TCP.
//
//	pdu.go     requests and answers of function codes 1 to 6, 15, 16 and 23; answer.go: their answers, exceptions
//	rtu.go     unit, PDU, CRC-16; found again in a stream by length and sum, whatever else is in it
//	tcp.go     the MBAP header with its transaction's number
//
// It opens nothing and waits for nothing.
package frame
