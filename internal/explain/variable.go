package explain

import (
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A variable is one of the environment, as the original and as the check had it.
type variable struct {
	name      string
	then, now string // as an Input has them: the value, or notSet
}

const notSet = "not set"

// maxVariable is the longest value that a trial sets.
const maxVariable = 200

// variableFactors are the variables whose values are known of both trainings. left are those
// that differ and cannot be set as the original had them. A report is somebody's file: of
// it no other variable is set than those that steer numbers.
func variableFactors(inputs []repro.Input) (factors []factor, left []string) {
	for _, input := range inputs {
		if input.State != repro.InputDiffers {
			continue
		}
		v := &variable{name: input.Name, then: input.Original, now: input.Now}
		switch {
		case input.Kind == repro.KindVariable && (!repro.Steers(input.Name) || v.then == repro.AValue):
			left = append(left, "variable "+input.Name+": only a digest of its value was recorded")
			continue
		case input.Kind == repro.KindVariable && (v.now == repro.AValue || v.now == repro.AnotherValue):
			left = append(left, "variable "+input.Name+": the value that the check had may be private, and the report does not have it")
			continue
		case input.Kind == repro.KindVariable:
		case input.Kind == repro.KindHardware && input.Name == "threads" && strings.Contains(strings.ToLower(input.Evidence), "tag omp_num_threads") && isNumber(v.then) && isNumber(v.now):
			v.name = "OMP_NUM_THREADS"
		default:
			continue
		}
		known := slices.ContainsFunc(factors, func(f factor) bool { return f.variable.name == v.name })
		if known || !settable(v.then) || !settable(v.now) {
			continue
		}
		factors = append(factors, factor{Factor: repro.Factor{Kind: input.Kind, Name: input.Name}, variable: v})
	}
	return factors, left
}

func isNumber(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n > 0
}

func settable(value string) bool {
	return value != "" && len(value) <= maxVariable && !strings.ContainsAny(value, "\x00\r\n")
}

// withVariables is an environment in which each variable among the factors is as in the
// original where it is restored, else as in the check.
func withVariables(environ []string, all []factor, restored func(int) bool) []string {
	for i, f := range all {
		if f.variable == nil {
			continue
		}
		environ = slices.DeleteFunc(slices.Clone(environ), func(entry string) bool { return strings.HasPrefix(entry, f.variable.name+"=") })
		value := f.variable.now
		if restored(i) {
			value = f.variable.then
		}
		if value != notSet {
			environ = append(environ, f.variable.name+"="+value)
		}
	}
	return environ
}

// recipe is the line that sets a variable as the original had it.
func (v variable) recipe() string {
	if v.then == notSet {
		return "unset " + v.name
	}
	return "export " + v.name + "=" + wording.Quote(v.then)
}
