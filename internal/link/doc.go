// Package link carries requests, replies and events between the engine's process and the others, over a local Unix
// socket. Host is the engine's end, Client the others': a Client answers Do as the engine itself does.
//
// A message is one JSON object on one line. Each side refuses what it does not know: another version, an unknown
// field, a line too long, more than one thing at a time. The engine speaks first.
//
//	engine: {"v":1,"hello":{"pid":7,"spool":"6f…","chair":"bench-4d","body":"ansur:1"}}
//	client: {"v":1,"follow":{"spool":"6f…","after":41}}       events from 42 on, please
//	client: {"v":1,"id":3,"request":{"v":1,"verb":"look"}}
//	engine: {"v":1,"id":3,"reply":{…}}                        or "refused": the engine was not asked
//	engine: {"v":1,"events":[{…},{…}]}
//	client: {"v":1,"got":43}                                  they are on record: let go of them
//	client: {"v":1,"end":true}                                stop, go home, end
//
// Any number of requests may be under way; answers come as they are ready. A stop is handed on at once, whatever
// else waits, at both ends. Events that were not acknowledged come again on the next connection.
package link
