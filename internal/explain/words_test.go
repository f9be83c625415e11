package explain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// TestSentence: every end of a search has a sentence of its own, and only what is
// established is called a cause.
func TestSentence(t *testing.T) {
	t.Parallel()
	factors := []repro.Factor{{Kind: repro.KindCode, Name: "train.py"}, {Kind: repro.KindData, Name: "data/a.csv"}, {Kind: repro.KindParams, Name: "lr (params.yaml)"}}
	ends := map[repro.Conclusion][]repro.ExperimentWhy{
		repro.CauseEstablished: {repro.WhyBoth},
		repro.CauseIsolated:    {repro.WhyNotLost, repro.WhyBreakFailed, repro.WhyInseparable, repro.WhyRepeatFailed, repro.WhySpent},
		repro.CauseUnknown: {repro.WhyNoFactors, repro.WhyTodayBack, repro.WhyTodayFailed, repro.WhyNotRestored, repro.WhyRestoredFailed,
			repro.WhyVaries, repro.WhySpent},
	}
	said := map[string]bool{}
	for conclusion, whys := range ends {
		for _, why := range whys {
			for _, cause := range [][]int{{1}, {0, 2}} {
				if conclusion == repro.CauseUnknown {
					cause = nil
				}
				text := Sentence(repro.Experiment{Conclusion: conclusion, Why: why, Detail: "exit status 1", Factors: factors, Cause: cause})
				if said[text] && cause != nil {
					t.Errorf("%s (%s): said of another end too: %s", conclusion, why, text)
				}
				said[text] = true
				if strings.Contains(text, "aused by") != (conclusion == repro.CauseEstablished) {
					t.Errorf("%s (%s): %s", conclusion, why, text)
				}
				for _, i := range cause {
					if !strings.Contains(text, wording.OfKind(factors[i].Kind, factors[i].Name)) {
						t.Errorf("%s (%s): %q does not name %s", conclusion, why, text, factors[i].Name)
					}
				}
			}
		}
	}
	if len(said) != 2+10+7 {
		t.Errorf("%d sentences", len(said))
	}
}

// TestSentence_each: where each of two factors makes the metrics drift by itself, that is said, and
// not that it takes both; and where a third has to take part, that is said, and it is not ruled out.
func TestSentence_each(t *testing.T) {
	t.Parallel()
	factors := []repro.Factor{{Kind: repro.KindCode, Name: "a.py"}, {Kind: repro.KindCode, Name: "b.py"}, {Kind: repro.KindCode, Name: "c.py"}}
	for name, c := range map[string]struct {
		back  func(restored experiment.Set) bool
		said  string
		cause experiment.Set
		other repro.FactorFinding
	}{
		"each alone": {func(s experiment.Set) bool { return s.Has(0) && s.Has(1) }, "code b.py, each enough by itself: restoring all of them", experiment.SetOf(0, 1), repro.FactorRuledOut},
		"any two":    {func(s experiment.Set) bool { return s.Len() > 1 }, "With all restored but one (code b.py, code c.py) they come back, so something else that differs takes part.", experiment.SetOf(1, 2), repro.FactorOpen},
	} {
		finding, err := experiment.Search(3, 0, func(restored experiment.Set, _ bool) (experiment.Seen, error) {
			if c.back(restored) {
				return experiment.Seen{Outcome: repro.TrialBack, Print: "original"}, nil
			}
			return experiment.Seen{Outcome: repro.TrialLost, Print: fmt.Sprint("lost ", restored)}, nil
		})
		e := repro.Experiment{Conclusion: finding.Conclusion, Why: finding.Why, Factors: factors, Cause: finding.Cause.Factors()}
		for _, trial := range finding.Trials {
			e.Trials = append(e.Trials, repro.Trial{Restored: trial.Restored.Factors(), Outcome: trial.Outcome, Print: trial.Print})
		}
		text := Sentence(e)
		other := findingOf(finding, 3, (experiment.All(3) &^ c.cause).Factors()[0])
		if err != nil || finding.Cause != c.cause || !strings.Contains(text, c.said) || strings.Contains(text, "together") || other != c.other {
			t.Errorf("%s: %v, %v: %s; the other is %s", name, err, finding.Cause.Factors(), text, other)
		}
	}
}

