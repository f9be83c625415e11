//go:build unix

package audit

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// stateOf gives the answer to one check, as "failed: what was found".
func told(v AuditedVersion, check Check) string {
	for _, finding := range v.Findings {
		if finding.Check == check {
			return string(finding.State) + ": " + finding.Found
		}
	}
	return "not asked"
}

func seven(t *testing.T) settings.Selecting {
	t.Helper()
	selector, err := repro.ParseSelector("1")
	if err != nil {
		t.Fatal(err)
	}
	return settings.Selecting{Models: []string{"churn"}, Version: selector, VersionGiven: true}
}

// soundRun has everything but an environment.
func soundRun(w *auditWorld) mlflowtest.Run {
	return mlflowtest.Run{
		Params:  map[string]string{"train.lr": "0.1", "seed": "42"},
		Metrics: map[string]float64{"accuracy": 0.9},
		Tags:    map[string]string{"mlflow.source.git.commit": w.good[0]},
	}
}

// TestAuditOfOneReadsItsFiles: one version is worth the requests that its
// files cost, and what they leave open is said.
func TestAuditOfOneReadsItsFiles(t *testing.T) {
	t.Parallel()
	const mlmodel = "flavors:\n  python_function:\n    python_version: 3.11.9\nrun_id: x\n"
	world := newAuditWorld(t)
	for name, test := range map[string]struct {
		files               map[string]string
		environment, pinned string
		level, possible     Level
	}{
		"pinned": {
			map[string]string{"MLmodel": mlmodel, "requirements.txt": "mlflow==2.10.0\nscikit-learn==1.4.0 --hash=sha256:00\nnumpy===1.26.4 ; python_version > '3.8'\n"},
			"passed: 3 packages", "passed: Python 3.11.9", 4, 5, // nobody knows whether the tree was clean
		},
		"left open": {
			map[string]string{"MLmodel": mlmodel, "requirements.txt": "mlflow==2.10.0\nscikit-learn>=1.4\nnumpy\ntorch==2.*\n"},
			"passed: 4 packages", "failed: left open: scikit-learn, numpy, torch", 4, 4,
		},
		"another file": {
			map[string]string{"MLmodel": mlmodel, "requirements.txt": "-r base.txt\nnumpy==1.26.4\n"},
			"passed: 1 package", "failed: left open: -r base.txt", 4, 4,
		},
		"no Python": {
			map[string]string{"MLmodel": "flavors: {}\n", "requirements.txt": "numpy==1.26.4\n"},
			"passed", "failed: left open: Python", 4, 4,
		},
		"conda": {
			map[string]string{"MLmodel": mlmodel, "conda.yaml": "dependencies:\n- python=3.10.4\n- conda-forge::numpy=1.26.4=py310\n- pip\n- pip:\n  - scikit-learn==1.4.0\n"},
			"passed: 2 packages", "passed: Python 3.10.4", 4, 5, // nobody knows whether the tree was clean
		},
		"conda, left open": {
			map[string]string{"MLmodel": mlmodel, "conda.yaml": "dependencies:\n- python=3.10.4\n- numpy>=1.2\n- scipy\n"},
			"passed: 2 packages", "failed: left open: numpy, scipy", 4, 4,
		},
		"a model without either": {map[string]string{"MLmodel": mlmodel}, "failed", "nothing to check", 4, 4},
		"files out of reach":     {nil, "not checked: the model's files cannot be read", "not checked", 4, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			// A source that the server resolves itself: else it says of each file that is not there that it may not be readable.
			server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(soundRun(world)), Source: "mlflow-artifacts:/1/models/m", Files: test.files})
			server.AddVersion("churn", mlflowtest.Version{})
			audited := auditOf(t, server.URL, world.clone, seven(t))
			if len(audited.Versions) != 1 {
				t.Fatalf("%d versions, want the one that was named", len(audited.Versions))
			}
			got := audited.Versions[0]
			if text := told(got, CheckEnvironment); !strings.HasPrefix(text, test.environment) {
				t.Errorf("environment: %q, want %q", text, test.environment)
			}
			if text := told(got, CheckPinned); !strings.HasPrefix(text, test.pinned) {
				t.Errorf("pinned: %q, want %q", text, test.pinned)
			}
			if got.Level != test.level || got.Possible != test.possible {
				t.Errorf("level %d to %d, want %d to %d: %+v", got.Level, got.Possible, test.level, test.possible, got.Failed())
			}
			if requests := server.Requests(); len(requests) > 10 {
				t.Errorf("%d requests for one version: %q", len(requests), requests)
			}
		})
	}
}

