package issue

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// result is one check: "R", "D", "U", with what else is said of it.
func result(night int, text string) repro.Result {
	words := strings.Fields(text)
	r := repro.Result{CheckedAt: time.Date(2026, 11, night, 2, 41, 0, 0, time.UTC)}
	r.Plan.Model = repro.ModelVersion{Name: "churn", Version: "7"}
	metrics := map[string]repro.State{"accuracy": repro.StateWithin, "f1": repro.StateWithin}
	switch words[0] {
	case "R":
		r.Verdict = repro.Reproduced
	case "D":
		r.Verdict, metrics["accuracy"] = repro.Drifted, repro.StateOutside
	case "U":
		r.Verdict, metrics = repro.Unverified, nil
	}
	for _, word := range words[1:] {
		switch name, value, _ := strings.Cut(word, "="); name {
		case "version":
			r.Plan.Model.Version = value
		case "outside":
			metrics[value] = repro.StateOutside
		case "run":
			r.Original.ID = value
		case "without":
			delete(metrics, value)
		case "cause":
			r.Causes = []repro.Cause{{Factor: repro.KindData, Name: value, Strength: repro.ConsistentWith}}
		}
	}
	for _, name := range []string{"accuracy", "f1", "loss"} {
		if state, there := metrics[name]; there {
			r.Comparison.Deltas = append(r.Comparison.Deltas, repro.Delta{Name: name, State: state})
		}
	}
	return r
}

// TestDecide has a story a line: each night's check, and what became of the issue.
// "x" is somebody who closes it by hand, "o" who opens it, "again" the same check
// a second time.
func TestDecide(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ story, want string }{
		{"R; R", "leave; leave"},
		{"U", "leave"},
		{"R; D; D; D; R; R", "leave; open; update; update; close; leave"},
		{"D; again", "open; leave"},
		{"D; U; U; D; R", "open; comment; update; comment; close"}, // what cannot tell closes nothing
		{"D; R; D; R", "open; close; reopen; close"},               // another drift, the same issue
		{"D; D outside=f1; D outside=f1", "open; comment; update"},
		{"D cause=train; D cause=test; D cause=test", "open; comment; update"},
		{"D; R version=8; R version=8", "open; comment; update"},                       // another version says nothing of this one
		{"D; D version=8; R version=8; D; R", "open; comment; comment; update; close"}, // one of two drifts still
		{"D; R version=8; D; R version=8; D", "open; comment; update; update; update"}, // two versions, each night
		{"D; R without=f1; R", "open; comment; close"},                                 // fewer metrics are not the same
		{"D; x; D; D; D", "open; ; reopen; update; update"},
		{"D; x; D; x; D; D", "open; ; reopen; ; leave; leave"}, // opened once more, not every night
		{"D; x; D; x; D outside=f1", "open; ; reopen; ; reopen"},
		{"D; x; U; D", "open; ; leave; reopen"},
		{"D; x; R; D; x; D", "open; ; update; reopen; ; reopen"}, // it came back meanwhile: this is another drift
		{"D; R; o; R", "open; close; ; update"},
		{"D run=x; R run=y; R run=y; D run=x; R run=y", "open; comment; update; update; update"}, // equal names in two registries
		{"D run=x; R run=y; R run=x", "open; comment; close"},
		{"D run=x; D run=y; R run=x; R run=x; R run=y", "open; comment; comment; update; close"},
		{"D; D run=x; R run=x", "open; update; close"},              // kept when issues had no runs
		{"D run=x; U; R; R run=x", "open; comment; comment; close"}, // no run is known
		{"D; R run=x; R run=y; D run=y", "open; close; leave; reopen"},
	} {
		var now *Issue
		var got []string
		var last repro.Result
		for i, text := range strings.Split(test.story, "; ") {
			switch text {
			case "x", "o":
				now.Open = text == "o"
				got = append(got, "")
				continue
			case "again":
			default:
				last = result(i+1, text)
			}
			action, note := Decide(now, last)
			got = append(got, string(action))
			switch action {
			case Open, Reopen:
				now = &Issue{Open: true, Note: note}
			case Close:
				now = &Issue{Note: note}
			case Update, Comment:
				now.Note = note
			}
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: %s, want %s", test.story, strings.Join(got, "; "), test.want)
		}
	}
}

// TestDecideTellsOnce: whatever the nights, an open issue means that the drift it
// tells of was not settled, and the same check never does anything twice.
func TestDecideTellsOnce(t *testing.T) {
	t.Parallel()
	letters := []string{"R", "D", "U", "D outside=f1", "R version=8", "x"}
	for n := range 6 * 6 * 6 * 6 * 6 {
		var now *Issue
		opened, drifts, drifted := 0, 0, false
		for night := range 5 {
			text := letters[n%6]
			n /= 6
			if text == "x" {
				if now != nil {
					now.Open = false
				}
				continue
			}
			r := result(night+1, text)
			action, note := Decide(now, r)
			switch action {
			case Open:
				opened++
				now = &Issue{Open: true, Note: note}
			case Reopen:
				now = &Issue{Open: true, Note: note}
			case Close:
				now = &Issue{Note: note}
				if r.Verdict != repro.Reproduced || !note.settled() {
					t.Fatalf("closed by %s", text)
				}
			case Update, Comment:
				now.Note = note
			}
			if r.Verdict == repro.Drifted && !drifted {
				drifts, drifted = drifts+1, true
			}
			if again, _ := Decide(now, r); now != nil && again != Leave {
				t.Fatalf("%s a second time: %s", text, again)
			}
			if r.Verdict == repro.Drifted && now == nil {
				t.Fatalf("a drift without an issue")
			}
		}
		if opened > 1 || opened != drifts {
			t.Fatalf("%d issues opened", opened)
		}
	}
}
