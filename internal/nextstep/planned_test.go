package nextstep

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestPlannedCarriesItsNotes: what is advised beside the line to paste is in it, unless somebody
// said otherwise, or has to choose.
func TestPlannedCarriesItsNotes(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Model: repro.ModelVersion{Name: "iris", Version: "7"}, Command: "make run"}
	lending := plan
	lending.With = []string{".env"}
	const run = "reproduce run iris --version 7 --run-command 'make run'"
	for _, tt := range []struct {
		name   string
		plan   repro.Plan
		typed  settings.Values
		advice Advice
		want   string
	}{
		{"nothing", plan, nil, Advice{}, run},
		{"a registry and files", plan, nil, Advice{Scratch: true, Lend: []string{".env", "data/"}}, run + " --registry scratch --with .env --with data/"},
		{"a registry that was said", plan, settings.Values{"registry": "own"}, Advice{Scratch: true}, run + " --registry own"},
		{"more than was lent", lending, settings.Values{"with": ".env"}, Advice{Lend: []string{"data/"}}, run + " --with .env --with data/"},
		{"too much to choose from", plan, nil, Advice{Lend: strings.Fields("a b c d e f g h i j k")}, run},
		{"a workflow", repro.Plan{Model: plan.Model, Workflow: "train.yml"}, nil, Advice{Scratch: true, Lend: []string{"data/"}}, "reproduce run iris --version 7 --workflow train.yml"},
	} {
		if got := Planned("run", tt.plan, tt.typed, tt.advice); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