// TestAuditWithoutACloneSaysSo: what only a clone can tell is neither there
// nor missing.
func TestAuditWithoutACloneSaysSo(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := mlflowtest.Run{
		Params:  map[string]string{"lr": "0.1"},
		Metrics: map[string]float64{"accuracy": 0.9},
		Tags:    map[string]string{"mlflow.source.git.commit": strings.Repeat("ab", 20)},
	}
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
	audited := auditOf(t, server.URL, "", seven(t))
	got := audited.Versions[0]
	if failed := got.Failed(); len(failed) > 0 {
		t.Errorf("failed %+v; a lock or a params file at the commit may have all of it", failed)
	}
	if got.Level != 3 || got.Possible != 5 || audited.Clone != "" {
		t.Errorf("level %d to %d in clone %q, want 3 to 5 in none", got.Level, got.Possible, audited.Clone)
	}
	for _, check := range []Check{CheckReachable, CheckPlace, CheckData, CheckPresent, CheckLock, CheckSeed} {
		if text := told(got, check); !strings.HasPrefix(text, "not checked: ") || len(text) < 20 {
			t.Errorf("%s: %q, want why nobody looked", check, text)
		}
	}
}

// TestAuditInAnotherProjectsCloneInventsNothing: a commit that is not there
// may be in the clone that this one is not.
func TestAuditInAnotherProjectsCloneInventsNothing(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	server := mlflowtest.New(t)
	run := soundRun(world)
	run.Tags = map[string]string{"mlflow.source.git.commit": strings.Repeat("ab", 20)}
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
	run.ID, run.Tags = "", nil
	run.Params = map[string]string{"n_estimators": "5", "seed": "1", "depth": "1"}
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
	audited := auditOf(t, server.URL, world.clone, settings.Selecting{Models: []string{"c*"}})
	for _, version := range audited.Versions {
		for _, check := range []Check{CheckReachable, CheckPlace} {
			if text := told(version, check); !strings.HasPrefix(text, "not checked") && !strings.HasPrefix(text, "nothing to check") {
				t.Errorf("v%s %s: %q, want that nobody can tell", version.Version, check, text)
			}
		}
	}
}

// TestAuditReadsACloneAsFarAsItGoes: a shallow clone does not have what was
// cut off, and that is no finding.
func TestAuditReadsACloneAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	shallow := filepath.Join(t.TempDir(), "shallow")
	world.git(t, "clone", "--quiet", "--depth=1", "file://"+world.clone, shallow)
	server := mlflowtest.New(t)
	for _, commit := range []string{world.good[0], world.gone} {
		run := soundRun(world)
		run.Tags = map[string]string{"mlflow.source.git.commit": commit}
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
	}
	audited := auditOf(t, server.URL, shallow, settings.Selecting{Models: []string{"*"}})
	states := map[string]string{}
	for _, version := range audited.Versions {
		state, _, _ := strings.Cut(told(version, CheckReachable), ":")
		states[version.Version] = state
	}
	if want := map[string]string{"1": "not checked", "2": "passed"}; !maps.Equal(states, want) {
		t.Errorf("commit reachable: %v, want %v", states, want)
	}
}

