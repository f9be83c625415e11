package history

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestParseBranch(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Branch{
		"acme/models:reproduce-history": {"acme/models", "reproduce-history"}, "acme/models.v2:ml/history": {"acme/models.v2", "ml/history"},
		"history": {}, "past/checks": {}, "C:/past/checks": {}, "a/b/c:d": {}, "../models:history": {}, "acme/models:": {}, ":history": {}, "acme/:history": {},
		"acme/models:../main": {}, "acme/models:-f": {}, "acme/models:a b": {}, "acme/models:refs..x": {}, "https://github.com/acme/models": {}, "acme/models:a:b": {},
	} {
		if got, ok := ParseBranch(text); got != want || ok != (want != Branch{}) {
			t.Errorf("%q is %+v, %v; want %+v", text, got, ok, want)
		}
	}
}

// TestReadRepositories: checks of one model's name in several histories are of as many
// repositories, whatever the checks themselves say.
func TestReadRepositories(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	named, unnamed := saved(t, reporttest.ReproducedResult()), saved(t, reporttest.ReproducedResult())
	named.Repository = "https://github.example/acme/models"
	for dir, c := range map[string]repro.Check{"copy": named, "named": named, "mine": unnamed, "yours": unnamed, "acme/here:x": unnamed} {
		if dir != "copy" && dir != "named" {
			c.ID, c.Original = c.ID+dir, dir // a check of its own, of another registry
		}
		if _, err := Append(filepath.Join(root, dir), []repro.Check{c}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := Files([]repro.Check{named})
	if err != nil {
		t.Fatal(err)
	}
	branch := func(b Branch) (Remote, error) {
		if b.Repository == "globex/closed" {
			return Remote{}, errors.New("no permission")
		}
		return Remote{"https://github.example/" + b.Repository, func(add func(string, []byte)) error {
			add("README.md", []byte(Readme))
			add("checks/broken.json", []byte("{"))
			add(files[0].Path, files[0].Data)
			return nil
		}}, nil
	}
	for _, test := range []struct{ paths, want, warnings []string }{
		{[]string{"mine"}, []string{""}, nil},
		{[]string{"mine", "yours", "named"}, []string{"mine", "yours", "https://github.example/acme/models"}, nil},
		{[]string{"acme/here:x"}, []string{""}, nil}, // it is a directory
		{[]string{"globex/fork:past", "named", "copy"}, []string{"https://github.example/acme/models"},
			[]string{"history: left out globex/fork:past/checks/broken.json (no schema_version)"}},
		{[]string{"globex/fork:past", "mine"}, []string{"https://github.example/globex/fork", "mine"},
			[]string{"history: left out globex/fork:past/checks/broken.json (no schema_version)"}},
		{[]string{"globex/closed:past"}, nil, []string{"history globex/closed:past: earlier checks are not known from it: no permission"}},
	} {
		checks, gaps := (&Reader{Dir: root, Report: decode, Branch: branch}).Read(test.paths)
		var got []string
		for _, c := range checks {
			got = append(got, c.Repository)
		}
		if !slices.Equal(got, test.want) || !slices.Equal(gaps.Notes, test.warnings) {
			t.Errorf("%q: %q, want %q; warned of %q, want %q", test.paths, got, test.want, gaps.Notes, test.warnings)
		}
	}
}
