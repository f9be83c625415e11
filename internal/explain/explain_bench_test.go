//go:build more

package explain

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// BenchmarkExplain_begins makes one search with trials that are ended early, and the same
// without, of a training of 40 epochs of 0.2 s, and a bisect over 64 commits. What it
// measures are epochs, as the training itself counts them.
func BenchmarkExplain_begins(b *testing.B) {
	for b.Loop() {
		today := many(10, "other")
		today["part04.py"] = "SHIFT = 0.5\n"
		original := many(10, "this")
		original["part04.py"] = "SHIFT = 0.0\n"
		for name, text := range original {
			if name != "part04.py" {
				original[name], today[name] = "WORDS = "+quoted(text)+"\n", "WORDS = "+quoted(today[name])+"\n"
			}
		}
		reads := strings.Replace(projectFile(b, "helper.py"), "import math", "import math\nimport "+strings.Join(modules(10), ", "), 1)
		original["helper.py"] = strings.Replace(reads, "(7.3 + lr)", "(7.3 + lr) + part04.SHIFT", 1)
		s, epochs := newCurveStage(b, original, today, "PAUSE=0.2")
		for i := range 64 {
			commitFiles(b, s.dir, map[string]string{"part04.py": fmt.Sprintf("SHIFT = %v # %d\n", map[bool]float64{true: 0.5}[i >= 20], i)})
		}
		saved := s.check()
		budget := Budget{Trainings: 200, Time: time.Hour}
		var computed [2]float64
		for i, change := range []func(*Search){func(*Search) {}, func(search *Search) { search.curves = nil }} {
			atBisect := 0
			epochs()
			result := s.explainTo(saved, budget, func(kept repro.Result) error {
				if kept.Experiment.Conclusion == repro.CauseEstablished && atBisect == 0 {
					atBisect = epochs()
				}
				return nil
			}, change)
			if e := result.Experiment; e.Conclusion != repro.CauseEstablished || strings.Join(causeNames(e), ",") != "code part04.py" {
				b.Fatalf("%s %q: %s", e.Conclusion, causeNames(e), result.Diagnosis)
			}
			e := result.Experiment
			computed[i] = float64(atBisect)
			kind := []string{"early", "whole"}[i]
			b.ReportMetric(float64(atBisect), kind+"-epochs")
			b.ReportMetric(float64(len(e.Trials)), kind+"-trials")
			b.ReportMetric(float64(epochs()), kind+"-bisect-epochs")
			b.ReportMetric(float64(len(e.Bisect.Trials)), kind+"-bisect-trials")
		}
		b.ReportMetric(computed[0]/computed[1], "share")
	}
}

func modules(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("part%02d", i))
	}
	return names
}

// BenchmarkExplain_unseeded looks for the cause of twenty drifts that are noise: none is
// established. It measures trials.
func BenchmarkExplain_unseeded(b *testing.B) {
	kinds := []string{
		"random.gauss(0, 0.05)", "random.gauss(0, 1)", "random.uniform(-0.5, 0.5)", "random.choice([0.0, 3.0])", "random.choice([0.0, 0.0, 0.0, 3.0])",
		"random.choice([0.0, 3.0, 3.0, 3.0])", "random.choice([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0])", "float(random.randrange(3))", "random.betavariate(1, 9)", "round(random.random(), 1)",
	}
	for b.Loop() {
		trials := 0
		for at := range 20 {
			text := strings.Replace(projectFile(b, "helper.py"), "return 0.0", "return "+kinds[at/2], 1)
			original := map[string]string{"helper.py": text, "params.yaml": "lr: 0.1\nscale: 2.0\nseed: none\n", "a.py": "this\n"}
			today := map[string]string{"helper.py": text + "# same\n", "a.py": "that\n"}
			var s *stage
			if at%2 == 0 {
				s = newStage(b, original, today)
			} else {
				s, _ = newCurveStage(b, original, today, "EPOCHS=8", "PAUSE=0.1")
			}
			saved := s.check()
			for range 60 {
				if saved.Verdict == repro.Drifted {
					break
				}
				saved = s.check()
			}
			result := s.explain(saved, Budget{Trainings: 60, Time: 20 * time.Minute}, nil)
			e := result.Experiment
			if e.Conclusion == repro.CauseEstablished {
				b.Errorf("%s, curve %v: %s", kinds[at/2], at%2 == 1, result.Diagnosis)
			}
			ended, _ := endedEarly(e.Trials)
			b.Logf("%s, curve %v: %s (%s) after %d trials, %d ended early", kinds[at/2], at%2 == 1, e.Conclusion, e.Why, e.Took.Made, ended)
			trials += e.Took.Made
		}
		b.ReportMetric(float64(trials), "trials")
	}
}
