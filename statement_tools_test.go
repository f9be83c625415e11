//go:build unix && statement

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/statement"
)

// TestStatementTools takes statements of checks to the tools of others: in-toto's own
// parser, cosign offline with a key made for it, and the shell. make test-statement makes
// them and calls this.
func TestStatementTools(t *testing.T) {
	tools := strings.Fields(os.Getenv("REPRODUCE_STATEMENT_TOOLS"))
	if len(tools) != 2 {
		t.Fatal("REPRODUCE_STATEMENT_TOOLS names no Python and no cosign; make test-statement does")
	}
	w := newStatementWorld(t)
	w.python, w.cosign = tools[0], tools[1]
	runIn(t, w.dir, w.env, w.cosign, "generate-key-pair")
	for _, c := range []struct{ name, verdict string }{{"reproduced", "reproduced"}, {"drifted", "drifted"}, {"failed", "unverified"}} {
		file := w.file(c.name + ".json")
		read := w.run(w.python, "testdata/statement/accept.py", "statement", file)
		if !strings.HasPrefix(read, statement.PredicateType+"\nmodels:/iris-classifier/") {
			t.Errorf("%s: in-toto reads %q", c.name, read)
		}
		if verdict := strings.TrimSpace(w.run("jq", "-r", ".predicate.verdict.verdict", file)); verdict != c.verdict {
			t.Errorf("%s: states %s", c.name, verdict)
		}
		w.sign(file)
		if payload := w.run(w.python, "testdata/statement/accept.py", "envelope", file+".dsse"); payload != readText(t, file) {
			t.Errorf("%s: what was signed is not the statement", c.name)
		}
	}
	w.verifies()
}

// A statementWorld is the demonstration's project with three statements of it.
type statementWorld struct {
	t              *testing.T
	dir, project   string
	env            []string
	python, cosign string
	model          string // a file of the model
}

func newStatementWorld(t *testing.T) *statementWorld {
	s := newStage(t)
	w := &statementWorld{t: t, dir: t.TempDir(), project: filepath.Join(s.template, "iris")}
	w.env = append(childEnv(t, filepath.Join(w.dir, "outside"), s.path), "COSIGN_PASSWORD=")
	w.model = filepath.Join(s.template, "mlruns", "1", s.runs[0], "artifacts", "model", "MLmodel")
	if err := os.MkdirAll(filepath.Dir(w.model), 0o755); err != nil {
		t.Fatal(err)
	}
	w.write(w.model, "flavors: {}\n")
	for name, args := range map[string][]string{
		"reproduced": {"--version", "1", "--run-command", "reproduce demo-train", "--tolerances", "accuracy: 1 of 45"},
		"drifted":    {"--version", "2", "--run-command", "reproduce demo-train"},
		"failed":     {"--version", "1", "--run-command", "exit 7", "--metrics", "ac*", "--metrics", "ac*\tü\x7f"},
		"untrained":  {"--version", "1", "--run-command", "exit 7", "--metrics", "ac*\tü\x7f"},
	} {
		args = append([]string{filepath.Join(filepath.Dir(s.template), "bin", "reproduce"), "run", "iris-classifier", "--tracking-uri", "../mlruns", "--fail-on", "never",
			"--output-dir", filepath.Join(w.dir, name), "--statement", w.file(name + ".json")}, args...)
		runIn(t, w.project, w.env, args...)
	}
	return w
}

func (w *statementWorld) file(name string) string { return filepath.Join(w.dir, name) }

func (w *statementWorld) write(path, text string) {
	w.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// run calls a tool and gives its standard output.
func (w *statementWorld) run(command ...string) string {
	w.t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("%s: %v\n%s%s", strings.Join(command, " "), err, out, stderr.String())
	}
	return string(out)
}

func (w *statementWorld) sign(file string) {
	w.t.Helper()
	runIn(w.t, w.dir, w.env, w.cosign, "attest-blob", "--key", "cosign.key", "--tlog-upload=false", "--yes", "--statement", file, "--output-signature", file+".dsse")
}

// check is cosign's answer about one blob.
func (w *statementWorld) check(envelope, predicateType, blob string) string {
	cmd := exec.Command(w.cosign, "verify-blob-attestation", "--key", "cosign.pub", "--insecure-ignore-tlog", "--type", predicateType, "--signature", envelope, blob)
	cmd.Dir, cmd.Env = w.dir, w.env
	out, err := cmd.CombinedOutput()
	if ok := strings.Contains(string(out), "Verified OK"); ok != (err == nil) {
		w.t.Errorf("cosign: %v, and\n%s", err, out)
	}
	return string(out)
}

// verifies: cosign finds the model version and its file in a statement, and nothing else;
// a changed statement and another type are refused.
func (w *statementWorld) verifies() {
	signed, version := w.file("reproduced.json")+".dsse", w.file("version.txt")
	w.write(version, w.run("jq", "-r", ".predicate.model.lines[]", w.file("reproduced.json")))
	var envelope map[string]any
	if err := json.Unmarshal([]byte(readText(w.t, signed)), &envelope); err != nil {
		w.t.Fatal(err)
	}
	forged := w.file("forged.dsse")
	payload := strings.Replace(readText(w.t, w.file("drifted.json")), `"drifted"`, `"reproduced"`, 1)
	envelope["payload"] = []byte(payload)
	text, err := json.Marshal(envelope)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(forged, string(text))
	changed := w.file("MLmodel")
	w.write(changed, "flavors: {other}\n")
	for name, tt := range map[string]struct{ envelope, kind, blob, want string }{
		"the model version":         {signed, statement.PredicateType, version, "Verified OK"},
		"a file of the model":       {signed, statement.PredicateType, w.model, "Verified OK"},
		"a changed file":            {signed, statement.PredicateType, changed, "no matching subject digest found"},
		"another type":              {signed, "slsaprovenance1", version, "invalid predicate type"},
		"a changed statement":       {forged, statement.PredicateType, version, "accepted signatures do not match threshold"},
		"of another model version":  {w.file("drifted.json") + ".dsse", statement.PredicateType, version, "no matching subject digest found"},
		"of another check, as well": {w.file("failed.json") + ".dsse", statement.PredicateType, version, "Verified OK"},
	} {
		if got := w.check(tt.envelope, tt.kind, tt.blob); !strings.Contains(got, tt.want) {
			w.t.Errorf("%s: cosign says\n%s\nwant %q", name, got, tt.want)
		}
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
