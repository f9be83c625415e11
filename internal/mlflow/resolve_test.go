package mlflow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestResolveAsksLittle counts requests: a person waits for every one of them.
func TestResolveAsksLittle(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := server.AddRun(mlflowtest.Run{Name: "a", Params: map[string]string{"lr": "1e-05"}, Metrics: map[string]float64{"f1": 0.9}})
	for range 12 {
		server.AddVersion("churn", mlflowtest.Version{RunID: run})
	}
	server.AddVersion("churn", mlflowtest.Version{RunID: run, Stage: "Production"})
	server.SetAlias("churn", "champion", "2")
	server.SetAlias("churn", "fresh", "12")
	registry, _ := connect(t, server)

	const model, versionOf, runOf = "GET registered-models/get?name=churn", "GET model-versions/get?name=churn&version=", "GET runs/get?run_id="
	for _, test := range []struct {
		version string
		number  string
		asked   []string
	}{
		{"7", "7", []string{versionOf + "7", runOf + run}},
		{"latest", "13", []string{model, runOf + run}},
		{"@champion", "2", []string{model, versionOf + "2", runOf + run}},
		{"champion", "2", []string{model, versionOf + "2", runOf + run}},
		{"@fresh", "12", []string{model, runOf + run}},
		{"production", "13", []string{model, runOf + run}},
		{"stage:none", "12", []string{model, runOf + run}},
	} {
		server.Requests()
		version, found, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", test.version))
		if err != nil {
			t.Errorf("%s: %v", test.version, err)
			continue
		}
		if version.Version != test.number || version.RunID != run || found.ID != run {
			t.Errorf("%s: version %s of run %s, run %s; want version %s of %s", test.version, version.Version, version.RunID, found.ID, test.number, run)
		}
		if asked := server.Requests(); strings.Join(asked, "\n") != strings.Join(test.asked, "\n") {
			t.Errorf("%s asked:\n%s\nwant:\n%s", test.version, strings.Join(asked, "\n"), strings.Join(test.asked, "\n"))
		}
	}
}

// TestResolveLatestIsAnOriginal: what a reproduction's training registered is
// newer and no original; one that is named is taken all the same.
func TestResolveLatestIsAnOriginal(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	first := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: first})
	second := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: second}, "champion")
	for _, tag := range []string{repro.IDTag, repro.OriginalTag} {
		run := server.AddRun(mlflowtest.Run{Tags: map[string]string{tag: "x"}})
		server.AddVersion("churn", mlflowtest.Version{RunID: run}, "fresh")
		server.AddVersion("mine", mlflowtest.Version{RunID: run})
	}
	registry, _ := connect(t, server)
	for _, test := range []struct{ selector, number, newer string }{
		{"", "2", "4 3"}, {"latest", "2", "4 3"}, {"4", "4", ""}, {"@fresh", "4", ""}, {"1", "1", ""},
	} {
		server.Requests()
		version, run, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", test.selector))
		if err != nil || version.Version != test.number || strings.Join(version.Newer, " ") != test.newer || run.ID != version.RunID {
			t.Errorf("%q: version %s past %q, run %s, error %v; want %s past %s", test.selector, version.Version, version.Newer, run.ID, err, test.number, test.newer)
		}
		if test.newer != "" && (!slices.Equal(version.Aliases, []string{"champion"}) || version.RunFrom != repro.RunFromVersion || len(server.Requests()) > 6) {
			t.Errorf("%q: aliases %q, run from %q; want champion, from the version, in 6 requests", test.selector, version.Aliases, version.RunFrom)
		}
	}
	if version, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "mine", "latest")); err != nil || version.Version != "2" || len(version.Newer) > 0 {
		t.Errorf("of reproductions alone: version %q past %q, error %v; want the newest", version.Version, version.Newer, err)
	}
}

