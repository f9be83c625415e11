package params

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// TestHydraValue: what a run logged as Hydra's grammar says it.
func TestHydraValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0.1": "0.1", "1e-05": "1e-05", "3": "3", "-1": "-1", "nan": "nan", "inf": "inf", "True": "true", "None": "null",
		"adam": "adam", "data/a.csv": "data/a.csv", "": "''", "a b": "'a b'", "it's": `'it\'s'`, "a,b": "'a,b'", "x=1": "'x=1'", "true story": "'true story'",
		"3.10": "'3.10'", "7120e11": "'7120e11'", "null": "'null'", "[64, 32]": "[64,32]", "['a', 'b c', None, True]": "[a,'b c',null,true]", "(1, 2)": "[1,2]", "[]": "[]", "[[1], ['x']]": "[[1],[x]]",
		"${oc.env:HOME}": "", "<Foo at 0x7f>": "", "{'a': 1}": "", `C:\`: "", "a\nb": "",
	} {
		if got, ok := HydraValue(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", text, got, ok, want)
		}
	}
}

// TestHydraReadsIt: Hydra's own parser makes of an override what Python logged.
func TestHydraReadsIt(t *testing.T) {
	t.Parallel()
	python := findPython(t, "import hydra")
	const program = `import json, sys
from hydra.core.override_parser.overrides_parser import OverridesParser
parser = OverridesParser.create()
print(json.dumps([str(parser.parse_override("++a.b=" + text).value()) for text in json.load(sys.stdin)]))`
	var texts, overrides []string
	for _, text := range append(append([]string{}, loggedValues...), fileValues...) {
		if value, ok := HydraValue(text); ok {
			texts, overrides = append(texts, text), append(overrides, value)
		}
	}
	input, err := json.Marshal(overrides)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-c", program)
	command.Stdin = strings.NewReader(string(input))
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", python, err)
	}
	var read []string
	if err := json.Unmarshal(output, &read); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if !Equal(read[i], text) {
			t.Errorf("%q as %s: Hydra reads %q", text, overrides[i], read[i])
		}
	}
	if len(texts) < 60 {
		t.Errorf("%d values: the list does not reach the rules", len(texts))
	}
}
