//go:build unix

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// stated FILE PATH VALUE: a member of a statement.
func cmdStated(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: [!] stated FILE PATH VALUE")
	}
	got := lookup(readStatement(ts, args[0]), args[1])
	if (got == args[2]) == neg {
		ts.Fatalf("%s: %s is %q, want %s%q", args[0], args[1], got, map[bool]string{true: "anything but "}[neg], args[2])
	}
}

func readStatement(ts *testscript.TestScript, file string) (statement any) {
	data, err := os.ReadFile(ts.MkAbs(file))
	ts.Check(err)
	ts.Check(json.Unmarshal(data, &statement))
	return statement
}

// holds FILE: every digest of a statement is what it is by hand: of the lines that stand
// in it, of report.json in $REPORT, of the program, of the model's files below the
// original's run, and in the commit that was trained.
func cmdHolds(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] holds FILE")
	}
	wrong := digestsThatDiffer(ts, readStatement(ts, args[0]))
	if (len(wrong) > 0) != neg {
		ts.Fatalf("%s: differ: %q", args[0], wrong)
	}
}

func digestsThatDiffer(ts *testscript.TestScript, statement any) (wrong []string) {
	is := func(path, want string) {
		if lookup(statement, path) != want || want == "" {
			wrong = append(wrong, path)
		}
	}
	file := func(path string) string {
		data, err := os.ReadFile(path)
		ts.Check(err)
		return sha256Of(data)
	}
	lines := func(path string) string {
		var texts []string
		ts.Check(json.Unmarshal([]byte(lookup(statement, path)), &texts))
		return sha256Of([]byte(strings.Join(texts, "\n") + "\n"))
	}
	is("subject.0.digest.sha256", lines("predicate.model.lines"))
	is("predicate.tolerances.sha256", lines("predicate.tolerances.lines"))
	is("predicate.report.sha256", file(filepath.Join(ts.Getenv("REPORT"), "report.json")))
	self, err := os.Executable()
	ts.Check(err)
	is("predicate.tool.sha256", file(self))
	if commit := lookup(statement, "predicate.tolerances.commit"); commit != "" {
		git := exec.Command("git", "log", "-1", "--format=%(trailers:key=Reproduce-Tolerances,valueonly)", commit)
		git.Dir = ts.Getenv("PROJECT")
		out, err := git.Output()
		ts.Check(err)
		is("predicate.tolerances.commit_sha256", strings.TrimPrefix(strings.TrimSpace(string(out)), "sha256:"))
	}
	run := filepath.Join(ts.Getenv("STORE"), "1", lookup(statement, "predicate.model.run_id"), "artifacts", "model")
	for _, name := range []string{"MLmodel", "data/weights"} {
		if _, err := os.Stat(filepath.Join(run, name)); err == nil {
			is("predicate.model.files.path="+name+".sha256", file(filepath.Join(run, name)))
			is("subject.name="+lookup(statement, "subject.0.name")+"/"+name+".digest.sha256", file(filepath.Join(run, name)))
		}
	}
	return wrong
}

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
