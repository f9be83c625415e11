//go:build !nodesk

package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func lentFile(name string) repro.Input {
	return repro.Input{Kind: repro.KindData, Name: name, Original: "sha256 1" + name, Now: "sha256 2" + name, State: repro.InputDiffers, Evidence: "a record; " + repro.Lent}
}

// TestFoldLent: more than a few files of one lent folder of which the same is said are one row; a few,
// other data, what changed at another time and what trainings tried have rows of their own.
func TestFoldLent(t *testing.T) {
	t.Parallel()
	folder := []repro.Input{lentFile("d/a"), lentFile("d/b"), lentFile("d/c"), lentFile("d/e"), lentFile("d/f")}
	changed, read, counted := lentFile("d/x"), lentFile("d/y"), lentFile("d/ (3 more files)")
	changed.Since, read.Evidence, counted.Now = "changed", repro.SeenRead, ""
	for name, tt := range map[string]struct {
		inputs []repro.Input
		causes []repro.Cause
		want   []string
	}{
		"none":          {nil, nil, nil},
		"a few":         {folder[:3], nil, []string{"d/a", "d/b", "d/c"}},
		"several":       {folder, nil, []string{"5 files of d: d/a, d/b, d/c and 2 more"}},
		"beside":        {append([]repro.Input{changed, lentFile("e/a"), read, counted}, folder...), nil, []string{"d/x", "e/a", "d/y", "d/ (3 more files)", "5 files of d: d/a, d/b, d/c and 2 more"}},
		"one was tried": {folder, []repro.Cause{{Factor: repro.KindData, Name: "d/b", Strength: repro.Established}}, []string{"4 files of d: d/a, d/c, d/e and 1 more", "d/b"}},
	} {
		var got []string
		for _, input := range foldLent(tt.inputs, tt.causes, "") {
			if strings.Contains(input.Name, lentFiles) {
				input.Name += ": " + input.Evidence
			}
			got = append(got, input.Name)
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestReport_lent: both reports have one row of such a folder.
func TestReport_lent(t *testing.T) {
	t.Parallel()
	r := reporttest.DriftedResult()
	r.Diagnosis = ""
	for _, name := range []string{"one", "two", "three", "four", "five"} {
		r.Inputs = append(r.Inputs, lentFile("raw/"+name+".csv"))
	}
	summary, _ := Summary(r, Page{})
	summary, _, _ = strings.Cut(summary, "<details") // there they are, one by one
	summary = strings.ReplaceAll(summary, "`", "")
	for name, text := range map[string]string{"terminal": Terminal(r, terminal.Style{}), "summary": summary} {
		if !strings.Contains(text, "5 files of raw") || !strings.Contains(text, "raw/one.csv, raw/two.csv, raw/three.csv and 2 more") || strings.Contains(text, "four.csv") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}
