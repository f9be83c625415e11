package planning

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestEditPublishesNoSecret: a logged secret is not committed, with a key of its
// own or into one that the file has.
func TestEditPublishesNoSecret(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, unknown string
		param               repro.Param
		refused             bool
	}{
		{"added", "lr: 0.1\n", "add", repro.Param{Name: "api_key", Value: "sk-LEAKKEY0123456789"}, true},
		{"into a key that is there", "lr: 0.1\ndb_url: none\n", "ignore", repro.Param{Name: "db_url", Value: "postgres://u:hunter22@h/d"}, true},
		{"not written", "lr: 0.1\n", "ignore", repro.Param{Name: "api_key", Value: "sk-LEAKKEY0123456789"}, false},
		{"no secret", "lr: 0.1\n", "add", repro.Param{Name: "sort_key", Value: "name"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"params.yaml": {Data: []byte(tt.file)}}
			run := repro.Run{Params: repro.Params{{Name: "lr", Value: "0.2"}, tt.param}}
			_, err := Edit(files, settings.Params{UnknownParams: tt.unknown}, run)
			doubt, is := repro.AsDoubt(err)
			if is != tt.refused || is && (doubt.Reason != repro.ParamsNotWritable || !strings.Contains(err.Error(), tt.param.Name) || strings.Contains(err.Error(), tt.param.Value)) {
				t.Errorf("error %v, refused should be %v", err, tt.refused)
			}
		})
	}
}

// TestASecretIsLeftOut: the way that the refusal names works, and shows nothing of the secret.
func TestASecretIsLeftOut(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"params.yaml": {Data: []byte("lr: 0.1\ndb_url: none\nsalt_key: a\n")}}
	run := repro.Run{Params: repro.Params{{Name: "db_url", Value: "postgres://u:hunter22@h/d"}, {Name: "lr", Value: "0.2"}}}
	if _, err := Edit(files, settings.Params{}, run); err == nil || !strings.Contains(err.Error(), "--ignore-params db_url") {
		t.Errorf("the refusal: %v, want the way out", err)
	}
	edits, err := Edit(files, settings.Params{IgnoreParams: []string{"db_url"}}, run)
	if err != nil || len(edits.Files) != 1 || string(edits.Files[0].After) != "lr: 0.2\ndb_url: none\nsalt_key: a\n" {
		t.Fatalf("%+v (%v), want lr alone written", edits.Files, err)
	}
	if text := fmt.Sprint(edits); strings.Contains(text, "hunter22") || !strings.Contains(text, "db_url was not put back, as it looks like a secret") {
		t.Errorf("edits %s", text)
	}
	if len(edits.Edits) != 3 {
		t.Errorf("%+v, want db_url once", edits.Edits)
	}
	if _, err := Edit(files, settings.Params{IgnoreParams: []string{"lr"}}, run); err == nil || !strings.Contains(err.Error(), "lr is an input") {
		t.Errorf("lr: %v", err)
	}
}

// TestEditWithoutParams: a run that logged no params needs no params file.
func TestEditWithoutParams(t *testing.T) {
	t.Parallel()
	if edits, err := Edit(fstest.MapFS{"train.py": {}}, settings.Params{}, repro.Run{}); err != nil || len(edits.Files) > 0 {
		t.Errorf("%d files, error %v", len(edits.Files), err)
	}
	if _, err := Edit(fstest.MapFS{"train.py": {}}, settings.Params{}, repro.Run{Params: repro.Params{{Name: "lr", Value: "1"}}}); err == nil {
		t.Error("a param that has no file to go to was not told of")
	}
}
