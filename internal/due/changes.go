package due

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// An input is one thing that went into trainings, as a check named it.
type input struct {
	event Event
	name  string
	value string
}

// Changes are the inputs that past checks saw change: of a version that read the same
// before, the next check is likely to see it too.
type Changes map[input]time.Time // what it was, and when it was last seen to be another

// eventOf is the event that another value of an input is; "" for an input that tells
// nothing of other versions.
func eventOf(in repro.Input) Event {
	switch in.Kind {
	case repro.KindData:
		return DataChanged
	case repro.KindEnvironment:
		return EnvironmentChanged
	case repro.KindCode, repro.KindFile:
		if in.Name != "commit" { // another commit need not touch the version
			return CodeChanged
		}
	}
	return ""
}

// inputsOf are the inputs of a check that are known to have been so.
func inputsOf(c repro.Check) (inputs []input) {
	for _, in := range c.Inputs {
		if e := eventOf(in); e != "" && in.Now != "" && in.State != repro.InputUnknown {
			inputs = append(inputs, input{e, in.Name, in.Now})
		}
	}
	return inputs
}

// NewChanges follows each version through its checks.
func NewChanges(checks []repro.Check) Changes {
	checks = order.Sorted(checks, func(a, b repro.Check) int { return a.At.Compare(b.At) })
	type place struct {
		key
		event Event
		input string
	}
	changes, before := Changes{}, map[place]string{}
	for _, c := range checks {
		for _, in := range inputsOf(c) {
			at := place{key{c.Model, c.Version}, in.event, in.name}
			if was, there := before[at]; there && was != in.value {
				changes[input{in.event, in.name, was}] = c.At
			}
			before[at] = in.value
		}
	}
	return changes
}

// Since says what of a version's latest check has changed since, as others saw it.
func (c Changes) Since(latest repro.Check) (events []Event) {
	for _, in := range inputsOf(latest) {
		if c[in].After(latest.At) && !slices.Contains(events, in.event) {
			events = append(events, in.event)
		}
	}
	return events
}
