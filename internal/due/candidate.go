package due

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// A Candidate is a model version that may be checked, with what is known of it.
type Candidate struct {
	Name    string
	Version string
	RunID   string
	Checked time.Time // its latest check that ran; zero: never
	Tried   time.Time // its latest check that ran or should have; zero: never
	Price   Price
	Events  []Event // since its latest check, each once
	Open    bool    // its latest check did not say that it came back: it drifted, could not be verified, or left no result
	Lost    bool    // what a check after it said is not known
	Changed bool    // what goes into its next training is known to be other than at its latest check
}

// An Event is something that makes a version due sooner.
type Event string

const (
	DataChanged        Event = "data"        // data that its latest check read is other data now
	EnvironmentChanged Event = "environment" // a package or Python of its latest check is another now
	CodeChanged        Event = "code"        // a commit of the default branch touches its files
	DidNotRun          Event = "missed"      // its latest check was due and left no result
	IsDrifted          Event = "drifted"     // its latest check gave other metrics
	IsFlaky            Event = "flaky"       // its verdicts swing
	IsUnverified       Event = "unverified"  // its latest check could not tell
)

// A soonerRow is one event and what it adds.
type soonerRow struct {
	Event Event
	Days  float64
	Words string
}

// sooner says by how many days each event makes a version's latest check count as
// older than it is. The days of all its events are added up. Those of changes were
// chosen by the simulated year, on other seeds than those that it is reported on.
var sooner = []soonerRow{
	{DataChanged, 60, "its data may have changed"},
	{CodeChanged, 20, "its code may have changed"},
	{EnvironmentChanged, 40, "its environment may have changed"},
	{IsFlaky, 10, "it is flaky"},
	{IsDrifted, 10, "it has drifted"},
	{DidNotRun, 5, "its latest check did not run"},
	{IsUnverified, 5, "it could not be verified"},
}

// Words say what happened, for people; "" for none.
func (e Event) Words() string {
	for _, row := range sooner {
		if row.Event == e {
			return row.Words
		}
	}
	return ""
}

// StateEvent is the event that a state is; "" for one that makes nothing sooner.
func StateEvent(s status.Status) Event {
	switch {
	case s.Missed:
		return DidNotRun
	case s.State == status.Flaky:
		return IsFlaky
	case s.Verdict == repro.Drifted && s.State != status.Unverified:
		return IsDrifted
	case s.State == status.Unverified:
		return IsUnverified
	}
	return ""
}

// age is for how many days a version was not tried, as they count: with those that
// its events add.
func (v Candidate) age(now time.Time) float64 {
	days := max(now.Sub(v.Tried).Hours()/24, 0)
	for _, row := range sooner {
		if slices.Contains(v.Events, row.Event) {
			days += row.Days
		}
	}
	return days
}