// TestSentence_apart: where today's history does not go through the original's commit, it is
// said what was done, and why no commit is named.
func TestSentence_apart(t *testing.T) {
	t.Parallel()
	e := repro.Experiment{Conclusion: repro.CauseEstablished, Original: "0000000000", Cause: []int{0}, Factors: []repro.Factor{{Kind: repro.KindCode, Name: "train.py"}}}
	tried := func(outcome repro.TrialOutcome) []repro.CommitTrial {
		return []repro.CommitTrial{{Step: "cccccccccc", Trial: repro.Trial{Outcome: outcome}}}
	}
	for want, b := range map[string]repro.Bisect{
		"have nothing in common.":                                                                 {Apart: true},
		"on another line since ccccccc, and the budget was spent.":                                {Apart: true, Back: "cccccccccc", Spent: true},
		"on another line since ccccccc, and as in that one the training gives no proven numbers.": {Apart: true, Back: "cccccccccc", Trials: tried(repro.TrialUnresolved)},
		"on another line since ccccccc, and as in that one the metrics drift. See what today's line never had: git log ccccccc..0000000": {Apart: true, Back: "cccccccccc", Trials: tried(repro.TrialLost)},
		"It came with commit aaaaaaa: as in ccccccc the metrics come back, as in aaaaaaa they drift.":                                    {Apart: true, Back: "cccccccccc", Steps: []string{"aaaaaaaaaa"}, Lost: "aaaaaaaaaa"},
	} {
		e.Bisect = &b
		if text := Sentence(e); !strings.HasSuffix(text, want) {
			t.Errorf("%q, want %q", text, want)
		}
	}
}

// TestSentence_commits: where several files are the cause, one that came later may drift by
// itself, and the last commit cannot.
func TestSentence_commits(t *testing.T) {
	t.Parallel()
	e := repro.Experiment{Conclusion: repro.CauseEstablished, Original: "0000000000", Cause: []int{0, 1}, Factors: []repro.Factor{{Kind: repro.KindCode, Name: "train.py"}, {Kind: repro.KindFile, Name: "a.json"}}}
	for want, lost := range map[string]string{
		"It came with commit aaaaaaa: as in 0000000 the metrics come back, as in aaaaaaa they drift. A later one may do the same: not all were trained.": "aaaaaaaaaa",
		"It came with commit bbbbbbb: as in aaaaaaa the metrics come back, as in bbbbbbb they drift.":                                                    "bbbbbbbbbb",
	} {
		e.Bisect = &repro.Bisect{Steps: []string{"aaaaaaaaaa", "bbbbbbbbbb"}, Back: e.Original, Lost: lost}
		if lost == "bbbbbbbbbb" {
			e.Bisect.Back = "aaaaaaaaaa"
		}
		if got := Sentence(e); !strings.HasSuffix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestSentence_commit: a commit is named alone where it is the one, and as a range else.
func TestSentence_commit(t *testing.T) {
	t.Parallel()
	steps := []string{"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"}
	e := repro.Experiment{Conclusion: repro.CauseEstablished, Original: "0000000000", Cause: []int{0}, Factors: []repro.Factor{{Kind: repro.KindCode, Name: "train.py"}}}
	for want, b := range map[string]*repro.Bisect{
		"loses them.": nil,
		"It came with commit aaaaaaa: as in 0000000 the metrics come back, as in aaaaaaa they drift. A later one may do the same: not all were trained.": {Steps: steps, Back: e.Original, Lost: steps[0]},
		"It came with commit aaaaaaa: as in 0000000 the metrics come back, as in aaaaaaa they drift.": {Steps: steps, Back: e.Original, Lost: steps[0], Trials: []repro.CommitTrial{
			{Step: steps[0], Trial: repro.Trial{Outcome: repro.TrialLost}}, {Step: steps[1], Trial: repro.Trial{Outcome: repro.TrialLost}},
		}},
		"It came with commit ccccccc: as in bbbbbbb the metrics come back, as in ccccccc they drift.": {Steps: steps, Back: steps[1], Lost: steps[2], Spent: true},
		"after commit 0000000, up to ccccccc: the budget was spent before the commit was found.":      {Steps: steps, Back: e.Original, Lost: steps[2], Spent: true},
		"after commit aaaaaaa, up to ccccccc: a commit in between came out both ways.":                {Steps: steps, Back: steps[0], Lost: steps[2], Varies: true},
		"after commit aaaaaaa, up to ccccccc: those in between give no proven numbers.":               {Steps: steps, Back: steps[0], Lost: steps[2]},
	} {
		e.Bisect = b
		if got := Sentence(e); !strings.HasSuffix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
