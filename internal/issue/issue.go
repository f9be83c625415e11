// Package issue decides what becomes of the one issue of a model when a check of it
// is over: a drift opens it, and only a check that reproduces the same original run of the
// same version with the same metrics closes it.
//
// What it knows of earlier checks stands in the issue itself, so that a decision
// that was carried out is not made again.
package issue

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Note is what an issue keeps of the checks that it tells of.
type Note struct {
	Model    string             `json:"model"`
	At       time.Time          `json:"at"`       // of the latest check
	Versions map[string]Version `json:"versions"` // of the model, those that were told of, by keyOf
}

// A Version is what an issue tells of one model version.
type Version struct {
	Verdict  repro.Verdict `json:"verdict"` // of its latest check
	At       time.Time     `json:"at"`
	Outside  string        `json:"outside,omitempty"`  // digest of the metrics outside at the drift
	Metrics  string        `json:"metrics,omitempty"`  // digest of the metrics that were judged at the drift
	Judged   []string      `json:"judged,omitempty"`   // digests of each of them, at any check of the drift; none where they are too many
	Cause    string        `json:"cause,omitempty"`    // digest of the causes at the drift
	Limits   []Limit       `json:"limits,omitempty"`   // of metrics that are outside, while it drifts
	Drifted  time.Time     `json:"drifted,omitzero"`   // the check that they are of
	Settled  bool          `json:"settled,omitempty"`  // it reproduced since
	Reopened bool          `json:"reopened,omitempty"` // after somebody closed the issue, for this drift
}

// maxVersions is how many versions an issue keeps; the oldest are forgotten.
const maxVersions = 20

// An Issue is how the one issue of a model is now.
type Issue struct {
	Open bool
	Note
}

// An Action is what to do with it.
type Action string

const (
	Leave   Action = "leave"
	Open    Action = "open"
	Reopen  Action = "reopen"
	Update  Action = "update"  // its text, and nobody is told
	Comment Action = "comment" // its text, and a comment
	Close   Action = "close"
)

// Decide gives what to do after a check, and what the issue is to keep then. now
// is nil where the model has no issue.
func Decide(now *Issue, r repro.Result) (Action, Note) {
	if now == nil {
		if r.Verdict == repro.Drifted {
			return Open, Note{}.with(r, newVersion(r))
		}
		return Leave, Note{}
	}
	before, known := now.Versions[now.entry(r)]
	if known && !r.CheckedAt.After(before.At) { // told already, or of a check before
		return Leave, now.Note
	}
	v := before
	v.Verdict, v.At = r.Verdict, r.CheckedAt
	action := Leave
	switch drifting := known && !before.Settled; {
	case r.Verdict == repro.Drifted:
		v = newVersion(r)
		same := drifting && v.Outside == before.Outside && v.Cause == before.Cause
		v.Reopened = same && before.Reopened
		if drifting {
			v = v.since(before)
		}
		switch {
		case now.Open && same && before.Verdict == repro.Drifted:
			action = Update
		case now.Open:
			action = Comment
		case !same:
			action = Reopen
		case !before.Reopened: // somebody closed it, and it drifts still
			action, v.Reopened = Reopen, true
		}
	case r.Verdict == repro.Reproduced && drifting && before.judgedBy(r) && now.moved(r) == "" && now.Widened(r) == "":
		v.Settled, v.Limits, v.Judged, v.Drifted = true, nil, nil, time.Time{}
		switch after := now.with(r, v); {
		case !now.Open: // closed by hand: what drifts next is another drift
			action = Update
		case after.settled():
			action = Close
		default:
			action = Comment // another version drifts still
		}
	case !now.Open, !known && r.Verdict != repro.Reproduced:
	case !known: // what may take the place of the version that drifted
		v.Settled, action = true, Comment
	case before.Verdict != r.Verdict:
		action = Comment
	default:
		action = Update
	}
	if action == Leave {
		return Leave, now.Note
	}
	return action, now.with(r, v)
}

// with is a note that tells of a version as well.
func (n Note) with(r repro.Result, v Version) Note {
	after := Note{Model: r.Model().Name, At: n.At, Versions: maps.Clone(n.Versions)}
	if after.Versions == nil {
		after.Versions = map[string]Version{}
	}
	if r.CheckedAt.After(after.At) {
		after.At = r.CheckedAt
	}
	key := n.entry(r)
	if r.Original.ID != "" { // the entry may lack the run
		delete(after.Versions, key)
		key = keyOf(r)
	}
	after.Versions[key] = v
	after.keepLimits(key)
	for len(after.Versions) > maxVersions {
		oldest := slices.MinFunc(slices.Collect(maps.Keys(after.Versions)), func(a, b string) int {
			return cmp.Or(after.Versions[a].At.Compare(after.Versions[b].At), strings.Compare(a, b))
		})
		delete(after.Versions, oldest)
	}
	return after
}

// keyOf is what a note knows a version by: its name and its original run, for two
// registries may have equal names.
func keyOf(r repro.Result) string {
	if r.Original.ID == "" {
		return r.Model().Version
	}
	return r.Model().Version + "@" + digest([]string{r.Original.ID})
}

// entry is where a note tells of the version of a check. Notes of before had no runs: such
// an entry is that of the first run which is checked. A check that could not tell may know no
// run: it is of the only one that is told of.
func (n Note) entry(r repro.Result) string {
	if _, there := n.Versions[keyOf(r)]; there {
		return keyOf(r)
	}
	var runs []string
	for key := range n.Versions {
		if strings.HasPrefix(key, r.Model().Version+"@") {
			runs = append(runs, key)
		}
	}
	if r.Original.ID == "" && r.Verdict == repro.Unverified && len(runs) == 1 {
		return runs[0]
	}
	return r.Model().Version
}

// settled says whether no version drifts any more.
func (n Note) settled() bool {
	for _, v := range n.Versions {
		if !v.Settled {
			return false
		}
	}
	return true
}

// newVersion is of a drift.
func newVersion(r repro.Result) Version {
	v := Version{Verdict: r.Verdict, At: r.CheckedAt, Limits: limitsOf(r), Drifted: r.CheckedAt,
		Outside: digest(metricNames(r.Comparison.In(repro.StateOutside, repro.StateMissing))), Metrics: digest(judgedOf(r)), Judged: digests(judgedOf(r))}
	var causes []string
	for _, c := range r.Causes {
		if c.Strength != repro.Same && c.Strength != repro.NotRecorded {
			causes = append(causes, c.Factor+" "+c.Name)
		}
	}
	if slices.Sort(causes); len(causes) > 0 {
		v.Cause = digest(causes)
	}
	return v
}

// judgedOf names what the verdict rests on: the metrics, and the model where it counts. A
// check that asks no model closes no drift of one.
func judgedOf(r repro.Result) []string {
	names := metricNames(r.Comparison.Judged())
	if m := r.Comparison.Model; m != nil && m.Tolerance != "" {
		names = append(names, drift.Predictions)
	}
	return names
}

func metricNames(deltas []repro.Delta) (names []string) {
	for _, d := range deltas {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	return names
}

// digest names a list in few characters: an issue's line is short, whatever the
// metrics are called.
func digest(names []string) string {
	sum := sha256.New()
	for _, name := range names {
		sum.Write([]byte(name))
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
