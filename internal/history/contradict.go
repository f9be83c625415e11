package history

import (
	"errors"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// This file holds what two files say of one check against each other: a check that somebody
// changed beside its report, or a report that somebody changed beside its check.

// contradict says whether two files of one check say different things of its model.
func contradict(a, b repro.Check) bool {
	return a.Verdict != b.Verdict || a.Reason != b.Reason || a.Original != b.Original || a.Run != b.Run || a.Models != b.Models ||
		!slices.EqualFunc(a.Metrics, b.Metrics, func(x, y repro.CheckedMetric) bool {
			return x.Name == y.Name && x.State == y.State && x.Tolerance == y.Tolerance &&
				repro.SameNumber(x.Original, y.Original) && repro.SameNumber(x.Reproduced, y.Reproduced)
		})
}

// contradicted names a check that says otherwise than the one that is at p, and keeps one of
// them: of a report and what has its digest the report, and of any others the worse. It says
// whether a whole report was kept for c.
func (r *Reader) contradicted(p placed, c repro.Check, whole bool) bool {
	before := &r.checks[p.index]
	ofReport := before.Report != "" && before.Report == c.Report && p.whole != whole
	switch {
	case ofReport && p.whole:
		r.refuse(c.From, errNotItsReport)
		return false
	case ofReport:
		r.refuse(before.From, errNotItsReport)
	default:
		r.refuse(c.From, fmt.Errorf("says otherwise than %s of the same check: one of the two was changed; take that one away", before.From))
		if status.Compare(c.Past, before.Past) <= 0 {
			return false
		}
	}
	repository := before.Repository
	r.share(&c)
	*before = c
	before.Repository = repository
	return whole
}

var errNotItsReport = errors.New("not what the report says that it has the digest of; add that report.json again")

// Changed says why a file of a history is not the check that is to be added in its place:
// it is damaged, or was changed.
func (f File) Changed(text []byte) error {
	if err := Damaged(f.Path, text); err != nil {
		return err
	}
	there, err := Decode(text)
	if err != nil { // of another version of reproduce
		return nil
	}
	if ours, err := Decode(f.Data); err == nil && contradict(there, ours) {
		return errNotItsReport
	}
	return nil
}
