//go:build unix && statement

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/statement"
)

// byHand is the block of docs/statement.md that is run as it stands.
var byHand = regexp.MustCompile("(?s)## By hand\n.*?```sh\n(.*?)```")

// TestStatementTools takes statements of checks to the tools of others: in-toto's own
// parser, cosign offline with a key made for it, and the shell. make test-statement makes
// them and calls this.
func TestStatementTools(t *testing.T) {
	tools := strings.Fields(os.Getenv("REPRODUCE_STATEMENT_TOOLS"))
	if len(tools) != 2 {
		t.Fatal("REPRODUCE_STATEMENT_TOOLS names no Python and no cosign; make test-statement does")
	}
	w := newStatementWorld(t, tools[0], tools[1])
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
	w.byHand()
}

// A statementWorld is the demonstration's project with three statements of it.
type statementWorld struct {
	t              *testing.T
	dir, project   string
	env            []string
	python, cosign string
	model          string // a file of the model
}

func newStatementWorld(t *testing.T, python, cosign string) *statementWorld {
	s := newStage(t)
	w := &statementWorld{t: t, dir: t.TempDir(), project: filepath.Join(s.template, "iris"), python: python, cosign: cosign}
	w.env = append(childEnv(t, filepath.Join(w.dir, "outside"), s.path), "COSIGN_PASSWORD=")
	w.model = filepath.Join(s.template, "mlruns", "1", s.runs[0], "artifacts", "model", "MLmodel")
	if err := os.MkdirAll(filepath.Dir(w.model), 0o755); err != nil {
		t.Fatal(err)
	}
	w.write(w.model, "flavors: {}\n")
	for name, args := range map[string][]string{
		"reproduced": {"--version", "1", "--run-command", "reproduce demo-train", "--tolerances", "accuracy: 1 of 45"},
		"drifted":    {"--version", "2", "--run-command", "reproduce demo-train"},
		"failed":     {"--version", "1", "--run-command", "exit 7", "--metrics", "ac*\tü\x7f"},
	} {
		args = append([]string{filepath.Join(filepath.Dir(s.template), "bin", "reproduce"), "run", "iris-classifier", "--tracking-uri", "../mlruns", "--fail-on", "never",
			"--output-dir", filepath.Join(w.dir, name), "--statement", w.file(name + ".json")}, args...)
		runIn(t, w.project, w.env, args...)
	}
	runIn(t, w.dir, w.env, cosign, "generate-key-pair")
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

// byHand runs what the documentation says, on what holds and on what was changed.
func (w *statementWorld) byHand() {
	docs, err := os.ReadFile("docs/statement.md")
	if err != nil {
		w.t.Fatal(err)
	}
	block := byHand.FindSubmatch(docs)
	if block == nil {
		w.t.Fatal("docs/statement.md has no block to run by hand")
	}
	w.write(w.file("by-hand.sh"), "set -e\n"+string(block[1]))
	try := func(check string, change func(dir string)) (string, error) {
		dir := w.t.TempDir()
		for from, to := range map[string]string{w.file(check + ".json"): "statement.json", filepath.Join(w.file(check), "report.json"): "report.json"} {
			w.write(filepath.Join(dir, to), readText(w.t, from))
		}
		change(dir)
		cmd := exec.Command("bash", w.file("by-hand.sh"))
		cmd.Dir = dir
		cmd.Env = append(w.env, "GIT_DIR="+filepath.Join(w.project, ".git"))
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, check := range []string{"reproduced", "drifted", "failed"} {
		if out, err := try(check, func(string) {}); err != nil {
			w.t.Errorf("%s: %v\n%s", check, err, out)
		}
	}
	for name, edit := range map[string]struct{ file, from, to, says string }{
		"the report":  {"report.json", `"verdict": "reproduced"`, `"verdict": "drifted"`, "report.json is the report of this check"},
		"a tolerance": {"statement.json", "accuracy: 1 of 45", "accuracy: 9 of 45", "the tolerances are those that the check was asked for"},
		"a digest":    {"statement.json", "],\n      \"sha256\": \"", "],\n      \"sha256\": \"0", "the tolerances are those of their digest"},
		"a training":  {"statement.json", "\"workflow_run_url\": \"", "\"commit\": \"0\", \"workflow_run_url\": \"", "the commit of the tolerances is the one that was trained"},
		"the commit":  {"statement.json", `"commit_sha256": "`, `"commit_sha256": "0`, "the tolerances were fixed before the training"},
		"no commit":   {"statement.json", `"commit": "`, `"commit": "0`, "is in this clone; fetch it"},
		"the model":   {"statement.json", "name iris-classifier", "name other", "the first subject is this model version"},
		"a param":     {"statement.json", `"original": "200"`, `"original": "201"`, "the digest is that of the original's params"},
		"a dataset":   {"statement.json", `"original": "mlflow `, `"original": "mlflow 0`, "the digest is that of the original's data"},
		"no JSON":     {"report.json", `"verdict"`, `"`, "report.json is here and is JSON"},
	} {
		out, err := try("reproduced", func(dir string) {
			path := filepath.Join(dir, edit.file)
			text := readText(w.t, path)
			if !strings.Contains(text, edit.from) {
				w.t.Fatalf("%s: nothing to change", name)
			}
			w.write(path, strings.Replace(text, edit.from, edit.to, 1))
		})
		if err == nil || !strings.Contains(out, "Does not hold: ") || !strings.Contains(out, edit.says) || strings.Contains(out, "All of it holds.") {
			w.t.Errorf("%s was changed: %v, want %q, got\n%s", name, err, edit.says, out)
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
