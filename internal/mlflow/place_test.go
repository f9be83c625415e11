package mlflow_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// project makes a directory with the stores a test asks for.
func project(t *testing.T, parts ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range parts {
		switch part {
		case "mlruns":
			if err := os.CopyFS(filepath.Join(dir, "mlruns"), os.DirFS(fixtures+"mlruns")); err != nil {
				t.Fatal(err)
			}
		case "mlflow.db":
			data, err := os.ReadFile(loadDump(t))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "mlflow.db"), string(data))
		default: // a file
			write(t, filepath.Join(dir, part), "")
		}
	}
	return dir
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestWhereToRead: MLflow's precedence and its default, from any directory.
func TestWhereToRead(t *testing.T) {
	t.Parallel()
	both := project(t, "mlruns", "mlflow.db")
	tree := project(t, "mlruns")
	database := project(t, "mlflow.db", "mlruns/notes.txt", "mlruns/models/churn/meta.yaml", "mlruns/12a/meta.yaml")
	odd := filepath.Join(project(t), "a b%20c?d#e[1]")
	if err := os.Rename(tree, odd); err != nil {
		t.Fatal(err)
	}
	tree = odd
	oddDB := filepath.Join(project(t), "x%y ?#.db")
	if err := os.Rename(filepath.Join(project(t, "mlflow.db"), "mlflow.db"), oddDB); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, uri, dir string
		env            []string
		want           string // Registry.URI
	}{
		{"nothing set, a tree", "", tree, nil, tree + "/mlruns"},
		{"nothing set, a tree and a database", "", both, nil, both + "/mlruns"},
		{"nothing set, no experiment in the tree", "", database, nil, "sqlite:///" + database + "/mlflow.db"},
		{"environment", "", both, []string{"MLFLOW_TRACKING_URI", "sqlite:///mlflow.db"}, "sqlite:///" + both + "/mlflow.db"},
		{"flag before environment", "mlruns", both, []string{"MLFLOW_TRACKING_URI", "sqlite:///mlflow.db"}, both + "/mlruns"},
		{"relative directory", "./mlruns", tree, nil, tree + "/mlruns"},
		{"absolute directory", both + "/mlruns/", "/", nil, both + "/mlruns/"},
		{"file: relative", "file:mlruns", both, nil, both + "/mlruns"},
		{"file: with three slashes", "file://" + both + "/mlruns", "/", nil, both + "/mlruns"},
		{"file: of localhost", "file://localhost" + both + "/mlruns", "/", nil, both + "/mlruns"},
		{"file: escaped", "file:" + strings.NewReplacer("%", "%25", " ", "%20", "?", "%3F", "#", "%23").Replace(tree) + "/mlruns", "/", nil, tree + "/mlruns"},
		{"sqlite absolute", "sqlite:///" + both + "/mlflow.db", "/", nil, "sqlite:///" + both + "/mlflow.db"},
		{"sqlite with a driver", "sqlite+pysqlite:///mlflow.db?check_same_thread=false", both, nil, "sqlite:///" + both + "/mlflow.db"},
		{"sqlite escaped", "sqlite:///" + strings.NewReplacer("%", "%25", "?", "%3F").Replace(oddDB), "/", nil, "sqlite:///" + oddDB},
		{"server", "HTTP://mlflow.example:5000/", "/", nil, "http://mlflow.example:5000"},
		{"spaces around", "  https://h/p/ \t", "/", nil, "https://h/p"},
	} {
		said := ""
		registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: strings.TrimRight(test.uri, "\t"), Dir: test.dir, Getenv: env(test.env...), Notice: func(text string) { said += text }})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if found := strings.HasPrefix(test.name, "nothing set"); found != strings.Contains(said, "no tracking server is named, so "+test.dir) {
			t.Errorf("%s: it says %q", test.name, said)
		}
		if strings.TrimSuffix(registry.URI, "/") != strings.TrimSuffix(test.want, "/") {
			t.Errorf("%s: reads %s; want %s", test.name, registry.URI, test.want)
		}
		if !strings.HasPrefix(strings.ToLower(test.want), "http") {
			if _, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "1")); err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
		}
		registry.Close()
	}
}