// TestAuditOfADirectoryLooksAtEachFile: the list of a directory's files being
// there does not mean that they are.
func TestAuditOfADirectoryLooksAtEachFile(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	manifest := `[{"md5": "` + sum("a") + `", "relpath": "a"}, {"md5": "` + sum("b") + `", "relpath": "b"}]`
	world.put(t, sum(manifest)+".dir", manifest)
	world.put(t, sum("a"), "a")
	world.write(t, "data/images.dvc", "outs:\n- md5: "+sum(manifest)+".dir\n  hash: md5\n  path: images\n")
	commit := world.commit(t)
	audited := func() string {
		server := mlflowtest.New(t)
		run := soundRun(world)
		run.Tags = map[string]string{"mlflow.source.git.commit": commit}
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
		return told(auditOf(t, server.URL, world.clone, seven(t)).Versions[0], CheckPresent)
	}
	if text := audited(); !strings.Contains(text, "data/images: 1 of its 2 files are not in remote shelf") {
		t.Errorf("with one of two files: %q", text)
	}
	world.put(t, sum("b"), "b")
	if text := audited(); strings.Contains(text, "images") {
		t.Errorf("with both files: %q", text)
	}
	if err := os.RemoveAll(world.remote); err != nil {
		t.Fatal(err)
	}
	if text := audited(); !strings.HasPrefix(text, "not checked") {
		t.Errorf("with a remote that is not mounted: %q", text)
	}
}

// TestAuditNamesWhatWasMeant: a name that is nobody's ends with a way out.
func TestAuditNamesWhatWasMeant(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})}, "production")
	server.AddModel("empty", "", nil)
	server.AddModel("greeting", "", map[string]string{"mlflow.prompt.is_prompt": "true"})
	registry := openStore(t, server.URL)
	for _, test := range []struct{ model, version, want string }{
		{"chrun", "", "audit: no registered model matches chrun"},
		{"x*", "", "audit: no registered model matches x*"},
		{"churn", "9", "audit: churn has no version 9"},
		{"greeting", "", "is a prompt, not a model"},
	} {
		selector, err := repro.ParseSelector(test.version)
		if err != nil {
			t.Fatal(err)
		}
		s := settings.Selecting{Models: []string{test.model}, Version: selector, VersionGiven: test.version != ""}
		if _, err := (&Auditor{Store: registry, Selecting: s, Now: clock}).Audit(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("audit %s --version %s: %v, want %q", test.model, test.version, err, test.want)
		}
	}
	if _, err := (&Auditor{Store: openStore(t, mlflowtest.New(t).URL), Selecting: settings.Selecting{Models: []string{"*"}}, Now: clock}).Audit(t.Context()); err == nil || !strings.Contains(err.Error(), "the registry has no models; ") || strings.Contains(err.Error(), "reproduce list") {
		t.Errorf("a registry without models: %v", err)
	}
	audited, err := (&Auditor{Store: registry, Selecting: settings.Selecting{Models: []string{"empty"}}, Now: clock}).Audit(t.Context())
	if err != nil || audited.Models != 1 || len(audited.Versions) != 0 {
		t.Errorf("a model without versions: %+v, %v", audited, err)
	}
	audited, err = (&Auditor{Store: registry, Selecting: settings.Selecting{Models: []string{"*"}, Version: repro.Selector{Kind: repro.SelectAlias, Text: "production"}, VersionGiven: true}, Now: clock}).Audit(t.Context())
	if err != nil || len(audited.Versions) != 1 || len(audited.Notes) != 1 {
		t.Errorf("by alias: %+v, %v; want churn and a note about empty", audited, err)
	}
	server.AddVersion("churn", mlflowtest.Version{})
	audited, err = (&Auditor{Store: registry, Selecting: settings.Selecting{Models: []string{"churn"}, VersionGiven: true}, Now: clock}).Audit(t.Context())
	if err != nil || len(audited.Versions) != 1 || audited.Versions[0].Version != "2" {
		t.Errorf("latest: %+v, %v; want version 2 alone", audited, err)
	}
}
