package sideeffect

import (
	"context"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestMoved: what is elsewhere after a training is said, with who did it as far
// as that is known, and with what puts it back.
func TestMoved(t *testing.T) {
	t.Parallel()
	entry := func(aliases map[string]string, versions ...repro.ModelVersion) mlflow.Model {
		return mlflow.Model{Name: "it's", Aliases: aliases, Newest: versions}
	}
	in := func(number, stage string) repro.ModelVersion {
		return repro.ModelVersion{Name: "it's", Version: number, Stage: stage}
	}
	for name, tt := range map[string]struct {
		before, after mlflow.Model
		ours          []repro.ModelVersion
		want          []string
	}{
		"nothing": {entry(map[string]string{"a": "1"}, in("1", "")), entry(map[string]string{"a": "1"}, in("1", "")), nil, nil},
		"an alias, to ours": {entry(map[string]string{"production": "3"}, in("3", "")), entry(map[string]string{"production": "7"}, in("7", "")), []repro.ModelVersion{in("7", "")},
			[]string{`this training moved alias @production of it's from version 3 to version 7; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_alias("it'\''s", "production", "3")'`}},
		"an alias, to a challenge's": {entry(map[string]string{"production": "3"}), entry(map[string]string{"production": "7"}), []repro.ModelVersion{{Name: "it's", Version: "7", RunID: "challenge"}},
			[]string{"a challenge of this check moved alias @production of it's from version 3 to version 7; to undo it: python -c"}},
		"an alias, to another": {entry(map[string]string{"production": "3"}), entry(map[string]string{"production": "2"}), []repro.ModelVersion{in("7", "")},
			[]string{"while it trained, alias @production of it's was moved from version 3 to version 2;"}},
		"to another model's version of ours": {entry(map[string]string{"production": "3"}), entry(map[string]string{"production": "7"}), []repro.ModelVersion{{Name: "other", Version: "7"}},
			[]string{"while it trained, alias @production of it's was moved"}},
		"a new alias": {entry(nil), entry(map[string]string{"fresh": "7"}), []repro.ModelVersion{in("7", "")},
			[]string{`this training set alias @fresh of it's to version 7; to undo it: python -c 'import mlflow; mlflow.MlflowClient().delete_registered_model_alias("it'\''s", "fresh")'`}},
		"an alias is gone": {entry(map[string]string{"old": "3"}), entry(nil), nil,
			[]string{"while it trained, alias @old of it's was taken from version 3; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_alias"}},
		"an alias of a version that is gone": {entry(map[string]string{"old": "9"}), entry(nil), nil,
			[]string{"while it trained, alias @old of it's was taken from version 9; it cannot be put back, as version 9 is deleted"}},
		"a stage": {entry(nil, in("3", "Production"), in("2", "Archived")), entry(nil, in("7", "Production"), in("3", "Archived")), []repro.ModelVersion{in("7", "Production")},
			[]string{`this training moved stage Production of it's from version 3 to version 7; to undo it: python -c 'import mlflow; mlflow.MlflowClient().transition_model_version_stage("it'\''s", "3", "Production", archive_existing_versions=True)'`}},
		"a stage that was empty": {entry(nil, in("3", "")), entry(nil, in("7", "Staging"), in("3", "")), []repro.ModelVersion{in("7", "Staging")},
			[]string{`this training set stage Staging of it's to version 7; to undo it: python -c 'import mlflow; mlflow.MlflowClient().transition_model_version_stage("it'\''s", "7", "None")'`}},
		"a version of nobody": {entry(nil, in("3", "")), entry(nil, in("8", "")), nil,
			[]string{"while it trained, version 8 of it's was registered, by a run without this reproduction's id"}},
		"ours alone": {entry(nil, in("3", "")), entry(nil, in("7", "")), []repro.ModelVersion{in("7", "")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := moved(tt.before, tt.after, tt.ours, makers{"challenge"}, map[string]bool{"9": true})
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

// TestRegistryChanges asks a server, as little as it can, and fails nobody.
func TestRegistryChanges(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	first := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: first}, "production")
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	version := repro.ModelVersion{Name: "churn", Version: "1"}

	before := Read(t.Context(), registry, version, repro.Run{}, false)
	if got := before.Changes(t.Context(), nil); len(got) > 0 {
		t.Errorf("nothing happened: %q", got)
	}
	ours, second := server.AddRun(mlflowtest.Run{}), server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: ours}, "production")
	server.AddVersion("shadow", mlflowtest.Version{RunID: second}, "live")
	got := before.Changes(t.Context(), []string{ours, second})
	want := []string{
		"this training moved alias @production of churn from version 1 to version 2; to undo it:",
		"alias @live of shadow now points to version 1, which this reproduction registered",
		"this training registered version 2 of churn (a reproduction, not a new model)",
		"this training registered version 1 of shadow (a reproduction, not a new model)",
	}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}

	// What a challenge registered is called so: it has not the original's params.
	got = before.Changes(t.Context(), []string{ours}, second)
	want = []string{
		"this training moved alias @production of churn from version 1 to version 2; to undo it:",
		"alias @live of shadow now points to version 1, which a challenge of this check registered",
		"this training registered version 2 of churn (a reproduction, not a new model)",
		"a challenge of this check registered version 1 of shadow with a param changed; nobody should use it",
	}
	for i := range want {
		if len(got) != len(want) || !strings.HasPrefix(got[i], want[i]) {
			t.Fatalf("got %q\nwant %q", got, want)
		}
	}
	if own := Own(got); len(own) != 3 || !before.Registered(t.Context(), []string{second}) || before.Registered(t.Context(), nil) {
		t.Errorf("of the check's own are %q", own)
	}

	// A training that is only taken up: nobody knows what was before.
	resumed := Read(t.Context(), registry, version, repro.Run{}, true)
	got = resumed.Changes(t.Context(), []string{ours})
	if len(got) != 2 || !strings.HasPrefix(got[0], "alias @production of churn now points to version 2") {
		t.Errorf("resumed: %q", got)
	}

	// The server does not answer: a warning each, and no failure.
	closed, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	unread := Read(t.Context(), closed, version, repro.Run{}, false)
	if unread.known || !strings.Contains(unread.doubt, "churn") {
		t.Errorf("unread: %+v", unread)
	}
	ended, end := context.WithCancel(t.Context())
	end() // so that it is not asked for long
	if changes, doubts := unread.Seen(ended, []string{ours}); len(changes) > 0 || len(doubts) == 0 {
		t.Errorf("unread, it changed %q, doubts %q", changes, doubts)
	}
}

// TestPythonSpellsWhatAReportWouldActOn: a mention, a comment and a code span.
func TestPythonSpellsWhatAReportWouldActOn(t *testing.T) {
	t.Parallel()
	if got, want := python("s3://a@b/<!-- `x` -->é"), `"s3://a\x40b/\x3c!-- \x60x\x60 --\x3e\u00e9"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
