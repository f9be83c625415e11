package cause

import (
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Tags in which a check leaves its outcome on the model version, when it may
// write back.
const (
	CheckedTag = "reproduce.checked_at"
	VerdictTag = "reproduce.verdict"
)

// RecordOf keeps of a saved result what a later check wants of it.
func RecordOf(r repro.Result, from string) repro.Record {
	var runs []repro.Metrics
	if r.Reproduction.From == "" || len(r.Plan.Metrics.Map) == 0 {
		for _, run := range append([]repro.Run{r.Reproduction}, r.Repeats...) {
			runs = append(runs, run.Metrics)
		}
	}
	return repro.Record{
		Runs:  runs,
		Past:  repro.Past{At: r.CheckedAt, Verdict: r.Verdict, Reason: r.Reason, From: from},
		Model: r.Model().Name, Version: r.Model().Version, Original: r.Original.ID, ID: r.Plan.ID, Run: r.Reproduction.ID,
		Commit: r.Change.Base, Params: r.Reproduction.Params, Inputs: r.Inputs,
	}
}

// EarlierReproductions are the metrics of the re-runs of earlier checks of r's
// original that reproduced it with the code of commit: as good as further
// originals. A check is counted once.
func EarlierReproductions(records []repro.Record, r repro.Result, commit string) []repro.Metrics {
	var counted []repro.Record
	var runs []repro.Metrics
	for _, record := range records {
		if record.Verdict != repro.Reproduced || record.Reason == repro.WithinTolerance || record.Commit != commit || !tellsOf(record, r) || slices.ContainsFunc(counted, func(c repro.Record) bool { return same(c, record) }) {
			continue
		}
		counted = append(counted, record)
		runs = append(runs, record.Runs...)
	}
	return runs
}

// A Ledger is what earlier checks of one model version tell. The zero Ledger
// tells nothing.
type Ledger struct {
	Checks  []repro.Past   // oldest first
	Records []repro.Record // those of them that are known by more than a tag
	good    *repro.Record  // the newest that reproduced and says what went into it
	newest  bool           // no check that reproduced is newer than good
	bad     *repro.Record  // the first after good that drifted and says what went into it
	who     string         // "v7", or "it"
	now     time.Time
}

// NewLedger picks the records that tell of earlier checks of r's model version.
// Others' are left out, and so is r itself where it was saved before.
func NewLedger(records []repro.Record, r repro.Result) Ledger {
	l := Ledger{who: "it", now: r.CheckedAt}
	model := r.Model()
	if wording.IsDigits(model.Version) && len(model.Version) < 10 {
		l.who = "v" + model.Version
	}
	var known []repro.Record
	for _, record := range records {
		if tellsOf(record, r) && !slices.ContainsFunc(known, func(k repro.Record) bool { return same(k, record) }) {
			known = append(known, record)
		}
	}
	order.Stable(known, func(a, b repro.Record) int { return a.At.Compare(b.At) })
	l.Records = known
	for i, record := range known {
		l.Checks = append(l.Checks, record.Past)
		if record.Verdict == repro.Reproduced && len(record.Inputs) > 0 {
			l.good, l.bad = &known[i], nil
		}
		if record.Verdict == repro.Drifted && len(record.Inputs) > 0 && l.good != nil && l.bad == nil {
			l.bad = &known[i]
		}
	}
	if check, ok := taggedCheck(model); ok && check.At.Before(r.CheckedAt) && !slices.ContainsFunc(known, func(k repro.Record) bool { return k.At.Truncate(time.Second).Equal(check.At) }) {
		l.Checks = append(l.Checks, check)
		order.Stable(l.Checks, func(a, b repro.Past) int { return a.At.Compare(b.At) })
	}
	l.newest = l.good != nil && !slices.ContainsFunc(l.Checks, func(c repro.Past) bool { return c.Verdict == repro.Reproduced && c.At.After(l.good.At) })
	return l
}

// OfOriginal picks all other checks of r's original, whatever they are dated, oldest first: a
// clock may be behind.
func OfOriginal(records []repro.Record, r repro.Result) (others []repro.Record) {
	for _, record := range records {
		if isOf(record, r) && !slices.ContainsFunc(others, func(o repro.Record) bool { return same(o, record) }) {
			others = append(others, record)
		}
	}
	order.Stable(others, func(a, b repro.Record) int { return a.At.Compare(b.At) })
	return others
}

// OfVersion are those of OfOriginal that were made by r's name: another may have tolerances of
// its own, and does not say how this version stands.
func OfVersion(records []repro.Record, r repro.Result) []repro.Record {
	return slices.DeleteFunc(OfOriginal(records, r), func(record repro.Record) bool {
		return record.Model != r.Model().Name || record.Version != r.Model().Version
	})
}

// tellsOf says whether a record is an earlier check of what r checks.
func tellsOf(record repro.Record, r repro.Result) bool {
	return record.At.Before(r.CheckedAt) && isOf(record, r)
}

// isOf says whether a record is another check of what r checks: of the same original run, by
// whatever name it was checked. A model may have been deleted and made anew under its name:
// then the run is another.
func isOf(record repro.Record, r repro.Result) bool {
	model := r.Model()
	switch {
	case record.At.IsZero():
		return false
	case record.ID != "" && record.ID == r.Plan.ID, record.Run != "" && record.Run == r.Reproduction.ID:
		return false
	case record.Original != "" && r.Original.ID != "":
		return record.Original == r.Original.ID
	}
	return model.Version != "" && record.Model == model.Name && record.Version == model.Version
}

// same says whether two files tell of one check.
func same(record repro.Record, other repro.Record) bool {
	return record.At.Equal(other.At) && record.ID == other.ID && record.Run == other.Run
}

// taggedCheck reads what the last check left on the model version. Tags are
// anybody's text: what is not of our form is no check.
func taggedCheck(model repro.ModelVersion) (repro.Past, bool) {
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(model.Tags[CheckedTag]))
	verdict, reason, found := strings.Cut(strings.TrimSpace(model.Tags[VerdictTag]), " (")
	reason, closed := strings.CutSuffix(reason, ")")
	known := slices.Contains([]repro.Verdict{repro.Reproduced, repro.Drifted, repro.Unverified}, repro.Verdict(verdict)) && strings.Trim(reason, "abcdefghijklmnopqrstuvwxyz-") == ""
	if err != nil || !found || !closed || !known {
		return repro.Past{}, false
	}
	return repro.Past{At: at.UTC(), Verdict: repro.Verdict(verdict), Reason: repro.Reason(reason), From: repro.FromTags}, true
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
func (l Ledger) unchanged(inputs []repro.Input) bool {
	recorded := false
	for _, input := range inputs {
		if input.Bearing == repro.BearingSeldom || input.Bearing == repro.BearingIdle {
			continue
		}
		if input.Since == SinceChanged || input.Since == SinceLater || input.Since == SinceUnknown && input.State == repro.InputDiffers && input.Kind != repro.KindDerived {
			return false
		}
		recorded = recorded || input.Since == SinceAlready
	}
	return l.good != nil && recorded && !l.otherRead(inputs)
}

// sinceRank orders causes of equal strength: what is new since the version
// last reproduced first, what was so then last.
func sinceRank(c repro.Cause) int {
	return map[string]int{SinceChanged: -1, SinceLater: 1, SinceAlready: 2}[c.Since]
}
