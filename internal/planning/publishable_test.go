package planning

import (
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
