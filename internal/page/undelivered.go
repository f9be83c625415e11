package page

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file keeps the changes that a chat is to be told of, until it was.

// MaxUntold is the longest text that is read of untold changes: of as many versions as a
// history has checks.
const MaxUntold = 16 << 20

// A Claim says who is telling a change, and since when: nobody else does meanwhile, or it
// would be told twice.
type Claim struct {
	Teller  string    `json:"teller,omitempty"`  // a run of a workflow
	Attempt int       `json:"attempt,omitempty"` // of it: when one begins, all before it have ended
	Job     string    `json:"job,omitempty"`     // of it, which tells beside others
	Asked   time.Time `json:"asked_at,omitzero"`
}

// isOurs says whether what was claimed is ours to tell: by this job, by an attempt before
// this one, by nobody, or by somebody who does not live any more.
func (by Claim) isOurs(claimed Claim) bool {
	return claimed.Teller == "" || claimed.Asked.Sub(by.Asked).Abs() >= claimLasts ||
		claimed.Teller == by.Teller && (claimed.Attempt < by.Attempt || claimed.Attempt == by.Attempt && claimed.Job == by.Job)
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

// ReadUntold reads what Untold wrote. Of a line that was not written to its end, what is
// left of it counts where it names the version: told twice is better than never. lost is how
// many others of that kind there are, for which Unknown is. A line that is none of ours is left out.
func ReadUntold(text []byte) (changes []StateChange, lost int) {
	for line := range bytes.Lines(text[:min(len(text), MaxUntold)]) {
		var c StateChange
		line = bytes.TrimSpace(line)
		switch whole := json.Unmarshal(line, &c) == nil; {
		case whole && c.Model != "" && c.State.Rank() >= 0 && (c.Before == "" || c.Before.Rank() >= 0):
			changes = append(changes, c)
		case whole || !begins(line):
		default:
			if c, named := cutOff(line); named {
				changes = append(changes, c)
			} else {
				lost++
			}
		}
	}
	return changes, lost
}

// Unknown are changes of all versions, of which nobody knows how they stood when the chat was
// told last: it is told of each that is not green. It sorts checks.
func Unknown(checks []repro.Check, now time.Time, limit time.Duration) (changes []StateChange) {
	for _, m := range Models(checks, now, limit) {
		changes = append(changes, StateChange{Repository: m.Repository, Model: m.Name, Version: m.Version})
	}
	return changes
}

// begins says whether a line is the beginning of one that Untold writes.
func begins(line []byte) bool {
	for _, begin := range []string{`{"repository":"`, `{"model":"`} {
		if n := min(len(line), len(begin)); n > 0 && string(line[:n]) == begin[:n] {
			return true
		}
	}
	return false
}

// cutOff reads the members of a line that are whole. Without its state, the version is told
// of as it stands now.
func cutOff(line []byte) (c StateChange, named bool) {
	const members = 32 // commas that are tried as the end of the last whole one, from the right
	end := len(line)
	for range members {
		var is struct {
			StateChange
			Version *string `json:"version"`
		}
		if json.Unmarshal(append(line[:end:end], '}'), &is) == nil {
			if is.Version != nil {
				is.StateChange.Version = *is.Version
			}
			c = is.StateChange
			return c, c.Model != "" && is.Version != nil && (c.Before == "" || c.Before.Rank() >= 0) && (c.State == "" || c.State.Rank() >= 0)
		}
		if end = bytes.LastIndexByte(line[:end], ','); end < 0 {
			break
		}
	}
	return StateChange{}, false
}

// SplitUntold parts the lines that Untold wrote: those that are ours to tell, and those
// that another tells now.
func SplitUntold(text []byte, by Claim) (ours, others []byte) {
	for line := range bytes.Lines(text[:min(len(text), MaxUntold)]) {
		var u untold
		if json.Unmarshal(line, &u) == nil && !by.isOurs(u.Claim) {
			others = append(others, line...)
		} else {
			ours = append(ours, line...)
		}
	}
	return ours, others
}

// IsUntold says of how a file begins whether Untold wrote it, if not to its end, or nothing
// is in it.
func IsUntold(begin []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(begin, "\n\x00"), []byte("\n"))
	if len(line) == 0 {
		return true
	}
	changes, lost := ReadUntold(line)
	return len(changes)+lost > 0
}
