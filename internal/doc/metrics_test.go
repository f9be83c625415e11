package doc_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

func TestReadMetrics(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		format  doc.Format
		text    string
		numbers string // name=value/text, in file order
		skipped string
		refused string
	}{
		{"plain", doc.JSON, `{"accuracy": 0.9733, "loss": 1e-05, "n": 150}`, "accuracy=0.9733/0.9733 loss=1e-05/1e-05 n=150/150", "", ""},
		{"names differ by case", doc.JSON, `{"accuracy":0.9,"Accuracy":0.1}`, "accuracy=0.9/0.9 Accuracy=0.1/0.1", "", ""},
		{"maps in maps", doc.JSON, `{"test": {"f1": {"macro": 0.5}}, "train": {}}`, "test.f1.macro=0.5/0.5", "", ""},
		{"as Python writes them", doc.JSON, `{"a": NaN, "b": Infinity, "c": -Infinity, "NaN": 1, "d": "NaN \" Infinity"}`,
			"a=NaN/NaN b=+Inf/Infinity c=-Inf/-Infinity NaN=1/1", `d: a string: "NaN \" Infinity"`, ""},
		{"what is no number", doc.JSON, "{\"a\": \"best\", \"c\": null,\n \"d\": [NaN, 2]}", "", `a: a string: "best" c: None d: a list`, ""},
		{"in quotes", doc.JSON, `{"a": "0.9", "b": " -1e-3\t", "c": "+.5", "d": "7.", "e": "1e999"}`, `a=0.9/"0.9" b=-0.001/" -1e-3\t" c=0.5/"+.5" d=7/"7." e=+Inf/"1e999"`, "", ""},
		{"as dvclive writes them", doc.JSON, `{"a": "nan", "b": "inf", "c": "-inf", "d": "NaN", "e": "Infinity"}`, `a=NaN/"nan" b=+Inf/"inf" c=-Inf/"-inf" d=NaN/"NaN" e=+Inf/"Infinity"`, "", ""},
		{"in quotes, with more than a number", doc.JSON, `{"a": "87 %", "b": "0,9", "c": "1_000", "d": "0x10", "e": "--1", "f": "1e", "g": ".", "h": "", "i": "1 2", "j": "infinite", "k": "-nan", "l": "0.9s"}`, "",
			`a: a string: "87 %" b: a string: "0,9" c: a string: "1_000" d: a string: "0x10" e: a string: "--1" f: a string: "1e" g: a string: "." h: a string: "" i: a string: "1 2" j: a string: "infinite" k: a string: "-nan" l: a string: "0.9s"`, ""},
		{"true and false", doc.JSON, `{"a": true, "b": false}`, "a=1/true b=0/false", "", ""},
		{"true and false in YAML", doc.YAML, "a: true\nb: False\nc: yes\n", "a=1/true b=0/False", `c: a string: "yes"`, ""},
		{"exactly as spelled", doc.JSON, `{"a": 9007199254740993, "b": -0.0, "c": 1.10}`, "a=9.007199254740992e+15/9007199254740993 b=-0/-0.0 c=1.1/1.10", "", ""},
		{"beyond a float64", doc.JSON, `{"a": 1e400}`, "a=+Inf/1e400", "", ""},
		{"a byte order mark", doc.JSON, "\ufeff{\"a\": NaN}", "a=NaN/NaN", "", ""},
		{"YAML", doc.YAML, "a: .nan\nb: 1e-05\nc: {d: -.inf}\ne: '5'\nf: nan\n", "a=NaN/.nan b=1e-05/1e-05 c.d=-Inf/-.inf e=5/'5' f=NaN/nan", "", ""},
		{"TOML", doc.TOML, "a = nan\n[t]\nb = 1_0.5\nc = 2024-01-01\n", "a=NaN/nan t.b=10.5/1_0.5", "t.c: date", ""},

		{"a name twice", doc.JSON, "{\"a\": 1,\n\"a\": 1}", "", "", "line 2: not JSON: duplicate"},
		{"a name twice, written in two ways", doc.JSON, "{\"a.b\": 1,\n\"a\": {\"b\": 2}}", "a.b=1/1 a.b=2/2", "", ""},
		{"only a number", doc.JSON, `0.97`, "", "", "line 1: a single value where metrics have names"},
		{"a list", doc.JSON, `[0.97]`, "", "", "line 1: a list where metrics have names"},
		{"empty", doc.JSON, ``, "", "", "empty document"},
		{"cut short", doc.JSON, "{\"a\": 1,\n", "", "", "line 2: not JSON"},
		{"a web page", doc.JSON, "<html>", "", "", "line 1: not JSON"},
		{"trailing data", doc.JSON, `{"a": 1} {"a": 2}`, "", "", "line 1: more data"},
		{"NaN where no value goes", doc.JSON, `{NaN: 1}`, "", "", "line 1: "},
		{"half a word", doc.JSON, `{"a": Na}`, "", "", "line 1: not JSON"},
		{"a word too long", doc.JSON, `{"a": NaNs}`, "", "", "line 1: not JSON"},
		{"an open quote", doc.JSON, `{"a: NaN}`, "", "", "line 1: not JSON"},
		{"10,001 levels", doc.JSON, strings.Repeat(`{"a":`, 10_001), "", "", "more than 500"},
		{"17 MiB", doc.JSON, strings.Repeat(" ", 17<<20), "", "", "too large"},
	} {
		t.Run(string(test.format)+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			numbers, skipped, err := doc.ReadMetrics(test.format, []byte(test.text))
			var refused *doc.RefusedError
			if test.refused != "" {
				if !errors.As(err, &refused) || !strings.Contains(err.Error(), test.refused) || numbers != nil {
					t.Fatalf("got %v, %v; want a refusal with %q", numbers, err, test.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got, left []string
			for _, n := range numbers {
				got = append(got, fmt.Sprintf("%s=%v/%s", n.Name, n.Value, n.Text))
			}
			for _, s := range skipped {
				left = append(left, s.Name+": "+s.Why)
			}
			if strings.Join(got, " ") != test.numbers || strings.Join(left, " ") != test.skipped {
				t.Errorf("got  %s; skipped %s\nwant %s; skipped %s", strings.Join(got, " "), strings.Join(left, " "), test.numbers, test.skipped)
			}
		})
	}
}
