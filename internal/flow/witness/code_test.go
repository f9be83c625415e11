//go:build unix

package witness

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestCode: the gate says what the new run says of the code that made it.
func TestCode(t *testing.T) {
	t.Parallel()
	change := repro.Change{Branch: "reproduce/iris/v1", Base: flowtest.Base, Commit: flowtest.Tip}
	run := func(commit string) collect.Collected {
		return collect.Collected{Tracked: repro.Run{ID: "new", Tags: map[string]string{lineage.MlflowCommit: commit}}}
	}
	ours := train.Training{OtherCode: func(repro.Run, string) string { return "" }}
	theirs := train.Training{OtherCode: func(_ repro.Run, commit string) string { return "it recorded commit " + commit + ", which is neither" }}
	passed("recorded the commit of reproduce/iris/v1").check(t, code(change, ours, run(flowtest.Tip)))
	passed("on top of reproduce/iris/v1").check(t, code(change, ours, run(strings.Repeat("d", 40))))
	unknown("recorded no commit").check(t, code(change, ours, run("")))
	unknown("recorded no commit").check(t, code(change, ours, run("v1.0")))
	unknown("without a tracking run").check(t, code(change, theirs, collect.Collected{}))
	refused(repro.OtherCode, "commit "+flowtest.Base+", which is neither").check(t, code(change, theirs, run(flowtest.Base)))
	refused(repro.OtherCode, "neither").check(t, code(change, theirs, run(strings.Repeat("d", 40))))
	refused(repro.OtherCode, "(src)").check(t, code(change, train.Training{ClonePaths: []string{"src"}}, collect.Collected{}))
	refused(repro.NotProven, "It is observed with --run-command 'make PYTHONPATH=src:$PYTHONPATH'").check(t, code(change, train.Training{Unobserved: "src/fit.py", Execution: repro.Execution{Reporting: "make PYTHONPATH=src:$PYTHONPATH"}}, run(flowtest.Tip)))
	refused(repro.NotProven, "so whether src/fit.py is the commit's or another copy is not known").check(t, code(change, train.Training{Unobserved: "src/fit.py"}, run(flowtest.Tip)))
	refused(repro.OtherCode, "Python read data.csv in your clone").check(t, code(change, train.Training{CloneReads: []string{"data.csv"}}, run(flowtest.Tip)))
	// A param called so is the original's, put back.
	c := collect.Collected{Tracked: repro.Run{ID: "new", Params: repro.NewParams(map[string]string{"git_commit": flowtest.Base})}}
	unknown("recorded no commit").check(t, code(change, ours, c))
}