// TestResolveAliasThatNoListHolds: there are registries whose models and
// versions come without aliases, and which answer for one by its name.
func TestResolveAliasThatNoListHolds(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.NoAliases = true
	run := server.AddRun(mlflowtest.Run{})
	for range 2 {
		server.AddVersion("churn", mlflowtest.Version{RunID: run})
	}
	server.AddVersion("churn", mlflowtest.Version{RunID: run, Stage: "Production"})
	server.SetAlias("churn", "champion", "2")
	server.SetAlias("churn", "production", "1")
	registry, _ := connect(t, server)
	for _, selector := range []string{"@champion", "champion"} {
		server.Requests()
		version, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", selector))
		if err != nil || version.Version != "2" || !slices.Equal(version.Aliases, []string{"champion"}) {
			t.Errorf("%s: version %q of aliases %q, error %v; want 2, champion", selector, version.Version, version.Aliases, err)
		}
		if asked := server.Requests(); len(asked) != 3 {
			t.Errorf("%s asked %q; want three requests", selector, asked)
		}
	}
	_, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "production"))
	wantParts(t, err, "both an alias (of version 1) and a stage (of version 3)")
	version, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "stage:production"))
	if err != nil || version.Version != "3" {
		t.Errorf("stage:production: version %q, error %v; want 3", version.Version, err)
	}
	for _, fault := range []mlflowtest.Fault{mlflowtest.Page(404), mlflowtest.Error(404, "RESOURCE_DOES_NOT_EXIST", "no"), mlflowtest.Error(400, "INVALID_PARAMETER_VALUE", "no")} {
		server.Fail("registered-models/alias", 1, fault)
		_, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "@champion"))
		wantParts(t, err, "resolve churn@champion: alias not found")
	}
	server.Fail("registered-models/alias", 1, mlflowtest.Text(403, "no"))
	if _, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "@champion")); errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("what may not be read is said not to be there: %v", err)
	}
}

func TestResolveTellsAliases(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: run}, "champion", "blessed")
	registry, _ := connect(t, server)
	for _, selector := range []string{"1", "latest", "@champion"} {
		version, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", selector))
		if got := strings.Join(version.Aliases, " "); err != nil || got != "blessed champion" {
			t.Errorf("%s: aliases %q, error %v; want both, sorted", selector, got, err)
		}
	}
}

// TestResolveNamesWithSigns: a name goes into queries and filters, and must
// come back as one.
func TestResolveNamesWithSigns(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := server.AddRun(mlflowtest.Run{})
	registry, _ := connect(t, server)
	for _, name := range []string{"a b", "a+b", "a&version=1", "a%2fb", "a?b#c", "größe", "it's", `say "x"`, "x' OR name='y", "../../x", "a/b"} {
		server.AddVersion(name, mlflowtest.Version{RunID: run})
		version, _, err := mlflow.Resolve(context.Background(), registry, repro.ModelRef{Name: name})
		if err != nil || version.Name != name {
			t.Errorf("%q: got %q, error %v", name, version.Name, err)
		}
		versions, err := registry.ModelVersions(context.Background(), name)
		if err != nil || len(versions) != 1 || versions[0].Name != name {
			t.Errorf("%q: versions %v, error %v; want one of its own", name, versions, err)
		}
	}
	server.AddVersion(`both ' and "`, mlflowtest.Version{RunID: run})
	_, err := registry.ModelVersions(context.Background(), `both ' and "`)
	wantParts(t, err, "cannot be written in MLflow's search filters")
}

func TestResolveSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn-classifier", mlflowtest.Version{RunID: run, Stage: "Staging"}, "champion")
	server.AddVersion("fraud", mlflowtest.Version{RunID: run})
	server.AddVersion("ada@example.com", mlflowtest.Version{RunID: run})
	server.AddModel("greeting", "", map[string]string{"mlflow.prompt.is_prompt": "true"})
	registry, _ := connect(t, server)
	for _, test := range []struct {
		model, version string
		parts          []string
	}{
		{"churn-clasifier", "", []string{"resolve churn-clasifier", "model not found", "did you mean churn-classifier?"}},
		{"Churn-Classifier", "3", []string{"did you mean churn-classifier?"}},
		{"churn", "@x", []string{"did you mean churn-classifier?"}},
		{"zebra", "", []string{"the registry has", "churn-classifier, fraud"}},
		{"ada", "@example.com", []string{"did you mean models:/ada@example.com/latest?"}},
		{"churn-classifier", "4", []string{"version not found", "aliases champion", "stages Staging", "versions 1"}},
		{"churn-classifier", "@champ", []string{"resolve churn-classifier@champ: alias not found", "aliases champion"}},
		{"churn-classifier", "@chmapion", []string{"resolve churn-classifier@chmapion: alias not found; did you mean champion? this model has aliases champion"}},
		{"churn-classifier", "champoin", []string{"alias not found; did you mean champion? this model has"}},
		{"churn-classifier", "stagging", []string{"did you mean Staging? this model has"}},
		{"churn-classifier", "latst", []string{"did you mean latest? this model has"}},
		{"churn-classifier", "blue", []string{"alias not found; this model has"}},
		{"churn-classifier", "production", []string{"no version is in stage Production"}},
		{"churn-classifier", "stage:prod", []string{"no such stage", "None, Staging, Production, Archived"}},
		{"greeting", "", []string{"is a prompt, not a model"}},
	} {
		_, _, err := mlflow.Resolve(context.Background(), registry, parse(t, test.model, test.version))
		wantParts(t, err, test.parts...)
		wantReason(t, err, "")
	}
}

