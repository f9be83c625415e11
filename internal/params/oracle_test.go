package params

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// findPython gives a Python that can run a statement. Where everything is
// required, a missing one is a failure.
func findPython(t *testing.T, statement string) string {
	t.Helper()
	python := os.Getenv("REPRODUCE_PYTHON")
	if python == "" {
		python = "python3"
	}
	if output, err := exec.Command(python, "-c", statement).CombinedOutput(); err != nil {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatalf("%s -c %q: %v: %s", python, statement, err, output)
		}
		t.Skipf("%s cannot %q; set REPRODUCE_PYTHON to one that can", python, statement)
	}
	return python
}

// A trainer is a real Python program: it loads each file with PyYAML and logs
// str() of what it read, as MLflow does. What Plan calls written must have
// arrived there, and what it calls unchanged as PyYAML reads it too.
func TestArrivesInPython(t *testing.T) {
	t.Parallel()
	python := findPython(t, "import yaml")
	const program = `import json, sys, yaml
def leaves(prefix, value):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(prefix + (key,), below)
    else:
        yield prefix, value
print(json.dumps([{".".join(key): str(value) for key, value in leaves((), yaml.safe_load(text))} for text in json.load(sys.stdin)]))`
	var results []Result
	var texts []string
	var runs []repro.Params
	for seed := range uint64(400) {
		w := newWorld(1_000_000 + seed)
		before := w.b.String()
		result, err := Plan([]File{{"params.yaml", []byte(before)}}, repro.NewParams(w.logged), Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		results, texts, runs = append(results, result), append(texts, after(result, "params.yaml", before)), append(runs, repro.NewParams(w.logged))
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-c", program)
	command.Stdin = strings.NewReader(string(input))
	output, err := command.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	var trained []map[string]string
	if err := json.Unmarshal(output, &trained); err != nil {
		t.Fatal(err)
	}
	arrived := 0
	for i, result := range results {
		var held []repro.ParamEdit
		for _, edit := range result.Edits {
			asNumber := padded(edit.Logged) && !strings.ContainsAny(edit.New, `"'`)
			if !asNumber && (edit.Status == repro.ParamWritten || edit.Status == repro.ParamAssumed) {
				held = append(held, edit)
			}
		}
		logged := map[string]string{}
		for _, edit := range held {
			logged[edit.Name] = trained[i][strings.Join(edit.Key, ".")]
		}
		if differing := Arrived(knownBy(runs[i]), knownBy(repro.NewParams(logged)), held); len(differing) > 0 {
			t.Errorf("not arrived: %q\n%s\n%s", differing, texts[i], lines(result.Edits))
		}
		arrived += len(held)
	}
	t.Logf("%d values written into %d files arrived", arrived, len(texts))
	if arrived < 300 {
		t.Errorf("%d values arrived: the generator does not reach them", arrived)
	}
}
