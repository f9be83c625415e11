//go:build unix && statement

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// byHand is the block of docs/statement.md that is run as it stands.
var byHand = regexp.MustCompile("(?s)## By hand\n.*?```sh\n(.*?)```")

// TestStatementByHand runs the block that people run by hand, on statements of checks and on
// changed ones.
func TestStatementByHand(t *testing.T) { newStatementWorld(t).byHand() }

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
	repository := filepath.Join(w.project, ".git")
	try := func(check string, change func(dir string)) (string, error) {
		dir := w.t.TempDir()
		for from, to := range map[string]string{w.file(check + ".json"): "statement.json", filepath.Join(w.file(check), "report.json"): "report.json"} {
			w.write(filepath.Join(dir, to), readText(w.t, from))
		}
		change(dir)
		cmd := exec.Command("bash", w.file("by-hand.sh"))
		cmd.Dir = dir
		cmd.Env = append(w.env, "GIT_DIR="+repository)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, check := range []string{"reproduced", "drifted", "failed"} {
		if out, err := try(check, func(string) {}); err != nil {
			w.t.Errorf("%s: %v\n%s", check, err, out)
		}
	}
	if out, err := try("untrained", func(string) {}); err == nil || !strings.Contains(out, "Does not hold: something was trained.") {
		w.t.Errorf("nothing was trained: %v\n%s", err, out)
	}
	for name, edit := range map[string]struct{ file, from, to, says string }{
		"the name":                {"statement.json", `"name": "iris-classifier"`, `"name": "other"`, "the statement has the model, version and run of report.json"},
		"the version":             {"statement.json", "\"name\": \"iris-classifier\",\n      \"version\": \"1\"", "\"name\": \"iris-classifier\",\n      \"version\": \"2\"", "the statement has the model, version and run of report.json"},
		"the run":                 {"statement.json", "\",\n      \"lines\": [", "0\",\n      \"lines\": [", "the statement has the model, version and run of report.json"},
		"the subject":             {"statement.json", "models:/iris-classifier/1\"", "models:/iris-classifier/2\"", "the first subject is named after this model version"},
		"the lines":               {"statement.json", "version 1\"", "version 2\"", "the first subject's version is this one"},
		"a file":                  {"statement.json", "\"files\": [", "\"files\": [{\"sha256\": \"0\"},", "the other subjects are the model's files"},
		"the reason":              {"statement.json", `"reason": "`, `"reason": "x`, "the statement has the evidence of report.json"},
		"a state":                 {"statement.json", `"state": "identical"`, `"state": "within"`, "the statement has the metrics of report.json"},
		"a gate":                  {"statement.json", `"state": "passed"`, `"state": "unknown"`, "the statement has the evidence of report.json"},
		"the branch":              {"statement.json", `"branch": "`, `"branch": "x`, "the statement has the training of report.json"},
		"the command":             {"statement.json", `"status": "succeeded"`, `"status": "succeeded", "command": "true"`, "the statement has the command and workflow run of report.json"},
		"a param's row":           {"statement.json", `"reproduction": "200"`, `"reproduction": "201"`, "the statement has the params of report.json"},
		"an input":                {"statement.json", `"kind": "data"`, `"kind": "code"`, "the statement has the inputs of report.json"},
		"the time":                {"statement.json", `"checked_at": "2`, `"checked_at": "1`, "the statement has the time of report.json"},
		"the report":              {"report.json", `"verdict": "reproduced"`, `"verdict": "drifted"`, "report.json is the report of this check"},
		"a tolerance":             {"statement.json", "accuracy: 1 of 45", "accuracy: 9 of 45", "the tolerances are those that the check was asked for"},
		"a digest":                {"statement.json", "\",\n      \"commit\": \"", "0\",\n      \"commit\": \"", "the tolerances are those of their digest"},
		"a digest of the model":   {"statement.json", "],\n      \"sha256\": \"", "],\n      \"sha256\": \"0", "the digest is that of this model version"},
		"a digest of the subject": {"statement.json", "\"digest\": {\n        \"sha256\": \"", "\"digest\": {\n        \"sha256\": \"0", "the first subject is this model version"},
		"a training":              {"statement.json", "\"workflow_run_url\": \"", "\"commit\": \"0\", \"workflow_run_url\": \"", "the statement has the training of report.json"},
		"the commit":              {"statement.json", `"commit_sha256": "`, `"commit_sha256": "0`, "the tolerances were fixed before the training"},
		"no commit":               {"statement.json", `"commit": "`, `"commit": "0`, "the commit of the tolerances is the one that was trained"},
		"the model":               {"statement.json", "name iris-classifier", "name other", "the first subject's name is this one"},
		"a param":                 {"statement.json", `"original": "200"`, `"original": "201"`, "the statement has the params of report.json"},
		"a digest of params":      {"statement.json", "\"params\": {\n        \"original\": \"", "\"params\": {\n        \"original\": \"0", "the digest is that of the original's params"},
		"a dataset":               {"statement.json", `"original": "mlflow `, `"original": "mlflow 0`, "the statement has the inputs of report.json"},
		"a digest of data":        {"statement.json", "\"data\": {\n        \"original\": \"", "\"data\": {\n        \"original\": \"0", "the digest is that of the original's data"},
		"no JSON":                 {"report.json", `"verdict"`, `"`, "report.json is here and is JSON"},
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
	repository = filepath.Join(w.dir, "empty.git")
	runIn(w.t, w.dir, w.env, "git", "init", "--quiet", "--bare", repository)
	if out, err := try("reproduced", func(string) {}); err == nil || !strings.Contains(out, "is in this clone; fetch it") {
		w.t.Errorf("another clone: %v\n%s", err, out)
	}
}
