package versions

import (
	"slices"
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
