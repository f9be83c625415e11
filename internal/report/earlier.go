package report

import (
	"github.com/reproduce-action/reproduce/internal/repro"
)

// earlier says in one or two sentences how the checks before this one ended:
// when the version last came back, and since when it has not.
func earlier(r repro.Result) string {
	if len(r.Earlier) == 0 {
		return ""
	}
	newest := r.Earlier[len(r.Earlier)-1]
	text := "one earlier check is known, of "
	if len(r.Earlier) > 1 {
		text = number(len(r.Earlier)) + " earlier checks are known, the newest of "
	}
	text += dated(newest) + ": " + string(known3(newest.Verdict)) + "."
	last, drifted := lastOf(r.Earlier, repro.Reproduced), -1
	for i, past := range r.Earlier {
		if i > last && past.Verdict == repro.Drifted {
			drifted = i
			break
		}
	}
	switch {
	case last >= 0 && drifted >= 0:
		text += " It last reproduced on " + day(r.Earlier[last].At) + ", and was first seen drifted on " + day(r.Earlier[drifted].At) + "."
	case drifted >= 0:
		text += " None of them reproduced; first seen drifted on " + day(r.Earlier[drifted].At) + "."
	case last >= 0 && last < len(r.Earlier)-1:
		text += " It last reproduced on " + day(r.Earlier[last].At) + "."
	}
	return text
}

// dated is the day of a check, and where it is known from if that is not the
// report that was saved of it.
func dated(past repro.Past) string {
	if past.From == repro.FromTags {
		return day(past.At) + " (by the version's tags)"
	}
	return day(past.At)
}

func lastOf(earlier []repro.Past, verdict repro.Verdict) int {
	for i := len(earlier) - 1; i >= 0; i-- {
		if earlier[i].Verdict == verdict {
			return i
		}
	}
	return -1
}
