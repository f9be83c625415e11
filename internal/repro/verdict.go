package repro

import (
	"errors"
	"fmt"
)

// A Verdict is the answer to one question: does the model still come back?
type Verdict string

const (
	Reproduced Verdict = "reproduced"
	Drifted    Verdict = "drifted"
	Unverified Verdict = "unverified"
)

// A Doubt is why something could not be verified. It is an error to the steps
// that meet it and a verdict to the flow that collects it: whatever stops a
// reproduction with a Doubt ends in Unverified with its reason.
type Doubt struct {
	Reason Reason
	Err    error
}

func (d *Doubt) Error() string { return d.Err.Error() }

func (d *Doubt) Unwrap() error { return d.Err }

// Doubtf makes a Doubt. The message names the operation and the object and
// ends with the way out.
func Doubtf(reason Reason, format string, args ...any) error {
	return &Doubt{reason, fmt.Errorf(format, args...)}
}

// AsDoubt finds the Doubt in err's chain.
func AsDoubt(err error) (*Doubt, bool) {
	var d *Doubt
	ok := errors.As(err, &d)
	return d, ok
}

// Symbol is one character that tells the verdicts apart by shape, not only by
// colour.
func (v Verdict) Symbol() string {
	switch v {
	case Reproduced:
		return "✅"
	case Drifted:
		return "⚠️"
	default:
		return "❓"
	}
}

// Title is the verdict as people read it.
func (v Verdict) Title() string {
	switch v {
	case Reproduced:
		return "Reproduced"
	case Drifted:
		return "Drifted"
	default:
		return "Could not verify"
	}
}

// Runs is how many reproductions were made.
func (r Result) Runs() int { return 1 + len(r.Repeats) }
