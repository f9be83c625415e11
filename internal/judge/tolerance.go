package judge

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// A rule is one line: which metrics, and how they are compared.
type rule struct {
	pattern string // a name, a glob, or "default"
	spec    string // as it was written
	line    int    // 1-based; 0 for what is built in
	action  action
	terms   []term // for judge: any of them is enough
	note    string // for built-in rules: why, and how to overrule it
}

type action int

const (
	actTerms  action = iota // judged by the terms
	actExact                // judged: equal as numbers, nothing else
	actIgnore               // named, never judged
	actReport               // shown, never judged
)

// unit is how the amount of a term is read.
type unit int

const (
	unitRelative unit = iota // share of |original|
	unitAbsolute
	unitPoints   // percentage points: absolute, between -1 and 1 only
	unitExamples // count of total
	unitDecimals // one unit of the given decimal
	unitULP      // representable float64 values
)

// side says which way a term looks. tolerance_bound.go has what joined terms
// mean.
type side int

const (
	sideBoth  side = iota
	sideBelow      // "-": bounds a fall, says nothing of a rise
	sideAbove      // "+": bounds a rise, says nothing of a fall
)

// A term is one bound. Which fields matter depends on the unit.
type term struct {
	unit   unit
	side   side
	amount *big.Rat // relative and points: as a share, 0.5% is 1/200
	count  int64    // examples, decimals, ulp
	total  int64    // examples
}

// isDefault says that the line is the user's own default.
func (r rule) isDefault() bool { return r.pattern == "default" }

func (r rule) isGlob() bool { return strings.Contains(r.pattern, "*") }

func (r rule) String() string { return r.pattern + ": " + r.spec }

// A ToleranceError is one fault in the tolerances: in their text, or in how
// they fit the metrics. It is a fault of configuration, not of the model.
type ToleranceError struct {
	Line   int    // 1-based; 0 when no line is to blame
	Column int    // 1-based, in characters; 0 for the whole line
	Metric string // the metric it does not fit; "" for a fault in the text
	Fault  string // what is wrong and what to write instead

	option string // the setting at fault; "" is tolerances
}

func (e *ToleranceError) Error() string {
	var b strings.Builder
	b.WriteString(cmp.Or(e.option, "tolerances"))
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ":%d", e.Column)
		}
	}
	b.WriteString(": ")
	if e.Metric != "" {
		fmt.Fprintf(&b, "metric %q: ", e.Metric)
	}
	b.WriteString(e.Fault)
	return b.String()
}

// lookup finds the rule for a metric: its own name, else the glob with most
// literal characters, else a built-in rule for its kind of name, else the
// user's default, else ours. Two globs of equal rank are an error: which of
// them was meant is not for us to guess.
func (t rules) lookup(name string) (rule, error) {
	var best, rival *rule
	for i := range t {
		r := &t[i]
		switch {
		case r.isDefault():
			// what is left for it, further down
		case r.pattern == name:
			return *r, nil
		case !r.isGlob() || !wording.MatchGlob(r.pattern, name):
		case best == nil || wording.Literal(r.pattern) > wording.Literal(best.pattern):
			best, rival = r, nil
		case wording.Literal(r.pattern) == wording.Literal(best.pattern):
			rival = r
		}
	}
	switch {
	case rival != nil:
		return rule{}, &ToleranceError{Line: rival.line, Metric: name, Fault: fmt.Sprintf(
			"%q and %q (line %d) fit equally well; write a line for %s itself", rival.pattern, best.pattern, best.line, name)}
	case best != nil:
		return *best, nil
	}
	if r, ok := builtin(name); ok {
		return r, nil
	}
	return t.fallback(), nil
}

// fallback is the user's default, else ours.
func (t rules) fallback() rule {
	for _, r := range t {
		if r.isDefault() {
			return r
		}
	}
	return defaultRule
}
