package versions

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestUnused: an entry of the configuration file that no model fits is named with its
// line, in a list and in an audit that reads the whole registry.
func TestUnused(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for _, name := range []string{"demand", "price"} {
		server.AddVersion(name, mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})}, "production")
	}
	const file = "models:\n  demmand: {timeout: 1h}\n  pric-*: {timeout: 1h}\n  price: {timeout: 1h}\n  \"*\": {timeout: 1h}\n  other-*: {timeout: 1h}\n  price@production: {timeout: 1h}\n"
	want := []string{
		"c.yaml:2:3: no registered model matches demmand, so its settings count for none; did you mean demand?",
		"c.yaml:3:3: no registered model matches pric-*, so its settings count for none; did you mean price?",
		"c.yaml:6:3: no registered model matches other-*, so its settings count for none",
		"c.yaml:7:3: no registered model matches price@production, so its settings count for none; an entry is for a model and all its versions: write price",
	}
	for models, wanted := range map[string][]string{"*": want, "demand\nprices": append([]string{"no registered model matches prices; did you mean price?"}, want...)} {
		s, err := settings.Values{"models": models}.Settings("list")
		if err != nil {
			t.Fatal(err)
		}
		s.Entries = settings.Entries("c.yaml", []byte(file), nil)
		list, err := Due(t.Context(), connect(t, server), s.Selecting, nil, nil, today)
		if err != nil || !slices.Equal(list.Warnings(), wanted) {
			t.Errorf("list of %q: %q (%v)", models, list.Warnings(), err)
		}
		chosen, err := Select(t.Context(), connect(t, server), s.Selecting)
		if err != nil || !slices.Equal(chosen.Warnings, wanted) {
			t.Errorf("audit of %q: %q (%v)", models, chosen.Warnings, err)
		}
	}
	one := settings.Selecting{Models: []string{"price"}, Entries: settings.Entries("c.yaml", []byte(file), nil)}
	if chosen, err := Select(t.Context(), connect(t, server), one); err != nil || len(chosen.Warnings) > 0 {
		t.Errorf("of one model alone the other names are not known: %q (%v)", chosen.Warnings, err)
	}
	if got := unused(one.Entries, []mlflow.Model{}); got != nil {
		t.Errorf("a registry without models: %q", got)
	}
}

// TestUnusedFor: of entries that no model fits those are named that are like the model's name,
// and the registry is asked for nothing else.
func TestUnusedFor(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for _, name := range []string{"churn-eu", "churn-us", "price", "price@home"} {
		server.AddVersion(name, mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})})
	}
	store := connect(t, server)
	entries := func(globs ...string) (all []settings.Entry) {
		for _, glob := range globs {
			all = append(all, settings.Entry{Glob: glob, At: "f:1:1"})
		}
		return all
	}
	for name, tt := range map[string]struct {
		entries []settings.Entry
		want    string
	}{
		"a typo":                  {entries("chrun-eu"), "no registered model matches chrun-eu, so its settings count for none; did you mean churn-eu?"},
		"a typo beside a default": {entries("*", "chrun-eu"), "did you mean churn-eu?"},
		"other letters":           {entries("Churn-EU"), "no registered model matches Churn-EU"},
		"a glob with a typo":      {entries("chrun-*"), "did you mean churn-*?"},
		"another model's":         {entries("churn-us"), ""},
		"its own, and a typo":     {entries("churn-eu", "churn-ue"), ""},
		"nothing like it":         {entries("nothing-at-all"), ""},
		"an alias":                {entries("churn-eu@champion"), "no registered model matches churn-eu@champion, so its settings count for none; an entry is for a model and all its versions: write churn-eu"},
		"an alias, and its own":   {entries("churn-eu", "churn-eu@champion"), "all its versions: write churn-eu"},
		"a number":                {entries("churn-eu/7"), "write churn-eu"},
		"with a colon":            {entries("churn-eu:v7"), "write churn-eu"},
		"an address":              {entries("models:/churn-eu@champion"), "write churn-eu"},
		"an address of a version": {entries("models:/churn-eu/7"), "write churn-eu"},
		"a glob and an alias":     {entries("churn-*@champion"), "write churn-*"},
		"another model's alias":   {entries("churn-us@champion"), ""},
		"a model that is so":      {entries("price@home"), ""},
		"none":                    {nil, ""},
	} {
		model := "churn-eu"
		if name == "a model that is so" {
			model = "price"
		}
		got := strings.Join(UnusedFor(t.Context(), store, tt.entries, model), "\n")
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
