package explain

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
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
					if !strings.Contains(text, factors[i].Kind+" "+factors[i].Name) {
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
		"The first commit to drift is aaaaaaa: as in 0000000 the metrics come back, as in aaaaaaa they drift. Later ones may do the same.": "aaaaaaaaaa",
		"It came with commit bbbbbbb: as in aaaaaaa the metrics come back, as in bbbbbbb they drift.":                                      "bbbbbbbbbb",
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
		"It came with commit aaaaaaa: as in 0000000 the metrics come back, as in aaaaaaa they drift.": {Steps: steps, Back: e.Original, Lost: steps[0]},
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
