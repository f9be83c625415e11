package explain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestVariableFactors: variables whose values both trainings are known to have had. A report
// that names others sets nothing.
func TestVariableFactors(t *testing.T) {
	t.Parallel()
	differs := func(kind, name, then, now string) repro.Input {
		return repro.Input{Kind: kind, Name: name, Original: then, Now: now, State: repro.InputDiffers, Evidence: "tag omp_num_threads"}
	}
	same := differs(repro.KindVariable, "TZ", "UTC0", "UTC0")
	same.State = repro.InputSame
	cpus := differs(repro.KindHardware, "threads", "4", "8")
	cpus.Evidence = "tag num_cpus"
	for _, c := range []struct {
		about  string
		inputs []repro.Input
		want   string // of each factor: NAME as the original, NAME as the check
		left   string
	}{
		{"another value", []repro.Input{differs(repro.KindVariable, "PYTHONHASHSEED", "1", "2")}, "PYTHONHASHSEED=1 PYTHONHASHSEED=2", ""},
		{"set since", []repro.Input{differs(repro.KindVariable, "TZ", "not set", "JST-9")}, " TZ=JST-9", ""},
		{"not set any more", []repro.Input{differs(repro.KindVariable, "TZ", "JST-9", "not set")}, "TZ=JST-9 ", ""},
		{"the same", []repro.Input{same}, "", ""},
		{"threads that a tag has", []repro.Input{differs(repro.KindHardware, "threads", "1", "8")}, "OMP_NUM_THREADS=1 OMP_NUM_THREADS=8", ""},
		{"threads that a tag and a record have", []repro.Input{differs(repro.KindVariable, "OMP_NUM_THREADS", "1", "8"), differs(repro.KindHardware, "threads", "1", "8")}, "OMP_NUM_THREADS=1 OMP_NUM_THREADS=8", ""},
		{"cores of a machine", []repro.Input{cpus}, "", ""},
		{"threads in words", []repro.Input{differs(repro.KindHardware, "threads", "OMP_NUM_THREADS = 1", "8")}, "", ""},
		{"a digest alone", []repro.Input{differs(repro.KindVariable, "EXTRA", "a value", "another value")}, "", "variable EXTRA: only a digest of its value was recorded"},
		{"a variable that a record never has", []repro.Input{differs(repro.KindVariable, "LD_PRELOAD", "/evil.so", "not set")}, "", "variable LD_PRELOAD: only a digest of its value was recorded"},
		{"a seed", []repro.Input{differs(repro.KindVariable, "SEED", "7", "8")}, "SEED=7 SEED=8", ""},
		{"a seed of which a digest is known", []repro.Input{differs(repro.KindVariable, "SEED", "a value", "8")}, "", "variable SEED: only a digest of its value was recorded"},
		{"a value of no such form now", []repro.Input{differs(repro.KindVariable, "TZ", "UTC0", "another value")}, "", "variable TZ: the value that the check had may be private, and the report does not have it"},
		{"two lines", []repro.Input{differs(repro.KindVariable, "TZ", "UTC0\nX=1", "UTC0")}, "", ""},
	} {
		factors, left := variableFactors(c.inputs)
		var got string
		for i := range factors {
			without := []string{"TZ=today", "HOME=/h", "PYTHONHASHSEED=today"}
			as := func(restored bool) string {
				set := withVariables(without, factors[i:i+1], func(int) bool { return restored })
				return strings.Join(slices.DeleteFunc(set, func(entry string) bool {
					return entry == "HOME=/h" || strings.HasSuffix(entry, "=today") && !strings.HasPrefix(entry, factors[i].variable.name)
				}), " ")
			}
			got += fmt.Sprintf("%s %s", as(true), as(false))
		}
		if got != c.want || strings.Join(left, "\n") != c.left {
			t.Errorf("%s: %q, left %q, want %q, left %q", c.about, got, left, c.want, c.left)
		}
	}
}