func TestResolveAmbiguousWord(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: run, Stage: "Production"})
	server.AddVersion("churn", mlflowtest.Version{RunID: run}, "production")
	registry, _ := connect(t, server)
	ctx := context.Background()
	for _, word := range []string{"production", "Production", "PRODUCTION"} {
		_, _, err := mlflow.Resolve(ctx, registry, parse(t, "churn", word))
		wantParts(t, err, "both an alias (of version 2) and a stage (of version 1)", "@production or stage:Production")
	}
	for selector, want := range map[string]string{"@production": "2", "stage:production": "1"} {
		version, _, err := mlflow.Resolve(ctx, registry, parse(t, "churn", selector))
		if err != nil || version.Version != want {
			t.Errorf("%s: version %q, error %v; want %s", selector, version.Version, err, want)
		}
	}
	server.SetAlias("churn", "production", "1")
	if version, _, err := mlflow.Resolve(ctx, registry, parse(t, "churn", "production")); err != nil || version.Version != "1" {
		t.Errorf("alias and stage of one version: version %q, error %v; want 1", version.Version, err)
	}
}

func TestResolveRunID(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.NoRegistry = true
	id := server.AddRun(mlflowtest.Run{Name: "a"})
	registry, _ := connect(t, server)
	version, run, err := mlflow.Resolve(context.Background(), registry, repro.ModelRef{RunID: id})
	if err != nil || run.ID != id || version.RunID != id || version.RunFrom == "" || version.Name != "" {
		t.Errorf("got %+v, %+v, %v; want the run and no model", version, run, err)
	}
	if asked := server.Requests(); len(asked) != 1 {
		t.Errorf("asked %q; want one request", asked)
	}
	for _, id := range []string{strings.Repeat("f", 32), "../x", "a b", "", "--"} {
		if id == "" {
			continue
		}
		_, _, err := mlflow.Resolve(context.Background(), registry, repro.ModelRef{RunID: id})
		if !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("run %q: %v; want not found", id, err)
		}
	}
}

// TestNoRegistry: DagsHub, and servers that only track.
func TestNoRegistry(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"html", "dagshub"} {
		server := mlflowtest.New(t)
		server.NoRegistry, server.DagsHub = words == "html", words == "dagshub"
		registry, ticks := connect(t, server)
		for _, selector := range []string{"", "3", "@champion"} {
			_, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", selector))
			wantParts(t, err, "no model registry", "--run-id RUN_ID")
			if !errors.Is(err, mlflow.ErrNoRegistry) {
				t.Errorf("%s %q: %v; want ErrNoRegistry in the chain", words, selector, err)
			}
		}
		if len(ticks.waits) != 0 {
			t.Errorf("%s: waited %v; what is not there does not come by waiting", words, ticks.waits)
		}
	}
}

func TestNotFinished(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		run  repro.Run
		part string // "" is a run that can be compared with
	}{
		{repro.Run{ID: "a", Status: repro.RunFinished}, ""},
		{repro.Run{ID: "a", From: "models/model_metadata.json"}, ""},
		{repro.Run{ID: "a", Status: repro.RunFinished, Deleted: true}, "was deleted"},
		{repro.Run{ID: "a", Status: repro.RunRunning}, "is RUNNING"},
		{repro.Run{ID: "a", Status: repro.RunScheduled}, "is SCHEDULED"},
		{repro.Run{ID: "a", Status: repro.RunFailed}, "ended as FAILED"},
		{repro.Run{ID: "a", Status: repro.RunKilled}, "ended as KILLED"},
		{repro.Run{ID: "a", Status: ""}, "nothing known"},
		{repro.Run{ID: "a", Status: "WEIRD"}, "ended as WEIRD"},
	} {
		err := mlflow.NotFinished(test.run)
		if test.part == "" {
			if err != nil {
				t.Errorf("%+v: %v; want none", test.run, err)
			}
			continue
		}
		wantParts(t, err, test.part)
		wantReason(t, err, repro.OriginalNotFinished)
	}
}
