package train

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestRestored: a metrics file of a stage that DVC only skipped came out of its
// cache; one of a stage that ran as well was made.
func TestRestored(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x, metrics: [train.json]}\n  evaluate: {cmd: y, metrics: [m.json: {cache: false}]}\nmetrics: [loose.json]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ log, want []string }{
		{[]string{"Running stage 'train':", "Running stage 'evaluate':"}, nil},
		{[]string{"Stage 'train' is cached - skipping run, checking out outputs", "Running stage 'evaluate':"}, []string{"train.json"}},
		{[]string{"Stage 'train' didn't change, skipping", "Stage 'evaluate' is cached - skipping run, checking out outputs"}, []string{"train.json", "m.json"}},
		{[]string{"Stage 'train' didn't change, skipping", "Running stage 'train':"}, nil},
	} {
		if got := RestoredMetrics(pipeline, logOf(tt.log)); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.log, got, tt.want)
		}
	}
}
