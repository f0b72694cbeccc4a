package diag

// Apart leaves what this block holds and nobody asks for to another reader of the same text, who judges it: Finish says
// nothing of what is unknown or missing there.
func (r *Reader) Apart() { r.apart = true }
