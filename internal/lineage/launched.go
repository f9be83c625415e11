package lineage

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A command may stand behind another one that only says how it is started: on which processors,
// with which variables, how nicely.

const otherProcessors = "it says which processors the training may use"

// launchers say for such a word what another one before the same command means, and whether it
// can change numbers.
var launchers = map[string]struct {
	why     string
	bearing repro.Bearing
}{
	"taskset": {otherProcessors, ""}, "numactl": {otherProcessors, ""}, "hwloc-bind": {otherProcessors, ""}, "cpulimit": {otherProcessors, ""}, "srun": {otherProcessors, ""},
	"setarch": {"it says how addresses are laid out", ""}, "prlimit": {"it says what the training may use", ""},
	"env":  {"it sets variables of the environment", ""},
	"nice": {startedAlone, repro.BearingSeldom}, "ionice": {startedAlone, repro.BearingSeldom}, "nohup": {startedAlone, repro.BearingSeldom}, "time": {startedAlone, repro.BearingSeldom},
	"stdbuf": {startedAlone, repro.BearingSeldom}, "setsid": {startedAlone, repro.BearingSeldom}, "exec": {startedAlone, repro.BearingSeldom}, "timeout": {startedAlone, repro.BearingSeldom},
}

const startedAlone = "it only says how the training is started"

// launchedOtherwise says what the words mean by which two commands begin otherwise, where the rest
// of both is the same; ok is false where that is not all.
func launchedOtherwise(then, now []string) (why string, bearing repro.Bearing, ok bool) {
	same := 0
	for same < min(len(then), len(now)) && then[len(then)-1-same] == now[len(now)-1-same] {
		same++
	}
	for _, before := range [][]string{then[:len(then)-same], now[:len(now)-same]} {
		if len(before) == 0 {
			continue
		}
		word := path.Base(before[0])
		if name, _, set := strings.Cut(before[0], "="); set && name != "" && !strings.ContainsAny(name, "/-") {
			word = "env"
		}
		one, known := launchers[word]
		if !known || slices.ContainsFunc(before, func(word string) bool { return strings.ContainsAny(word, ";&|") }) {
			return "", "", false
		}
		if why == "" || one.bearing != repro.BearingSeldom {
			why, bearing = one.why, one.bearing
		}
	}
	return why, bearing, why != "" && same > 0
}
