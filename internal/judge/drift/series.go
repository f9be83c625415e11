package drift

import (
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Series is the checks of one original run, oldest first: what its metrics were, and which
// drifts go on. It is the only place that says what ends a drift. The zero Series has none.
type Series struct {
	firsts Firsts
	open   drifts
}

// An Assessment is what a check is worth by those before it.
type Assessment struct {
	Moved   []Moved   // metrics of the original that were others
	Left    []string  // of a check that reproduces: metrics that drifted, or were judged beside them, and are not now
	Drifted time.Time // of those, when it was seen last
	Ahead   time.Time // of a check that reproduces: of a drift that is dated no earlier; zero where there is none
	Widening
}

// Shows says of a check that reproduces whether it shows that the version came back.
func (s Assessment) Shows() bool { return len(s.Moved)+len(s.Left) == 0 && s.Ahead.IsZero() }

// Add takes the next check and says what it is worth. A drift is over where a check reproduces,
// judges what was judged when it was seen, and is within what was allowed then.
func (s *Series) Add(r repro.Record) (now Assessment) {
	for _, m := range r.Metrics {
		if moved, other := s.firsts.Moved(r.Original, m); other {
			now.Moved = append(now.Moved, moved)
		}
	}
	switch r.Verdict {
	case repro.Drifted:
		s.open.add(r)
	case repro.Reproduced:
		now.Left, now.Widening = s.open.held(r)
		now.Drifted = s.open.last()
		if last := s.open.last(); !last.IsZero() && !last.Before(r.At) {
			now.Ahead = last
		}
		if now.Shows() && now.Words() == "" {
			s.open = drifts{}
		}
	}
	if r.Verdict != repro.Unverified || len(now.Moved) == 0 { // who found that it was changed does not vouch for it
		s.firsts.Add(r)
	}
	return now
}

// Knows takes values that an original had, of which no check tells.
func (s *Series) Knows(r repro.Record) { s.firsts.Add(r) }

// MarkMoved is that of Firsts, by all checks so far.
func (s *Series) MarkMoved(original string, c repro.Comparison) (marked repro.Comparison, moved []Moved) {
	return s.firsts.MarkMoved(original, c)
}

// Gone is that of Firsts, by all checks so far.
func (s *Series) Gone(original repro.Run, policy repro.MetricPolicy) []Moved {
	return s.firsts.Gone(original, policy)
}

// Doubt says why a check that reproduced does not show that the version came back; "" where it
// does.
func (s Assessment) Doubt() string {
	switch {
	case len(s.Moved) > 0:
		return "The original is another than it was: " + MovedWords(s.Moved) + "."
	case len(s.Left) > 0:
		return "This does not end the drift of " + s.Drifted.UTC().Format("2 Jan 2006") + ": not judged now, and judged then: " + wording.ListUpTo(s.Left, 3) + "."
	}
	return ""
}
