package versions

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestOwners: in a registry that several repositories share, a night leaves out what names
// another one, keeps what names none, and says how many of each.
func TestOwners(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	add := func(name string, tags, onVersion map[string]string, sources ...string) {
		run := mlflowtest.Run{Tags: tags}
		for _, source := range sources {
			run.Datasets = append(run.Datasets, mlflowtest.Dataset{Name: "data", Digest: "1", Source: source})
		}
		id := server.AddRun(run)
		server.AddVersion(name, mlflowtest.Version{RunID: id, Tags: onVersion}, "production")
	}
	add("ours-https", map[string]string{"mlflow.source.git.repoURL": "https://github.com/Octo/Churn.git"}, nil)
	add("ours-ssh", map[string]string{"mlflow.source.git.repoURL": "git@github.com:octo/churn.git"}, nil)
	add("ours-with-a-token", map[string]string{"mlflow.source.git.repoURL": "https://x:secret@github.com/octo/churn"}, nil)
	add("ours-by-its-project", map[string]string{"mlflow.source.name": "https://github.com/octo/churn#train"}, nil)
	add("ours-and-another", map[string]string{"mlflow.source.git.repoURL": "https://github.com/octo/data"}, map[string]string{"repository": "https://github.com/octo/churn"})
	add("other", map[string]string{"mlflow.source.git.repoURL": "https://github.com/octo/fraud"}, nil)
	add("other-host", map[string]string{"mlflow.source.git.repoURL": "https://gitlab.com/octo/churn"}, nil)
	add("other-by-a-tag", nil, map[string]string{"repository": "ssh://git@github.com/octo/spam.git"})
	add("other-by-its-data", nil, nil, `{"tags": {"mlflow.source.git.repoURL": "https://github.com/octo/data"}}`)
	add("nameless-public-data", nil, nil, "https://github.com/octo/public/raw/main/iris.csv")
	add("nameless", map[string]string{"mlflow.source.name": "train.py"}, nil)
	add("nameless-path", map[string]string{"mlflow.source.name": "/home/ada/train.py", "repository": "churn"}, nil)
	for name, test := range map[string]struct {
		asking, models string
		due            string
		notes          []string
		empty          string
	}{
		"the repository asks": {"https://github.com/octo/churn", "*",
			"nameless nameless-path nameless-public-data ours-and-another ours-by-its-project ours-https ours-ssh ours-with-a-token",
			[]string{"4 models name another repository, and are left out: other (github.com/octo/fraud), other-by-a-tag (github.com/octo/spam), other-by-its-data (github.com/octo/data), other-host (gitlab.com/octo/churn)", "3 models name no repository, and are kept"}, ""},
		"nobody knows who asks":     {"", "*", "nameless nameless-path nameless-public-data other other-by-a-tag other-by-its-data other-host ours-and-another ours-by-its-project ours-https ours-ssh ours-with-a-token", nil, ""},
		"one is named all the same": {"git@github.com:octo/churn", "other\nours-ssh", "other ours-ssh", nil, ""},
		"none is ours":              {"https://github.com/octo/churn", "other*", "", nil, "4 models name another repository"},
	} {
		t.Run(name, func(t *testing.T) {
			s := settings.Selecting{Models: strings.Split(test.models, "\n"), VersionGiven: true, Repository: test.asking}
			values, err := settings.Values{"version": "production", "max-models": "0"}.Settings("list")
			if err != nil {
				t.Fatal(err)
			}
			s.Version = values.Version
			list, err := Due(t.Context(), connect(t, server), s, nil, nil, today)
			if err != nil {
				t.Fatal(err)
			}
			var due []string
			for _, item := range list.Tonight {
				due = append(due, item.Name)
			}
			if got := strings.Join(due, " "); got != test.due {
				t.Errorf("due are %s\nwant %s", got, test.due)
			}
			notes := strings.Join(list.Notes, "\n")
			for _, want := range test.notes {
				if !strings.Contains(notes, want) {
					t.Errorf("the notes are\n%s\nwithout %q", notes, want)
				}
			}
			if test.notes == nil && strings.Contains(notes, "no repository") || strings.Contains(notes, "secret") {
				t.Errorf("the notes are\n%s", notes)
			}
			if (list.Empty != nil) != (test.empty != "") || list.Empty != nil && !strings.Contains(list.Empty.Error(), test.empty) {
				t.Errorf("empty: %v, want %q", list.Empty, test.empty)
			}
		})
	}
}

// TestDatasetTags: a dataset that code made names the code's repository.
func TestDatasetTags(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`{"tags": {"mlflow.source.git.repoURL": "https://github.com/octo/fraud", "mlflow.user": "ada"}}`: "https://github.com/octo/fraud",
		`{"uri": "https://github.com/octo/data/raw/main/iris.csv"}`:                                      "",
		"s3://bucket/iris.csv": "", "": "", `{"tags": 7}`: "",
	} {
		if got := datasetTags(source)["mlflow.source.git.repoURL"]; got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
