package diag

// Apart leaves what this block holds and nobody asks for to another reader of the same text, who judges it: Finish does not
// say that it is unknown.
func (r *Reader) Apart() { r.apart = true }
