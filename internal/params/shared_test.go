package params

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// sharedFile is a params file whose sections take values from each other, by << and by
// aliases: some keys stand in one place and are read in several.
func sharedFile(r *rand.Rand) string {
	var b strings.Builder
	var anchors []string
	for i, section := range []string{"base", "more", "big", "small"} {
		fmt.Fprintf(&b, "%s: &%s\n", section, section)
		if i > 1 {
			fmt.Fprintf(&b, "  <<: %s\n", []string{"*base", "*more", "[*base, *more]", "[*more, *base]"}[r.IntN(4)])
		}
		for k := range 6 {
			if r.IntN(2) == 0 && k > 0 {
				continue
			}
			value := fileValues[r.IntN(len(fileValues))]
			switch {
			case r.IntN(5) == 0 && len(anchors) > 0:
				value = "*" + anchors[r.IntN(len(anchors))]
			case r.IntN(4) == 0:
				anchor := fmt.Sprintf("%s%d", section, k)
				anchors = append(anchors, anchor)
				value = "&" + anchor + " " + value
			}
			fmt.Fprintf(&b, "  k%d: %s%s\n", k, value, []string{"", "", "  # why"}[r.IntN(3)])
		}
	}
	return b.String()
}

// sharedRun logs values of the file under names that its parts are joined to: what a
// program reads, the same new value for a key wherever it stands, or any other.
func sharedRun(r *rand.Rand, root *doc.Node) map[string]string {
	logged, agreed := map[string]string{}, map[string]string{}
	for i, section := range root.Values {
		for k, key := range section.Keys {
			name := root.Keys[i].Text + []string{".", "/", "_", "__", "-", ":"}[r.IntN(6)] + key.Text
			if agreed[key.Text] == "" {
				agreed[key.Text] = loggedValues[r.IntN(len(loggedValues))]
			}
			switch r.IntN(6) {
			case 0:
			case 1:
				logged[name] = loggedValues[r.IntN(len(loggedValues))]
			case 2:
				logged[name] = literal.Str(readings(section.Values[k])[r.IntN(2)])
			default:
				logged[name] = agreed[key.Text]
			}
		}
	}
	return logged
}

// judge loads a file before and after an edit with both readers. What is said to be
// written is read as it was logged, and what is read otherwise than before was written.
const judge = `import ast, json, sys, yaml
from ruamel.yaml import YAML
def leaves(prefix, value):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(prefix + "." + str(key), below)
    else:
        yield prefix[1:], (type(value).__name__, str(value))
def same(text, value):
    others = {"null": "None", "true": "True", "NaN": "nan"}  # of JSON
    if text[:1] == "(":  # files have no tuples
        others[text] = str(list(ast.literal_eval(text)))
    return value is not None and value[1] in (text, others.get(text))
def read(text):
    for load in (yaml.safe_load, YAML(typ="safe", pure=True).load):
        yield dict(leaves("", load(text)))
answers = []
for item in json.load(sys.stdin):
    wrong = []
    for old, new in zip(read(item["Before"]), read(item["After"])):
        if list(old) != list(new):
            wrong.append("other keys")
        for key, text in item["Written"].items():
            if not same(text, new.get(key)):
                wrong.append(f"{key} was logged as {text!r} and is read as {new.get(key)}")
        for key, text in item["Numbers"].items():
            if not same(text, new.get(key)) and (new[key][0] not in ("int", "float") or float(new[key][1]) != float(text)):
                wrong.append(f"{key} was logged as the number {text} and is read as {new.get(key)}")
        for key, value in new.items():
            if value != old.get(key) and key not in item["Written"] and key not in item["Numbers"]:
                wrong.append(f"{key} was {old.get(key)} and is {value}")
    answers.append(wrong)
print(json.dumps(answers))`

// TestSharedValuesInPython: over files in which one value is read in several places, both
// of Python's readers find each written param as it was logged, and no other value
// changed.
func TestSharedValuesInPython(t *testing.T) {
	t.Parallel()
	python := findPython(t, "import yaml, ruamel.yaml")
	type edited struct {
		Before, After string
		Written       map[string]string // by key
		Numbers       map[string]string // that are equal to what was logged, and printed otherwise
	}
	var all []edited
	rows := map[repro.ParamStatus]int{}
	for seed := uint64(0); len(all) < 250; seed++ {
		r := rand.New(rand.NewPCG(seed, 14))
		before := sharedFile(r)
		parsed, err := doc.Parse(doc.YAML, []byte(before))
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, before)
		}
		result, err := Plan([]File{{"params.yaml", []byte(before)}}, repro.NewParams(sharedRun(r, parsed.Root)), Options{})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, before)
		}
		one := edited{before, after(result, "params.yaml", before), map[string]string{}, map[string]string{}}
		for _, edit := range result.Edits {
			rows[edit.Status]++
			if !edit.Status.Writes() {
				continue
			}
			at := one.Written
			if l := readLogged(edit.Logged); l.value.IsNumber() && printed(l.text, l.value) != printedByPython {
				at = one.Numbers
			}
			at[strings.Join(edit.Key, ".")] = edit.Logged
		}
		all = append(all, one)
	}
	input, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-c", judge)
	command.Stdin = strings.NewReader(string(input))
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", python, err)
	}
	var answers [][]string
	if err := json.Unmarshal(output, &answers); err != nil {
		t.Fatal(err)
	}
	written := 0
	for i, wrong := range answers {
		written += len(all[i].Written)
		if len(wrong) > 0 {
			t.Errorf("%q\n--- before\n%s--- after\n%s", wrong, all[i].Before, all[i].After)
		}
	}
	t.Logf("%d files, %d values written and read by two readers: %v", len(all), written, rows)
	if written < 500 || rows[repro.ParamRefused] < 500 {
		t.Errorf("%d values written, %d refused: the generator does not reach them", written, rows[repro.ParamRefused])
	}
}
