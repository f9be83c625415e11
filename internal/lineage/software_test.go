package lineage

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSeenOutranksWrittenDown: a run's requirements may be what somebody wrote for it; what
// the training was seen to import is what trained.
func TestSeenOutranksWrittenDown(t *testing.T) {
	t.Parallel()
	seen := []repro.Software{{Version: "3.11.7", Packages: []repro.Package{{Name: "numpy", Version: "2.4.6", From: repro.SeenInTraining}}}}
	now := repro.Lineage{Packages: []repro.Package{{Name: "numpy", Version: "1.26.4", From: "requirements.txt of model m v2"}}}
	seenSoftware(&now, seen)
	inputs := packaging.ComparePackages([]repro.Package{{Name: "numpy", Version: "1.26.4", From: "requirements.txt of model m v1"}}, now.Packages)
	if len(inputs) != 1 || inputs[0].State != repro.InputDiffers || inputs[0].Now != "2.4.6" {
		t.Errorf("got %+v; want numpy to differ, with what was seen", inputs)
	}
	if want := (repro.Fact{Value: "3.11.7", From: repro.SeenInTraining}); !reflect.DeepEqual(now.Python, want) {
		t.Errorf("got Python %+v, want %+v", now.Python, want)
	}
	var mixed repro.Lineage
	seenSoftware(&mixed, append(seen, repro.Software{Version: "3.12.1"}))
	if mixed.Python.Known() {
		t.Errorf("two Pythons trained, and %+v is told", mixed.Python)
	}
}

// TestOtherSoftware: what a new run recorded is held against the environment that was
// rebuilt; nothing recorded proves nothing.
func TestOtherSoftware(t *testing.T) {
	t.Parallel()
	made := repro.Environment{Python: "3.11.7", Packages: map[string]string{"numpy": "1.26.4", "torch": "2.1.0+cpu"}}
	recorded := func(python string, packages ...repro.Package) repro.Lineage {
		return repro.Lineage{Python: repro.Fact{Value: python}, Packages: packages}
	}
	for _, c := range []struct {
		about    string
		recorded repro.Lineage
		others   []string
		known    bool
	}{
		{"nothing", repro.Lineage{}, nil, false},
		{"Python alone", recorded("3.11.7"), nil, false},
		{"the same", recorded("3.11.7", repro.Package{Name: "numpy", Version: "1.26.4"}, repro.Package{Name: "torch", Version: "2.1.0"}, repro.Package{Name: "open"}), nil, true},
		{"another Python", recorded("3.12.1", repro.Package{Name: "numpy", Version: "1.26.4"}), []string{"Python 3.12.1"}, true},
		{"another package, and one that is not there", recorded("3.11.7", repro.Package{Name: "numpy", Version: "2.0"}, repro.Package{Name: "dvc", Version: "3.0"}), []string{"dvc 3.0", "numpy 2.0"}, true},
	} {
		if others, known := OtherSoftware(c.recorded, made); !reflect.DeepEqual(others, c.others) || known != c.known {
			t.Errorf("%s: %q, known %v", c.about, others, known)
		}
	}
}

