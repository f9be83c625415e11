package versions

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestModelLines: models takes versions as run does, behind names and globs, in a list
// and in an audit; a line that fits better counts before another.
func TestModelLines(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for _, model := range []string{"price", "iris"} {
		alias := map[string]string{"price": "production", "iris": "champion"}[model]
		server.AddVersion(model, mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})}, alias)
		server.AddVersion(model, mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})})
	}
	for name, test := range map[string]struct {
		models, version string
		list, audit     string // name and number; an error
		note            string
	}{
		"an alias of each":             {"price@production\niris@champion", "", "iris 1, price 1", "iris 1, price 1", ""},
		"a glob before the @":          {"pri*@production", "", "price 1", "price 1", ""},
		"MLflow's own form":            {"models:/price/1\nmodels:/iris@champion", "", "iris 1, price 1", "iris 1, price 1", ""},
		"beside a version for others":  {"price\niris@champion", "@production", "iris 1, price 1", "iris 1, price 1", ""},
		"latest of one":                {"price@latest\niris@champion", "@production", "iris 1, price 2", "iris 1, price 2", ""},
		"a name before a glob":         {"*@champion\nprice@production", "", "iris 1, price 1", "iris 1, price 1", ""},
		"a name without, before":       {"*@champion\nprice", "2", "iris 1, price 2", "iris 1, price 2", ""},
		"an alias of one alone":        {"*@champion", "", "iris 1", "iris 1", "price has no version @champion"},
		"an alias that nobody has":     {"price@prod\niris@prod", "", "none of the 2 models that match has a version @prod;", "iris has no version @prod; price has no version @prod", ""},
		"a name that no model has":     {"prise@production", "", "no registered model matches prise; did you mean price?", "no registered model matches prise; did you mean price?", ""},
		"two versions of one":          {"price@production\nprice@2", "", "models: price@production and price@2 are two versions of one model", "price@production and price@2 are two versions of one model", ""},
		"nothing behind the @":         {"price@", "", "the name before the @ or the alias after it is missing", "the name before the @ or the alias after it is missing", ""},
		"the same line, said twice":    {"price@production\nprice@production", "", "price 1", "price 1", ""},
		"a number, and others of both": {"price@v2\niris", "", "iris 2, price 2", "iris 2, iris 1, price 2", ""},
	} {
		s, err := settings.Values{"models": test.models, "version": test.version}.Settings("list")
		var list, audit string
		notes := ""
		if err != nil {
			list, audit = err.Error(), err.Error()
		} else {
			due, err := Due(t.Context(), connect(t, server), s.Selecting, nil, nil, today)
			if err == nil {
				err = due.Empty
			}
			var labels []string
			for _, item := range due.Tonight {
				labels = append(labels, item.Name+" "+item.Version)
			}
			slices.Sort(labels)
			if list = strings.Join(labels, ", "); err != nil {
				list = err.Error()
			}
			chosen, err := Select(t.Context(), connect(t, server), s.Selecting)
			labels = nil
			for _, version := range chosen.Versions {
				labels = append(labels, version.Name+" "+version.Version)
			}
			if audit = strings.Join(labels, ", "); err != nil {
				audit = err.Error()
			}
			notes = strings.Join(append(due.Notes, chosen.Notes...), "; ")
		}
		fits := func(got, want string) bool {
			return got == want || len(strings.Fields(want)) > 6 && strings.Contains(got, want) // an error's part
		}
		if !fits(list, test.list) || !fits(audit, test.audit) || !strings.Contains(notes, test.note) {
			t.Errorf("%s:\nlist  %s, want %s\naudit %s, want %s\nnotes %s", name, list, test.list, audit, test.audit, notes)
		}
	}
}
