//go:build more

package explain

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestExplainVariable: a variable that is established as the cause, in trials that have it as
// the original or as the check, whatever the search itself is started with.
func TestExplainVariable(t *testing.T) {
	t.Parallel()
	threads := "import math\nimport os\n\n\ndef loss(rows, lr, scale):\n    return math.log1p(sum(x * scale - y for x, y in rows)) / (7.3 + lr) + float(os.environ.get('OMP_NUM_THREADS', '1'))\n\n\ndef noise(random):\n    return 0.0\n"
	s := newStage(t, map[string]string{"helper.py": threads}, map[string]string{"notes.md": "x\n", "helper.py": threads + "\n\nMORE = 1\n"})
	plain := s.local.Environ
	s.local.Environ = append(slices.Clone(plain), "OMP_NUM_THREADS=4")
	saved := s.check()
	if saved.Verdict != repro.Drifted {
		t.Fatalf("the check is %s (%s): %s", saved.Verdict, saved.Reason, saved.Detail)
	}
	saved.Inputs = append(saved.Inputs,
		repro.Input{Kind: repro.KindVariable, Name: "OMP_NUM_THREADS", Original: "not set", Now: "4", State: repro.InputDiffers, Evidence: "the record"},
		repro.Input{Kind: repro.KindVariable, Name: "EXTRA", Original: "a value", Now: "another value", State: repro.InputDiffers, Evidence: "the record"})
	s.local.Environ = plain
	result := s.explain(saved, plenty, nil)
	e := result.Experiment
	if names := causeNames(e); e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"variable OMP_NUM_THREADS"}) {
		t.Fatalf("%s (%s) %q\n%s\n%+v", e.Conclusion, e.Why, names, result.Diagnosis, e.Trials)
	}
	if want := []string{"unset OMP_NUM_THREADS"}; !slices.Equal(e.Recipe, want) {
		t.Errorf("recipe %q, want %q", e.Recipe, want)
	}
	if want := []string{"variable EXTRA: only a digest of its value was recorded"}; !slices.Equal(e.Left, want) {
		t.Errorf("left %q, want %q", e.Left, want)
	}
	if !slices.ContainsFunc(e.Factors, func(f repro.Factor) bool { return f.Name == "helper.py" && f.Finding == repro.FactorRuledOut }) {
		t.Errorf("%+v", e.Factors)
	}
	if len(s.local.Environ) != len(plain) {
		t.Errorf("the search left %d variables, want %d", len(s.local.Environ), len(plain))
	}
}
