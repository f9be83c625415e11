package sideeffect

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRegistryLost: what a training deleted or wrote over is told, what is worst
// first, with the line that undoes it or the word that there is none.
func TestRegistryLost(t *testing.T) {
	t.Parallel()
	const first, second, beside, gone = "11111111111111111111111111111111", "22222222222222222222222222222222", "33333333333333333333333333333333", "44444444444444444444444444444444"
	for name, tt := range map[string]struct {
		training func(*mlflowtest.Server)
		want     []string
	}{
		"nothing": {func(*mlflowtest.Server) {}, nil},
		"a version": {func(s *mlflowtest.Server) { s.DeleteVersion("churn", "2") }, []string{
			`while it trained, version 2 of churn was deleted; MLflow cannot restore a version; to register its model again, under a new number: python -c 'import mlflow; mlflow.MlflowClient().create_model_version("churn", "runs:/` + second + `/model", "` + second + `")'`,
			"while it trained, alias @candidate of churn was taken from version 2; it cannot be put back, as version 2 is deleted",
		}},
		"an alias": {func(s *mlflowtest.Server) { s.DeleteAlias("churn", "candidate") }, []string{
			`while it trained, alias @candidate of churn was taken from version 2; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_alias("churn", "candidate", "2")'`}},
		"the model": {func(s *mlflowtest.Server) { s.DeleteModel("churn") }, []string{
			"while it trained, the registered model churn was deleted, with 2 versions; MLflow cannot restore it; to make it again, before its versions: python -c 'import mlflow; mlflow.MlflowClient().create_registered_model(\"churn\")'",
			"version 2 of churn is gone; to register its model again, under a new number: python -c 'import mlflow; mlflow.MlflowClient().create_model_version(",
			"version 1 of churn is gone; to register its model again,",
		}},
		"a version's run": {func(s *mlflowtest.Server) { s.DeleteRun(first, false) }, []string{
			"while it trained, run " + first + " of version 1 was deleted; to undo it: mlflow runs restore --run-id " + first}},
		"a run beside it": {func(s *mlflowtest.Server) { s.DeleteRun(beside, false) }, []string{
			"while it trained, run " + beside + " was deleted; to undo it: mlflow runs restore --run-id " + beside}},
		"a run, for good": {func(s *mlflowtest.Server) { s.DeleteRun(beside, true) }, []string{
			"while it trained, run " + beside + " was deleted for good; MLflow cannot restore it"}},
		"a run that was deleted before": {func(s *mlflowtest.Server) { s.DeleteRun(gone, false) }, nil},
		"tags of a version": {func(s *mlflowtest.Server) {
			s.Retag("churn", "1", map[string]string{"owner": "eve", "new": "x", "reproduce.checked_at": "2026"})
		}, []string{
			`while it trained, tag "gate" of version 1 of churn was deleted; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_model_version_tag("churn", "1", "gate", "passed")'`,
			`while it trained, tag "new" of version 1 of churn was set; to undo it: python -c 'import mlflow; mlflow.MlflowClient().delete_model_version_tag("churn", "1", "new")'`,
			`while it trained, tag "owner" of version 1 of churn was changed; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_model_version_tag("churn", "1", "owner", "ada")'`,
		}},
		"tags and description of the model": {func(s *mlflowtest.Server) { s.AddModel("churn", "other", map[string]string{"team": "b"}) }, []string{
			`while it trained, tag "team" of model churn was changed; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_tag("churn", "team", "a")'`,
			`while it trained, the description of churn was changed; to undo it: python -c 'import mlflow; mlflow.MlflowClient().update_registered_model("churn", description="about")'`,
		}},
		"many versions": {func(s *mlflowtest.Server) {
			for range 12 { // nobody knew of them before
				s.AddVersion("churn", mlflowtest.Version{})
			}
			s.DeleteVersion("churn", "1")
		}, []string{"while it trained, version 1 of churn was deleted;", "while it trained, alias @production of churn was taken from version 1; it cannot be put back", "while it trained, version 14 of churn was registered"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			for _, id := range []string{first, second, beside, gone} {
				server.AddRun(mlflowtest.Run{ID: id, Deleted: id == gone})
			}
			server.AddModel("churn", "about", map[string]string{"team": "a"})
			server.AddVersion("churn", mlflowtest.Version{RunID: first, Tags: map[string]string{"owner": "ada", "gate": "passed"}}, "production")
			server.AddVersion("churn", mlflowtest.Version{RunID: second}, "candidate")
			registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
			if err != nil {
				t.Fatal(err)
			}
			defer registry.Close()
			original, err := registry.Run(t.Context(), first)
			if err != nil {
				t.Fatal(err)
			}
			before := Read(t.Context(), registry, repro.ModelVersion{Name: "churn", Version: "1"}, original, false)
			tt.training(server)
			got := before.Changes(t.Context(), nil)
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("got  %s\nwant %s", got[i], want)
				}
			}
		})
	}
}

// TestFewer: a training that retags everything does not fill the report.
func TestFewer(t *testing.T) {
	t.Parallel()
	many := make([]string, maxToldChanges+3)
	got := fewer(many, "tags of churn")
	if last := got[len(got)-1]; len(got) != maxToldChanges+1 || last != "while it trained, 3 more changes were made to the tags of churn" {
		t.Errorf("got %d, the last %q", len(got), last)
	}
}
