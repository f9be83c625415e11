package observe

import "slices"

// A step that failed and was tried again has not failed. Another step of the same
// program (main.py score after main.py fit) is no second try.

const (
	maxArgument = 300 // bytes of one that the hook records
	maxArgs     = 20  // of these
)

// again says whether what failed was run once more, as it was, and ended well.
func (v view) again(all []Process, failed Process, trainers map[int]bool) bool {
	for i, p := range all {
		if trainers[i] && p.Began > failed.Began && !p.Forked && p.Status == "" && p.Ended && sameCall(p, failed) {
			return true
		}
	}
	return false
}

// sameCall says whether two processes ran the same program with the same arguments and
// variables in the same directory. What is not known in full is not the same: code from
// standard input, arguments that were cut, variables that were not recorded.
func sameCall(a, b Process) bool {
	calls := a.calls()
	cut := len(a.Args) >= maxArgs || slices.ContainsFunc(calls, func(arg string) bool { return len(arg) >= maxArgument })
	return len(calls) > 0 && !cut && a.Environ != "" && a.Program() != "python -" && a.Program() != "" &&
		a.Dir == b.Dir && a.Environ == b.Environ && slices.Equal(calls, b.calls())
}
