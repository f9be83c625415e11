//go:build unix && more

package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// original [record]: trains the project as it is now in the tree, as its people
// do: it is the original of the situation, and $VERSION its model version. With
// record they train it by reproduce record. Without the word, the original is
// version 1, trained from the project as it is before any edit.
func (p *planting) cmdOriginal(ts *testscript.TestScript, neg bool, args []string) {
	switch {
	case !neg && len(args) == 0:
		ts.Check(ts.Exec("make", "run"))
	case !neg && slices.Equal(args, []string{"record"}):
		ts.Check(ts.Exec("reproduce", "record", "--", "make", "run"))
	default:
		ts.Fatalf("usage: original [record]")
	}
	var metadata struct {
		RunID   string `json:"run_id"`
		Version string `json:"version"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("models/model_metadata.json")), &metadata))
	if metadata.RunID == "" || metadata.Version == "" {
		ts.Fatalf("the training registered no version: %+v", metadata)
	}
	ts.Setenv("VERSION", metadata.Version)
	ts.Setenv("ORIGINAL", metadata.RunID)
}

// check [FLAGS]: reproduces the original.
func (p *planting) cmdCheck(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: check [FLAGS OF reproduce run]")
	}
	command := []string{"0", "run", "fares", "--version", ts.Getenv("VERSION"), "--fail-on", "never", "--output-dir", ts.Getenv("REPORT")}
	if !slices.Contains(args, "--run-command") {
		command = append(command, "--run-command", "make run")
	}
	cmdReproduce(ts, false, append(command, args...))
}

// cause TRUTH...: judges the report of a drift. A truth is "FACTOR NAME"; all
// of them are true, and the first in the report has to be one.
func (p *planting) cmdCause(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: cause 'FACTOR NAME'...")
	}
	r := readCauses(ts)
	if r.Verdict == "reproduced" {
		ts.Fatalf("the report says %s, %s: %s", r.Verdict, r.Reason, r.Summary)
	}
	p.judge(ts, r, args)
}

// nothing: judges the report of a difference without effect.
func (p *planting) cmdNothing(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: nothing")
	}
	r := readCauses(ts)
	if r.Verdict != "reproduced" {
		ts.Fatalf("the report says %s, %s: %s\n%s", r.Verdict, r.Reason, r.Summary, r.Diagnosis.Conclusion)
	}
	p.judge(ts, r, nil)
}

// unknown REASON WHY: the check could not verify, for a reason by which nothing
// was compared, so no cause is named.
func (p *planting) cmdUnknown(ts *testscript.TestScript, neg bool, args []string) {
	r := readCauses(ts)
	p.say(ts, "unknown REASON WHY", neg, args, 2, func(r *row) {
		r.truth, r.listed, r.second, r.ended = []string{"unknown"}, true, args[1], true
	})
	if r.Verdict != "unverified" || r.Reason != args[0] || r.Diagnosis.Conclusion != "" || len(r.Diagnosis.Causes) > 0 {
		ts.Fatalf("the report says %s, %s: %s\n%s", r.Verdict, r.Reason, r.Summary, r.Diagnosis.Conclusion)
	}
}

// alike 'FACTOR NAME' WHY: an innocent that nothing recorded tells from the
// cause.
func (p *planting) cmdAlike(ts *testscript.TestScript, neg bool, args []string) {
	p.say(ts, "alike 'FACTOR NAME' WHY", neg, args, 2, func(r *row) {
		r.alike = append(r.alike, args[0]+" ("+args[1]+")")
	})
}

// second WHY: the true cause cannot come first. Where it does all the same, the
// situation says too little of the product and is to be mended.
func (p *planting) cmdSecond(ts *testscript.TestScript, neg bool, args []string) {
	p.say(ts, "second WHY", neg, args, 1, func(r *row) { r.second = args[0] })
}

// note WORDS: how the situation was made, where it is not plain.
func (p *planting) cmdNote(ts *testscript.TestScript, neg bool, args []string) {
	p.say(ts, "note WORDS", neg, args, 1, func(r *row) { r.made = args[0] })
}

func (p *planting) say(ts *testscript.TestScript, usage string, neg bool, args []string, n int, add func(*row)) {
	if neg || len(args) != n {
		ts.Fatalf("usage: %s, before cause or nothing", usage)
	}
	p.Lock()
	defer p.Unlock()
	row := p.rows[ts.Name()]
	add(&row)
	p.rows[ts.Name()] = row
}

func (r row) isAlike(name string) bool {
	return slices.ContainsFunc(r.alike, func(alike string) bool { return strings.HasPrefix(alike, name+" (") })
}

// judge holds a report against the truth.
func (p *planting) judge(ts *testscript.TestScript, r causesReport, truth []string) {
	p.Lock()
	row := p.rows[ts.Name()]
	p.Unlock()
	row.truth, row.sentence, row.ended = truth, r.Diagnosis.Conclusion, true
	row.listed, row.first = len(truth) == 0, len(truth) == 0
	var all strings.Builder
	for i, cause := range r.Diagnosis.Causes {
		name := cause.Factor + " " + cause.Name
		true0 := slices.Contains(truth, name)
		if true0 && cause.Strength != "same" {
			row.listed = true
			row.first = row.first || i == 0
		}
		if cause.Strength == "consistent with" && !true0 && !row.isAlike(name) {
			row.blamed = append(row.blamed, name)
		}
		all.WriteString("  " + cause.Strength + ": " + name + ": " + cause.Evidence + "\n")
	}
	ts.Logf("%s, %s: %s\n%s%s", r.Verdict, r.Reason, r.Summary, all.String(), row.sentence)
	p.Lock()
	p.rows[ts.Name()] = row
	p.Unlock()

	if len(truth) == 0 && row.sentence != "" {
		ts.Fatalf("nothing drifted, and the report explains a drift: %s", row.sentence)
	}
	if strings.Contains(row.sentence, "caused by") {
		ts.Fatalf("no experiment was made, and the report says %q", row.sentence)
	}
	switch {
	case !row.listed:
		ts.Fatalf("the true cause is not listed: want one of %q", truth)
	case len(row.blamed) > 0:
		ts.Fatalf("innocent and blamed: %q", row.blamed)
	case row.first == (row.second != ""):
		ts.Fatalf("the true cause is first: %v, and the situation says it is not: %q", row.first, row.second)
	}
}
