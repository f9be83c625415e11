package repro

import (
	"slices"
	"strings"
	"time"
)

// Tags in which a check leaves its outcome on the model version, when it may
// write back.
const (
	CheckedTag = "reproduce.checked_at"
	VerdictTag = "reproduce.verdict"
)

// FromTags is where a Past is from that the model version's tags tell of.
const FromTags = "tags of the model version"

// A Past is how one earlier check of a model version ended.
type Past struct {
	At      time.Time
	Verdict Verdict
	Reason  Reason
	From    string // the file that tells of it, or FromTags
}

// A Record is an earlier check with what went into its training.
type Record struct {
	Past
	Model    string
	Version  string
	Original string // the run that was to be reproduced
	ID       string // of the attempt
	Run      string // the reproduction's
	Commit   string // whose code was trained
	Params   Params // as the reproduction logged them
	Inputs   []Input
}

// RecordOf keeps of a saved result what a later check wants of it.
func RecordOf(r Result, from string) Record {
	return Record{
		Past:  Past{At: r.CheckedAt, Verdict: r.Verdict, Reason: r.Reason, From: from},
		Model: r.Model().Name, Version: r.Model().Version, Original: r.Original.ID, ID: r.Plan.ID, Run: r.Reproduction.ID,
		Commit: r.Change.Base, Params: r.Reproduction.Params, Inputs: r.Inputs,
	}
}

// A Ledger is what earlier checks of one model version tell. The zero Ledger
// tells nothing.
type Ledger struct {
	Checks []Past  // oldest first
	good   *Record // the newest that reproduced and says what went into it
	newest bool    // no check that reproduced is newer than good
	bad    *Record // the first after good that drifted and says what went into it
	who    string  // "v7", or "it"
	now    time.Time
}

// NewLedger picks the records that tell of earlier checks of r's model version.
// Others' are left out, and so is r itself where it was saved before.
func NewLedger(records []Record, r Result) Ledger {
	l := Ledger{who: "it", now: r.CheckedAt}
	model := r.Model()
	if isDigits(model.Version) && len(model.Version) < 10 {
		l.who = "v" + model.Version
	}
	var known []Record
	for _, record := range records {
		if record.tellsOf(r) && !slices.ContainsFunc(known, func(k Record) bool { return k.same(record) }) {
			known = append(known, record)
		}
	}
	slices.SortStableFunc(known, func(a, b Record) int { return a.At.Compare(b.At) })
	for i, record := range known {
		l.Checks = append(l.Checks, record.Past)
		if record.Verdict == Reproduced && len(record.Inputs) > 0 {
			l.good, l.bad = &known[i], nil
		}
		if record.Verdict == Drifted && len(record.Inputs) > 0 && l.good != nil && l.bad == nil {
			l.bad = &known[i]
		}
	}
	if check, ok := taggedCheck(model); ok && check.At.Before(r.CheckedAt) && !slices.ContainsFunc(known, func(k Record) bool { return k.At.Truncate(time.Second).Equal(check.At) }) {
		l.Checks = append(l.Checks, check)
		slices.SortStableFunc(l.Checks, func(a, b Past) int { return a.At.Compare(b.At) })
	}
	l.newest = l.good != nil && !slices.ContainsFunc(l.Checks, func(c Past) bool { return c.Verdict == Reproduced && c.At.After(l.good.At) })
	return l
}

// tellsOf says whether a record is an earlier check of what r checks. A model
// may have been deleted and made anew under its name: then the run is another.
func (record Record) tellsOf(r Result) bool {
	model := r.Model()
	switch {
	case record.At.IsZero() || !record.At.Before(r.CheckedAt):
		return false
	case record.ID != "" && record.ID == r.Plan.ID, record.Run != "" && record.Run == r.Reproduction.ID:
		return false
	case record.Original != "" && r.Original.ID != "" && record.Original != r.Original.ID:
		return false
	case model.Version != "" && record.Version != "":
		return record.Model == model.Name && record.Version == model.Version
	}
	return record.Original != "" && record.Original == r.Original.ID
}

// same says whether two files tell of one check.
func (record Record) same(other Record) bool {
	return record.At.Equal(other.At) && record.ID == other.ID && record.Run == other.Run
}

// taggedCheck reads what the last check left on the model version. Tags are
// anybody's text: what is not of our form is no check.
func taggedCheck(model ModelVersion) (Past, bool) {
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(model.Tags[CheckedTag]))
	verdict, reason, found := strings.Cut(strings.TrimSpace(model.Tags[VerdictTag]), " (")
	reason, closed := strings.CutSuffix(reason, ")")
	known := slices.Contains([]Verdict{Reproduced, Drifted, Unverified}, Verdict(verdict)) && strings.Trim(reason, "abcdefghijklmnopqrstuvwxyz-") == ""
	if err != nil || !found || !closed || !known {
		return Past{}, false
	}
	return Past{At: at.UTC(), Verdict: Verdict(verdict), Reason: Reason(reason), From: FromTags}, true
}

// since says from when on, as the end of a sentence.
func (l Ledger) since() string {
	if l.newest {
		return "since " + l.who + " last reproduced on " + l.day(l.good.At)
	}
	return "since " + l.who + " reproduced on " + l.day(l.good.At)
}

// when is the day of the check, as the end of a sentence.
func (l Ledger) when() string { return "on " + l.day(l.good.At) + ", when " + l.who + " reproduced" }

// day is a date, with the time where it is the day of this check.
func (l Ledger) day(t time.Time) string {
	const form = "2 Jan 2006"
	if t = t.UTC(); t.Format(form) == l.now.UTC().Format(form) {
		return t.Format(form + " at 15:04 UTC")
	}
	return t.Format(form)
}

// unchanged says whether everything that both checks recorded is as it was,
// and that covers all that differs from the original.
func (l Ledger) unchanged(inputs []Input) bool {
	recorded := false
	for _, input := range inputs {
		if input.Bearing == BearingSeldom || input.Bearing == BearingIdle {
			continue
		}
		if input.Since == SinceChanged || input.Since == SinceLater || input.Since == SinceUnknown && input.State == InputDiffers && input.Kind != KindDerived {
			return false
		}
		recorded = recorded || input.Since == SinceAlready
	}
	return l.good != nil && recorded
}

// sinceRank orders causes of equal strength: what is new since the version
// last reproduced first, what was so then last.
func sinceRank(c Cause) int {
	return map[string]int{SinceChanged: -1, SinceLater: 1, SinceAlready: 2}[c.Since]
}
