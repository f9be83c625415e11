package lineage

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestToldOnce: a variable that differs is one input that differs, whatever else it is.
func TestToldOnce(t *testing.T) {
	t.Parallel()
	input := func(kind, name, then, now, state string) repro.Input {
		return repro.Input{Kind: kind, Name: name, Original: then, Now: now, State: state}
	}
	const differs, unknown = repro.InputDiffers, repro.InputUnknown
	hash := input(repro.KindVariable, "PYTHONHASHSEED", "1", "2", differs)
	unnamed := input(repro.KindVariable, "SEED", "1", "2", differs)
	unnamed.Bearing = repro.BearingSeldom
	omp := input(repro.KindVariable, "OMP_NUM_THREADS", "1", "2", differs)
	mkl := "MKL_NUM_THREADS = 4, OMP_NUM_THREADS = "
	for name, tt := range map[string]struct {
		inputs []repro.Input
		want   string
	}{
		"a seed of both":              {[]repro.Input{input(repro.KindSeed, "PYTHONHASHSEED", "1", "2", differs), hash}, "variable PYTHONHASHSEED"},
		"a seed that nobody names":    {[]repro.Input{input(repro.KindSeed, "SEED", "1", "2", differs), unnamed}, "seed SEED"},
		"a seed of one":               {[]repro.Input{input(repro.KindSeed, "PYTHONHASHSEED", "1", "", unknown), hash}, "variable PYTHONHASHSEED"},
		"another seed":                {[]repro.Input{input(repro.KindSeed, "seed", "1", "2", differs), hash}, "seed seed, variable PYTHONHASHSEED"},
		"threads":                     {[]repro.Input{input(repro.KindHardware, "threads", mkl+"1", mkl+"2", differs), omp}, "variable OMP_NUM_THREADS"},
		"threads that are not told":   {[]repro.Input{input(repro.KindHardware, "threads", "OPENBLAS_NUM_THREADS = 1", "OPENBLAS_NUM_THREADS = 2", differs), omp}, "hardware threads, variable OMP_NUM_THREADS"},
		"threads that somebody named": {[]repro.Input{input(repro.KindHardware, "threads", "1", "2", differs), omp}, "hardware threads, variable OMP_NUM_THREADS"},
		"hardware":                    {[]repro.Input{input(repro.KindHardware, "hardware", "a", "b", differs), omp}, "hardware hardware, variable OMP_NUM_THREADS"},
	} {
		var got []string
		for _, i := range toldOnce(tt.inputs) {
			got = append(got, i.Kind+" "+i.Name)
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %q, want %s", name, got, tt.want)
		}
	}
}

// TestNotImported: of the packages that only stand in an environment nothing is known, unless both
// trainings were recorded.
func TestNotImported(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Environment.Packages = []recorded.Package{{Name: "numpy", Version: "2.0"}}
	}), map[string]string{recorded.Tag: recordID})
	from := func(witness string) repro.Lineage {
		return repro.Lineage{Packages: []repro.Package{{Name: "numpy", Version: "2.0", From: witness}}}
	}
	for name, tt := range map[string]struct {
		record Record
		other  repro.Lineage
		want   int
	}{
		"seen to import":     {record, from(repro.SeenInTraining), 1},
		"recorded as well":   {record, from(recorded.Folder + "/" + recorded.File + " of run 1"), 0},
		"nobody looked":      {record, from("requirements.txt"), 0},
		"nobody recorded it": {Record{}, from(repro.SeenInTraining), 0},
	} {
		if got := tt.record.notImported(tt.other, nil); len(got) != tt.want || tt.want == 1 && got[0].State != repro.InputUnknown {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestVariables_unknown: a variable that a program names is unknown where nobody can compare its
// value, and one that no program names is not told.
func TestVariables_unknown(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Environment.Variables = []recorded.Variable{{Name: "STORE_TOKEN"}, {Name: "OTHER_TOKEN"}}
	}), map[string]string{recorded.Tag: recordID})
	named := func(name string) bool { return name == "STORE_TOKEN" }
	environ := []string{"STORE_TOKEN=a", "OTHER_TOKEN=b"}
	for name, inputs := range map[string][]repro.Input{"of a training": record.variables(environ, named), "of two records": record.variablesOf(record, named)} {
		if len(inputs) != 1 || inputs[0].Kind != repro.KindVariable || inputs[0].Name != "STORE_TOKEN" || inputs[0].State != repro.InputUnknown || inputs[0].Original != repro.AValue || inputs[0].Now != repro.AValue {
			t.Errorf("%s: %+v", name, inputs)
		}
	}
}