// TestRecordedSoftware: what a record saw comes before what MLflow left, each with its
// witness; what they say in two ways, and what cannot be followed, is noted.
func TestRecordedSoftware(t *testing.T) {
	t.Parallel()
	document := documentOf(t, func(l *recorded.Lineage) {
		l.Environment.Packages = append(l.Environment.Packages, recorded.Package{Name: "fork", Version: "1.0", Origin: "https://host.example.com/fork.git@0"})
		l.Gaps = []string{"2 Pythons ran; the packages are those of /usr/bin/python3", "the network was not seen"}
	})
	model := map[string]string{
		"MLmodel":          "mlflow_version: 3.1.0\nflavors:\n  python_function:\n    python_version: 3.12.1\n  sklearn:\n    sklearn_version: 1.3.2\n",
		"python_env.yaml":  "python: 3.12.1\n",
		"requirements.txt": "numpy==1.0\nfork @ git+https://host.example.com/fork.git\n-c constraints.txt\n",
		"constraints.txt":  "zipp==1.0\n",
		"conda.yaml":       "channels: [conda-forge, 'https://conda.example.com/t/secret']\ndependencies: [python=3.12.1, pip<=24, 'mkl::scipy=1.2.3=b', {pip: [numpy==1.0, only-there==1]}]\n",
	}
	for _, c := range []struct {
		about, document string
		model           map[string]string
		want            repro.RecordedSoftware
	}{
		{about: "nothing"},
		{about: "a model", model: model, want: repro.RecordedSoftware{
			Python: repro.Fact{Value: "3.12.1", From: "MLmodel of model churn v1"}, MLflow: repro.Fact{Value: "3.1.0", From: "MLmodel of model churn v1"},
			Imported: []repro.Package{{Name: "scikit-learn", Version: "1.3.2", From: "MLmodel of model churn v1"}},
			Lists: []repro.RequirementList{{From: "requirements.txt of model churn v1", Text: model["requirements.txt"], Constraints: model["constraints.txt"]},
				{From: "conda.yaml of model churn v1", Text: "only-there==1\n", Constraints: model["constraints.txt"]}},
			Conda: []repro.Package{{Name: "scipy", Version: "1.2.3", From: "conda.yaml of model churn v1"}},
			Notes: []string{"1 channel of conda.yaml of model churn v1"},
		}},
		{about: "a record", document: document, want: repro.RecordedSoftware{
			Python:    repro.Fact{Value: "3.11.7", From: "reproduce/lineage.json of run RUN"},
			Installed: []repro.Package{{Name: "numpy", Version: "2.4.6", From: "reproduce/lineage.json of run RUN"}, {Name: "extra-one", Version: "1.0", From: "reproduce/lineage.json of run RUN"}, {Name: "fork", From: "reproduce/lineage.json of run RUN"}},
			Notes:     []string{"2 Pythons ran; the packages are those of /usr/bin/python3, as reproduce/lineage.json of run RUN says"},
		}},
		{about: "both", document: document, model: map[string]string{"MLmodel": "flavors:\n  python_function:\n    python_version: 3.12.1\n"}, want: repro.RecordedSoftware{
			Python:    repro.Fact{Value: "3.11.7", From: "reproduce/lineage.json of run RUN"},
			Installed: []repro.Package{{Name: "numpy", Version: "2.4.6", From: "reproduce/lineage.json of run RUN"}, {Name: "extra-one", Version: "1.0", From: "reproduce/lineage.json of run RUN"}, {Name: "fork", From: "reproduce/lineage.json of run RUN"}},
			Notes: []string{"2 Pythons ran; the packages are those of /usr/bin/python3, as reproduce/lineage.json of run RUN says",
				"Python 3.12.1 of MLmodel of model churn v1, as reproduce/lineage.json of run RUN has 3.11.7"},
		}},
	} {
		server := mlflowtest.New(t)
		tags := map[string]string{}
		if c.document != "" {
			tags[recorded.Tag] = recordID
		}
		id := server.AddRun(mlflowtest.Run{Tags: tags})
		if c.document != "" {
			server.AddFiles(id, map[string]string{"reproduce/lineage.json": c.document})
		}
		version := repro.ModelVersion{}
		registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		defer registry.Close()
		run, err := registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if c.model != nil {
			server.AddVersion("churn", mlflowtest.Version{RunID: id, Source: "mlflow-artifacts:/1/models/m", Files: c.model})
			selector, err := repro.ParseSelector("1")
			if err != nil {
				t.Fatal(err)
			}
			if version, _, err = mlflow.Resolve(t.Context(), registry, repro.ModelRef{Name: "churn", Selector: selector}); err != nil {
				t.Fatal(err)
			}
		}
		got, want := dump(t, RecordedSoftware(t.Context(), registry, version, run)), dump(t, c.want)
		if got = strings.ReplaceAll(got, "run "+id[:7], "run RUN"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", c.about, got, want)
		}
	}
}

func dump(t *testing.T, software repro.RecordedSoftware) string {
	t.Helper()
	text, err := doc.EncodeJSON(software, " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
