package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/openlumbar/lumbar/chair"
)

// servedChair is the chair that a server has, as its pages know it. A page that was made with another one is out of date: its
// axes, its programmes and its words are that one's.
type servedChair struct {
	ID    string `json:"id"` // the same for the same chair, also of another server; empty: not known
	Title string `json:"title"`
}

// servedBy is the chair of a server with options.
func servedBy(o *Options) servedChair {
	if o.Chair == nil {
		return servedChair{}
	}
	of := struct {
		Profile   *chair.Profile
		Simulated bool
		Name      string // two chairs may be of one profile
	}{Profile: o.Chair, Simulated: o.Simulated}
	if o.Chairs != nil {
		of.Name = o.Chairs.State().Name
	}
	text, err := json.Marshal(&of)
	if err != nil {
		o.Logger.Error("the chair cannot be told apart from others: pages do not notice when it changes", "err", err)
		return servedChair{}
	}
	sum := sha256.Sum256(text)
	return servedChair{hex.EncodeToString(sum[:idBytes]), o.Chair.Title}
}

// idBytes is enough to tell the few chairs of a household apart.
const idBytes = 8
