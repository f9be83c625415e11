package explain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// TestAsTrained: what the original trained with and its commit does not have is restored from the
// commit that has it, by the recorded digest; what today's commit has so is no factor.
func TestAsTrained(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	commit := func(files map[string]string) string {
		for name, text := range files {
			gittest.Write(t, dir, name, text)
		}
		gittest.Git(t, dir, "add", "--all")
		gittest.Git(t, dir, "commit", "--quiet", "-m", "files")
		return strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD"))
	}
	original := commit(map[string]string{"a.py": "1\n", "b.py": "1\n", "c.py": "1\n", "params.yaml": "lr: 1\nk: 1\n", "e.py": "1\n"})
	gittest.Git(t, dir, "switch", "--quiet", "--create=side")
	side := commit(map[string]string{"a.py": "2\n", "params.yaml": "lr: 1\nk: 2\n"})
	gittest.Git(t, dir, "switch", "--quiet", "main")
	today := commit(map[string]string{"a.py": "3\n", "b.py": "2\n", "c.py": "2\n", "new.py": "2\n", "params.yaml": "lr: 1\nk: 3\n", "e.py": "3\n", "aside.py": "2\n"})
	local, err := local.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = local.Close(t.Context()) })
	s := &Search{Local: local, experiment: repro.Experiment{Original: original, Today: today}}
	digest := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:])
	}
	files := map[string]string{"a.py": digest("2\n"), "b.py": digest("2\n"), "new.py": digest("2\n"), "params.yaml": digest("lr: 1\nk: 2\n")}
	if all, err := s.findLater(t.Context(), map[string]string{"aside.py": digest("1\n"), "e.py": digest("2\n"), "gone.py": digest("2\n")}, today); all || err != nil || len(s.later) > 0 {
		t.Fatalf("nothing is found: %t, %v; %+v", all, err, s.later)
	}
	if all, err := s.findLater(t.Context(), files, today); !all || err != nil {
		t.Fatalf("all found: %t, %v; %+v", all, err, s.later)
	}
	plan := func(commit string) repro.Plan {
		return repro.Plan{Code: repro.CodeRef{Commit: commit}, Params: []repro.ParamEdit{{Name: "lr", File: "params.yaml", Key: []string{"lr"}}}}
	}
	factors, err := s.ofTrees(t.Context(), plan(today), plan(original))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range factors {
		var restored string
		if f.param != nil {
			restored = f.param.text
		} else if data, err := local.Repository.ReadFile(t.Context(), original, f.files[0].Path); err == nil && f.files[0].Path != "a.py" {
			restored = strings.TrimSpace(string(data))
		} else {
			restored = fmt.Sprint(f.files[0].Object == s.later["a.py"].Object)
		}
		names = append(names, f.Name+" "+restored)
	}
	if want := []string{"a.py true", "c.py 1", "e.py 1", "k (params.yaml) 2"}; !slices.Equal(names, want) {
		t.Errorf("factors %q, want %q", names, want)
	}
	s.factors = factors
	want := []string{"git checkout " + side[:7] + " -- a.py", "git checkout " + original[:7] + " -- c.py", "git show " + side[:7] + ":params.yaml # has the value of k"}
	if recipe := s.recipe(0b1011); !slices.Equal(recipe, want) {
		t.Errorf("recipe %q, want %q", recipe, want)
	}
	for path, want := range map[string]int{"a.py": 1, "b.py": 2, "c.py": 0, "e.py": 0} {
		if at, err := s.firstAsTrained(t.Context(), []string{original, side, today}, []string{path}); at != want || err != nil {
			t.Errorf("%s is as trained at %d, want %d (%v)", path, at, want, err)
		}
	}
	for _, files := range []map[string]string{{"a.py": digest("4\n")}, {"a.py": digest("2\n"), "gone.py": ""}, {}} {
		if all, err := s.findLater(t.Context(), files, today); all || err != nil {
			t.Errorf("%v: all found: %t, %v", files, all, err)
		}
	}
	if !s.anyLater([]string{"c.py", "a.py"}) || s.anyLater([]string{"c.py"}) {
		t.Errorf("as trained elsewhere: %+v", s.later)
	}
}

// TestOtherData: data that differs and that no commit has as the original read it is told as not
// restored, by its name in the project.
func TestOtherData(t *testing.T) {
	t.Parallel()
	data := func(name, state string) repro.Input {
		return repro.Input{Kind: repro.KindData, Name: name, State: state}
	}
	inputs := []repro.Input{
		data("a.json", repro.InputDiffers), data("same.json", repro.InputSame), {Kind: repro.KindFile, Name: "b.py", State: repro.InputDiffers}, data("../c.json", repro.InputDiffers),
	}
	var told []string
	for _, text := range otherData([]string{"p/a.json", "p/same.json", "p/b.py", "c.json"}, "p", inputs) {
		name, _, _ := strings.Cut(text, ":")
		told = append(told, name)
	}
	if want := []string{"data a.json", "data ../c.json"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
}
