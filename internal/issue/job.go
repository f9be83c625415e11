package issue

import "github.com/reproduce-action/reproduce/internal/repro"

// This file decides once for all checks of a model that one job tells of.

// A Mention is a check that a comment tells of.
type Mention struct {
	repro.Result
	Beside string // that a wider tolerance alone ended its drift, or that another original did not; "" for any other
}

// DecideAll gives what to do after checks of one model, oldest first, what the issue is to
// keep then, and the checks that a comment tells of. An issue is closed or opened once, by
// how it stands after all of them.
func DecideAll(now *Issue, results []repro.Result) (action Action, note Note, told []Mention) {
	after, changed := now, false
	for _, r := range results {
		a, note := Decide(after, r)
		if a == Leave {
			continue
		}
		changed = true
		if a != Update {
			told = append(told, Mention{r, beside(after, r)})
		}
		open := a == Open || a == Reopen || after != nil && after.Open && a != Close
		after = &Issue{Open: open, Note: note}
	}
	wasOpen := now != nil && now.Open
	switch {
	case !changed:
		if now != nil {
			note = now.Note
		}
		return Leave, note, nil
	case now == nil && !after.Open: // it drifted and is back: nothing is left to do
		return Leave, Note{}, nil
	case now == nil:
		action = Open
	case wasOpen && !after.Open:
		action = Close
	case !wasOpen && after.Open:
		action = Reopen
	case wasOpen && len(told) > 0:
		action = Comment
	default:
		action, told = Update, nil
	}
	return action, after.Note, told
}

func beside(now *Issue, r repro.Result) string {
	if now == nil {
		return ""
	}
	if moved := now.moved(r); moved != "" {
		return moved
	}
	if widened := now.Widened(r); widened != "" {
		return widened + " This issue stays open: close it where that is meant."
	}
	return ""
}

// Shown is the check whose report an issue has as its text: the latest that drifted, or the
// latest of all.
func Shown(results []repro.Result) repro.Result {
	for i := len(results) - 1; i >= 0; i-- {
		if results[i].Verdict == repro.Drifted {
			return results[i]
		}
	}
	return results[len(results)-1]
}
