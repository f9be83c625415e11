package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// stateWords are what a person reads; the colour and the mark only help.
var stateWords = map[status.State]string{
	status.New: "Not checked yet", status.Reproduced: "Reproduced", status.Recovered: "Recovered", status.Drifted: "Drifted",
	status.Flaky: "Flaky", status.Widened: "Wider tolerance", status.Unverified: "Not verified", status.Stale: "Stale",
}

// meanings explain the words once.
var meanings = map[status.State]string{
	status.New:        "known, and no check has run",
	status.Reproduced: "the latest check gave the original's metrics",
	status.Recovered:  "it reproduces again since a drift, for fewer than five checks",
	status.Drifted:    "a check gave other metrics, and no later one has ended that",
	status.Flaky:      "the verdict changed three times within ten checks",
	status.Widened:    "it reproduces, by a wider tolerance than it drifted by",
	status.Unverified: "the latest check could not tell",
	status.Stale:      "the latest check did not run, or is too long ago",
}

// unreadWords say that what is below is a part.
const unreadWords = "A part of the past checks could not be read: nobody knows what it says."

// lostWords say that a result is not among what is below.
const lostWords = "A new result could not be read or kept: nobody knows what it says."

// gapWords say what is missing in what is below; none where nothing is.
func gapWords(g repro.HistoryGaps) (sentences []string) {
	if g.Lost {
		sentences = append(sentences, lostWords)
	}
	if g.Unread {
		sentences = append(sentences, unreadWords)
	}
	return sentences
}

// maxNote is how wide a note about what was not read may be.
const maxNote = 600

// noun is what models are: of one model there may be several versions.
func noun(models []Model) string {
	names := map[modelKey]bool{}
	for _, m := range models {
		names[modelKey{repository: m.Repository, name: m.Name}] = true
	}
	if len(names) < len(models) {
		return "model versions"
	}
	return "models"
}

// lead says how all models stand in a sentence, and how many versions it leaves out in
// another.
func lead(models []Model) string {
	switch n := leftOut(models); n {
	case 0:
		return standing(models)
	case 1:
		return standing(models) + " 1 version that is no longer checked, and last reproduced, is not counted."
	default:
		return fmt.Sprintf("%s %d versions that are no longer checked, and last reproduced, are not counted.", standing(models), n)
	}
}

// standing says how the models that are shown stand.
func standing(models []Model) string {
	if len(models) == 0 {
		return "No model was checked yet."
	}
	counts := map[status.State]int{}
	for _, m := range models {
		counts[m.State]++
	}
	green := counts[status.Reproduced] + counts[status.Recovered]
	if green == len(models) {
		if green == 1 {
			return "The one model reproduces."
		}
		return fmt.Sprintf("All %d %s reproduce.", green, noun(models))
	}
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{counts[status.Drifted], "has drifted", "have drifted"}, {counts[status.Flaky], "is flaky", "are flaky"},
		{counts[status.Unverified], "could not be verified", "could not be verified"},
		{counts[status.Widened], "reproduces by a wider tolerance", "reproduce by a wider tolerance"},
		{counts[status.Stale], "is stale", "are stale"}, {counts[status.New], "was never checked", "were never checked"},
	} {
		if p.n > 0 {
			words := p.many
			if p.n == 1 {
				words = p.one
			}
			parts = append(parts, strconv.Itoa(p.n)+" "+words)
		}
	}
	if len(models) == 1 {
		return "The one model " + strings.TrimPrefix(parts[0], "1 ") + "."
	}
	verb := "reproduce"
	if green == 1 {
		verb = "reproduces"
	}
	return fmt.Sprintf("%d of %d %s %s; %s.", green, len(models), noun(models), verb, wording.List(parts))
}

// ofRun tells one of two versions of a number from the other.
func (m Model) ofRun() string {
	if m.Run == "" {
		return ""
	}
	return "run " + printable.OneLine(m.Run, 12)
}

// lateWords say that nothing here is of the latest night.
const lateWords = "The latest night did not run: what is below is older than it should be."

// asOf stands before what was so when the last check ran.
func asOf(last, now time.Time) string { return "As of " + soon(last, now) + ":" }

// since is from when on a model is in its state, or what else there is to say.
func since(m Model) string {
	switch {
	case m.State == status.New && m.Missed:
		return "its check did not run"
	case m.State == status.Stale && m.Missed:
		return "did not run on " + day(m.Since)
	case m.State == status.Stale:
		return "last checked on " + day(m.Since)
	case m.Since.IsZero():
		return ""
	}
	return "since " + day(m.Since)
}

