package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// day gives a date as "2 Mar 2026", in UTC; "" for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 Jan 2006")
}

// moment gives a time as "23 Nov 2026 02:41 UTC"; "" for the zero time.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 Jan 2006 15:04 UTC")
}

// span gives a duration as people read it: under 0.1s, 0.4s, 48s, 12m03s, 2h05m, 3d04h.
func span(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return "under 0.1s"
	case d < 10*time.Second:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Truncate(100*time.Millisecond).Seconds()), ".0") + "s"
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d/time.Second%60)
	case d < 24*time.Hour:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d/time.Minute%60)
	default:
		return fmt.Sprintf("%dd%02dh", d/(24*time.Hour), d/time.Hour%24)
	}
}

// Lengths at which git and MLflow's pages show their names.
const (
	commitLength = 7
	runLength    = 8
)

// shortCommit gives a commit as git's short form; other text as it is.
func shortCommit(commit string) string {
	if len(commit) >= 40 && gitformat.IsHex(commit) {
		return commit[:commitLength]
	}
	return printable.Middle(commit, 40)
}

// shortRun gives the first characters of an MLflow run id; other text as it is.
func shortRun(id string) string {
	if len(id) == 32 && gitformat.IsHex(id) {
		return id[:runLength]
	}
	return printable.Middle(id, 40)
}

// shortPair shortens the digests in two texts that are shown side by side, and
// no further than they still differ.
func shortPair(a, b string) (string, string) {
	for length := runLength; length < 128; length *= 2 {
		x, y := shortDigests(a, length), shortDigests(b, length)
		if x != y || a == b {
			return x, y
		}
	}
	return a, b
}

// shortDigests cuts every word of 32 or more hexadecimal digits to length. What
// DVC says of a directory behind them stays.
func shortDigests(text string, length int) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		if bare := strings.TrimSuffix(strings.TrimRight(word, ",;"), ".dir"); len(bare) >= 32 && len(bare) > length && gitformat.IsHex(bare) {
			words[i] = bare[:length] + word[len(bare):]
		}
	}
	return strings.Join(words, " ")
}
