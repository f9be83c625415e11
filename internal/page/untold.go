package page

import (
	"bytes"
	"encoding/json"
	"time"
)

// This file keeps the changes that a chat is to be told of, until it was.

// MaxUntold is the longest text that is read of untold changes.
const MaxUntold = 1 << 20

// A Claim says who is telling a change, and since when: nobody else does meanwhile, or it
// would be told twice.
type Claim struct {
	Teller string    `json:"teller,omitempty"`
	Asked  time.Time `json:"asked_at,omitzero"`
}

// claimLasts is how long a claim holds: one report tells for less than a minute. After it,
// whoever claimed was killed.
const claimLasts = time.Hour

type untold struct {
	StateChange
	Claim
}

// Untold writes changes that nobody was told of, one in each line, and who tells them.
func Untold(changes []StateChange, by Claim) []byte {
	var text []byte
	for _, c := range changes {
		line, err := json.Marshal(untold{StateChange{Repository: c.Repository, Model: c.Model, Version: c.Version, Before: c.Before, State: c.State}, by})
		if err != nil {
			panic(err) // strings
		}
		text = append(append(text, line...), '\n')
	}
	return text
}

// ReadUntold reads what Untold wrote. A line that is none is left out.
func ReadUntold(text []byte) (changes []StateChange) {
	for line := range bytes.Lines(text[:min(len(text), MaxUntold)]) {
		var c StateChange
		if json.Unmarshal(line, &c) == nil && c.Model != "" && c.State.Rank() >= 0 && (c.Before == "" || c.Before.Rank() >= 0) {
			changes = append(changes, c)
		}
	}
	return changes
}

// SplitUntold parts the lines that Untold wrote: those that are ours to tell, and those
// that another tells now.
func SplitUntold(text []byte, by Claim) (ours, others []byte) {
	for line := range bytes.Lines(text[:min(len(text), MaxUntold)]) {
		var u untold
		if json.Unmarshal(line, &u) == nil && u.Teller != "" && u.Teller != by.Teller && u.Asked.Sub(by.Asked).Abs() < claimLasts {
			others = append(others, line...)
		} else {
			ours = append(ours, line...)
		}
	}
	return ours, others
}

// IsUntold says of how a file begins whether Untold wrote it, or nothing is in it.
func IsUntold(begin []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(begin, "\n"), []byte("\n"))
	return len(line) == 0 || len(ReadUntold(line)) > 0
}