// began is since in a column of that heading.
func began(m Model, now time.Time) string {
	switch {
	case m.State == status.New && m.Missed:
		return "its check did not run"
	case m.Since.IsZero():
		return ""
	}
	return soon(m.Since, now)
}

// before is the latest verdict of a model whose state is none, or what else made its state.
func before(m Model, now time.Time) string {
	switch {
	case m.State == status.Widened:
		return "drifted " + soon(m.Status.Widened.Drift, now)
	case m.State == status.Drifted && m.Unsure:
		return m.unsure()
	case !slices.Contains([]status.State{status.Stale, status.Unverified, status.Flaky}, m.State):
		return ""
	}
	switch m.Verdict {
	case repro.Reproduced:
		return "reproduced " + soon(m.Decided, now)
	case repro.Drifted:
		return "drifted " + soon(m.Decided, now)
	}
	return "never verified"
}

// unsure says of a drift what came after it.
func (m Model) unsure() string {
	if m.lost() {
		return "a newer check is damaged"
	}
	return "last check could not verify"
}

// stateAndBefore is a state in a table, with the latest verdict where the state is none.
func stateAndBefore(m Model, now time.Time) string {
	if last := before(m, now); last != "" {
		return string(m.State) + ", " + last
	}
	return string(m.State)
}

// numbersFirst parts a summary into what came out, and what is not known of it: of
// many models the reader wants to know first which metrics are outside, and why.
func numbersFirst(summary string) (numbers, unknown string) { return judge.WithoutSpread(summary) }

// unsaid is a text where another does not say the same already; else "".
func unsaid(text, said string) string {
	if strings.Contains(said, strings.TrimSuffix(text, ".")) {
		return ""
	}
	return text
}

// latestOutside is outside of the latest check, or of the one before where it did not
// run; "" where the latest could not tell. Of a drift that goes on it is that of the drift.
func latestOutside(m Model) (text string, n int) {
	if latest := m.Latest(); latest != nil && latest.Verdict == repro.Unverified && m.State != status.Drifted {
		return "", 0
	}
	return outside(m.Judged())
}

// outside counts metrics, as "1 / 4"; "" where none was judged.
func outside(c *repro.Check) (text string, n int) {
	if c == nil {
		return "", 0
	}
	judged := 0
	for _, m := range c.Metrics {
		switch m.State {
		case repro.StateOutside, repro.StateMissing:
			n++
			judged++
		case repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateNoise, repro.StateUndecided:
			judged++
		}
	}
	if judged == 0 {
		return "", 0
	}
	return fmt.Sprintf("%d / %d", n, judged), n
}

// charted says which checks a chart has.
func charted(checks []repro.Check, now time.Time) string {
	checks = checks[max(0, len(checks)-stripChecks):]
	if len(checks) == 0 {
		return ""
	}
	from, to := soon(checks[0].At, now), soon(checks[len(checks)-1].At, now)
	switch {
	case len(checks) == 1:
		return "last check, " + to
	case from == to:
		return fmt.Sprintf("last %d checks, all of %s", len(checks), to)
	}
	return fmt.Sprintf("last %d checks, %s to %s", len(checks), from, to)
}

// soon is a day, without its year where that goes without saying.
func soon(t, now time.Time) string {
	if age := now.Sub(t); age >= 0 && age < 300*24*time.Hour {
		return t.UTC().Format("2 Jan")
	}
	return day(t)
}

// clock is soon with the time of day, UTC.
func clock(t, now time.Time) string { return soon(t, now) + t.UTC().Format(" 15:04") }

func day(t time.Time) string { return t.UTC().Format("2 Jan 2006") }

func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04 UTC") }

// ago is an age as people say it.
func ago(d time.Duration) string {
	switch {
	case d < 0:
		return "in the future"
	case d < time.Hour:
		return wording.Count(int(d/time.Minute), "minute", "minutes") + " ago"
	case d < 48*time.Hour:
		return wording.Count(int(d/time.Hour), "hour", "hours") + " ago"
	}
	return wording.Count(int(d/(24*time.Hour)), "day", "days") + " ago"
}

// verdictWord is one check's.
func verdictWord(c repro.Check) string {
	switch c.Verdict {
	case repro.Reproduced, repro.Drifted:
		return string(c.Verdict)
	case repro.Unverified:
		return "not verified"
	}
	return "did not run"
}