func TestWhereNotToRead(t *testing.T) {
	t.Parallel()
	dir := project(t, "mlruns", "mlflow.db", "notes.txt")
	for uri, part := range map[string]string{
		"databricks":                        "no DATABRICKS_HOST",
		"databricks://profile":              `no profile "profile" in ~/.databrickscfg`,
		"databricks-uc":                     "the workspace's own registry",
		"uc":                                "Unity Catalog",
		"azureml://x/y":                     "Azure ML needs its own sign-in",
		"arn:aws:sagemaker:eu-west-1:1:x/y": "SageMaker needs signed requests",
		"postgresql://u:hunter2@h/db":       "mlflow server --backend-store-uri",
		"mysql+pymysql://u:hunter2@h/db":    "mlflow server --backend-store-uri",
		"s3://bucket/mlruns":                `scheme "s3"`,
		"http://":                           "no host",
		"ada:hunter2@dagshub.com/x.mlflow":  "needs that",
		"hunter2@dagshub.com/x.mlflow":      "needs that",
		"http:/ada:hunter2@h":               "no host",
		"https:///x":                        "no host",
		"http://u:hunter2@h/x?y=1":          "has a query",
		"http://h/#/experiments/1":          "copied from the browser",
		"http://u:hunter2%@h/":              "not a valid URL",
		"http://h\n/x":                      "control characters",
		"sqlite://":                         "no file in it",
		"sqlite:///":                        "no file in it",
		"sqlite:///:memory:":                "no file in it",
		"sqlite:///gone.db":                 "no such file",
		"sqlite:///notes.txt":               "is not an SQLite database",
		"sqlite:///mlruns":                  "is not a regular file",
		"file://server/share":               "names a host",
		"file://ada:hunter2@server/share":   "names a host (\"server\")",
		"/gone/user@host/mlruns":            "tracking directory /gone/user@host/mlruns",
		"file:///gone/user@host/mlruns":     "tracking directory /gone/user@host/mlruns",
		"file:":                             "no usable path",
		"./gone":                            "no such file or directory",
		"mlflow.db":                         "sqlite:///",
		".":                                 "give " + filepath.Join(dir, "mlruns"),
	} {
		_, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: uri, Dir: dir, Getenv: env()})
		wantParts(t, err, part)
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error repeats the password: %v", uri, err)
		}
	}
	_, err := mlflow.Open(context.Background(), mlflow.Config{Dir: project(t), Getenv: env()})
	wantParts(t, err, "no tracking server is named", "--tracking-uri", "MLFLOW_TRACKING_URI")
}

// TestRegistryElsewhere: runs in one store, models in another.
func TestRegistryElsewhere(t *testing.T) {
	t.Parallel()
	dir := project(t, "mlflow.db")
	server := replayServer(t)
	registry := open(t, mlflow.Config{TrackingURI: server, Dir: dir, Getenv: env("MLFLOW_REGISTRY_URI", "sqlite:///mlflow.db")})
	version, err := registry.ModelVersion(context.Background(), "churn", "1")
	if err != nil || version.URL != "" {
		t.Errorf("the version came from the server: %+v, %v", version, err)
	}
	_, _, err = mlflow.Resolve(context.Background(), open(t, mlflow.Config{
		TrackingURI: fixtures + "mlruns", Getenv: env("MLFLOW_REGISTRY_URI", "sqlite:///"+dir+"/mlflow.db"),
	}), parse(t, "churn", "1"))
	wantReason(t, err, repro.NoRun) // the version's run is in the database, not in the tree
	_, err = mlflow.Open(context.Background(), mlflow.Config{TrackingURI: fixtures + "mlruns", Getenv: env("MLFLOW_REGISTRY_URI", "databricks-uc")})
	wantParts(t, err, "MLFLOW_REGISTRY_URI", "Databricks")
}
