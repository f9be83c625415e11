package params

import (
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Moments in a value: when a run's program ran, in the ways in which programs write it.

// zone is how far a clock without a time zone may be from ours.
const zone = 14 * time.Hour

// within says whether a text is a time of day while the run's program ran. A
// date alone is none: it may be an input, the last day of the data.
func within(text string, run repro.Run) bool {
	if run.Started.IsZero() {
		return false
	}
	from, to := run.Started.Add(-2*time.Hour), run.Ended.Add(5*time.Minute)
	if run.Ended.IsZero() {
		to = run.Started.Add(24 * time.Hour)
	}
	at, zoned, ok := clock(text, run.Started)
	if !zoned {
		from, to = from.Add(-zone), to.Add(zone)
	}
	return ok && at.After(from) && at.Before(to)
}

// clock reads a moment: digits alone are seconds or milliseconds since 1970, or
// a date and a time run together. One that names its month and no year, as
// TensorBoard's directories do, is taken for the run's year.
func clock(text string, started time.Time) (at time.Time, zoned, ok bool) {
	whole, _, _ := strings.Cut(text, ".")
	if n, err := strconv.ParseInt(whole, 10, 64); err == nil && len(whole) == 10 {
		return time.Unix(n, 0), true, true
	} else if err == nil && len(whole) == 13 {
		return time.UnixMilli(n), true, true
	}
	if at, ok := worded(text, started); ok {
		return at, false, true
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	if len(digits) == 12 { // without seconds
		digits += "01"
	}
	if len(digits) < 14 {
		return time.Time{}, false, false
	}
	at, err := time.Parse("20060102150405", digits[:14])
	midnight := at.Equal(at.Truncate(24 * time.Hour))
	return at, strings.HasSuffix(text, "Z"), err == nil && !midnight
}

// worded reads a moment that names its month: Sat Nov 28 22:10:05 2026 of Python's
// ctime, Nov28_22-10-05_host of TensorBoard.
func worded(text string, started time.Time) (time.Time, bool) {
	if at, err := time.Parse("Mon Jan _2 15:04:05 2006", text); err == nil {
		return at, true
	}
	if len(text) < len("Nov28_22-10-05") {
		return time.Time{}, false
	}
	at, err := time.Parse("Jan02_15-04-05", text[:len("Nov28_22-10-05")])
	return at.AddDate(started.Year(), 0, 0), err == nil
}
