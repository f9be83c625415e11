package params

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// merged is a params file whose sections take others in by merge keys, and share values by
// anchors, in a world of its own.
func merged(seed uint64) *world {
	w := newWorld(seed)
	text := w.b.String()
	newline := "\n"
	if strings.Contains(text, "\r\n") {
		newline = "\r\n"
	}
	value := func() string { return fileValues[w.r.IntN(len(fileValues))] }
	add := func(lines ...string) { text += strings.Join(lines, newline) + newline }
	log := func(key string) {
		w.keys = append(w.keys, key)
		if w.r.IntN(2) == 0 {
			w.logged[w.joined(key)] = loggedValues[w.r.IntN(len(loggedValues))]
		}
	}
	for i := range 1 + w.r.IntN(3) {
		base, user := fmt.Sprintf("base%d", i), fmt.Sprintf("user%d", i)
		add(base+": &"+base, "  m: "+value(), "  n: "+value())
		switch w.r.IntN(4) {
		case 0:
			add(user+":", "  <<: *"+base, "  own: "+value())
		case 1: // its own value hides what is merged in
			add(user+":", "  <<: *"+base, "  n: "+value())
		case 2:
			add(user+": {<<: *"+base+", own: 1}", "shared: &s"+user+" "+quoted(value()), "again"+user+": *s"+user)
		case 3:
			add(user+":", "  <<: [*"+base+"]", "  own: "+value())
		}
		for _, key := range []string{base + ".m", base + ".n", user + ".m", user + ".n", user + ".own", "again" + user} {
			log(key)
		}
	}
	w.b.Reset()
	w.b.WriteString(text)
	return w
}

// quoted keeps a value out of the way of the anchor before it.
func quoted(value string) string {
	if strings.ContainsAny(value, `"'[]{}`) || value == "" {
		return "4"
	}
	return `"` + strings.ReplaceAll(value, `\`, "/") + `"`
}

// TestSplicedInPython: PyYAML, by which trainers read, and ruamel.yaml, by which DVC does, are
// asked what became of files with merge keys, anchors and text that looks like numbers. No
// value moves that was not to be written, and what was written is what Plan says.
func TestSplicedInPython(t *testing.T) {
	t.Parallel()
	python := findPython(t, "import yaml, ruamel.yaml")
	const program = `import json, sys, yaml
from ruamel.yaml import YAML
def leaves(prefix, value):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(prefix + (str(key),), below)
    else:
        yield ".".join(prefix), [repr(value), str(value)]
def read(load, text):
    try:
        return dict(leaves((), load(text)))
    except Exception as error:
        return {"": [type(error).__name__, ""]}
readers = [yaml.safe_load, lambda text: YAML(typ="safe").load(text)]
print(json.dumps([[[read(load, text) for text in pair] for load in readers] for pair in json.load(sys.stdin)]))`
	var pairs [][2]string
	var results []Result
	for seed := range uint64(200) {
		w := merged(2_000_000 + seed)
		before := w.b.String()
		if _, err := doc.Parse(doc.YAML, []byte(before)); err != nil {
			continue // the file is refused as a whole
		}
		result, err := Plan([]File{{"params.yaml", []byte(before)}}, repro.NewParams(w.logged), Options{})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, before)
		}
		pairs, results = append(pairs, [2]string{before, after(result, "params.yaml", before)}), append(results, result)
	}
	input, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-c", program)
	command.Stdin = strings.NewReader(string(input))
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", python, err)
	}
	var readings [][2][2]map[string][2]string // by file, reader, before and after, key: repr and str
	if err := json.Unmarshal(output, &readings); err != nil {
		t.Fatal(err)
	}
	written, still := 0, 0
	for i, result := range results {
		edited := map[string]bool{}
		for _, edit := range result.Edits {
			if edit.Status == repro.ParamWritten || edit.Status == repro.ParamAssumed {
				edited[strings.Join(edit.Key, ".")] = true
			}
		}
		for reader, name := range []string{"PyYAML", "ruamel.yaml"} {
			was, is := readings[i][reader][0], readings[i][reader][1]
			if failure, failed := was[""]; failed && len(was) == 1 && strings.HasSuffix(failure[0], "Error") {
				continue // it reads neither
			}
			for key, value := range was {
				if now := is[key]; !edited[key] && now != value {
					t.Errorf("%s reads %s as %s, and read %s\nbefore\n%s\nafter\n%s\n%s", name, key, now[0], value[0], pairs[i][0], pairs[i][1], lines(result.Edits))
				}
				still++
			}
			if len(is) != len(was) {
				t.Errorf("%s reads %d values, and read %d\nbefore\n%s\nafter\n%s", name, len(is), len(was), pairs[i][0], pairs[i][1])
			}
			written += len(edited)
		}
		held := slices.DeleteFunc(slices.Clone(result.Edits), func(edit repro.ParamEdit) bool {
			return !edited[strings.Join(edit.Key, ".")] || padded(edit.Logged) && !strings.ContainsAny(edit.New, `"'`)
		})
		logged, original := map[string]string{}, map[string]string{}
		for _, edit := range held {
			logged[edit.Name], original[edit.Name] = readings[i][0][1][strings.Join(edit.Key, ".")][1], edit.Logged
		}
		if differing := Arrived(knownBy(repro.NewParams(original)), knownBy(repro.NewParams(logged)), held); len(differing) > 0 {
			t.Errorf("not arrived: %q\n%s\n%s", differing, pairs[i][1], lines(result.Edits))
		}
	}
	t.Logf("%d files: %d values written, %d left as they were, by both readers", len(pairs), written, still)
	if len(pairs) < 150 || written < 400 {
		t.Errorf("%d files and %d values written: the generator does not reach them", len(pairs), written)
	}
}
