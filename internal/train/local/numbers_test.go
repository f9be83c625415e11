package local

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// longAgo is a time before any training.
var longAgo = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// TestUntouchedNumbers: which files that the training left alone hold all of the
// values, whatever they are called there.
func TestUntouchedNumbers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file, text string
		written    bool
		values     []float64
		want       bool
	}{
		"the committed metrics":           {"metrics.json", `{"acc": 0.9333333, "n": 30}`, false, []float64{0.9333333, 30}, true},
		"under other names, nested":       {"out/m.yaml", "eval:\n  score: 0.9333333\n", false, []float64{0.9333333}, true},
		"in a table of results":           {"RESULTS.md", "| model | 0.17423 | 12 |", false, []float64{0.17423}, true},
		"the training wrote the file":     {"metrics.json", `{"acc": 0.9333333}`, true, []float64{0.9333333}, false},
		"there are more than in the file": {"metrics.json", `{"acc": 0.9333333}`, false, []float64{0.9333333, 0.20817}, false},
		"another number":                  {"metrics.json", `{"acc": 0.9333334}`, false, []float64{0.9333333}, false},
		"no text":                         {"model.bin", `0.9333333`, false, []float64{0.9333333}, false},
	} {
		files := fstest.MapFS{tt.file: {Data: []byte(tt.text), ModTime: longAgo}}
		before := filestate.StampsOf(files)
		if tt.written {
			files[tt.file].ModTime = longAgo.Add(time.Hour)
		}
		var want []string
		if tt.want {
			want = []string{tt.file}
		}
		if got := untouchedNumbers(before, files)(tt.values); !slices.Equal(got, want) {
			t.Errorf("%s: %q hold %v, want %q", name, got, tt.values, want)
		}
	}
}
