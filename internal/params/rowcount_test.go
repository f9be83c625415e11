package params

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDerived_rows: the count of the rows that were read, and what a share of them leaves, was
// given to nobody; a setting was.
func TestDerived_rows(t *testing.T) {
	t.Parallel()
	known := Known{
		Run: repro.Run{Params: repro.NewParams(map[string]string{"n_rows": "170", "n_train": "127", "n_test": "43", "train_rows": "136", "test_size": "0.2", "epochs": "170", "n_samples": "170"})},
		Rows: func(param string) []int {
			if param == "n_samples" { // a program takes it
				return nil
			}
			return []int{171, 170}
		},
	}
	for _, tt := range []struct {
		name, original, now string
		want                bool
	}{
		{"n_rows", "200", "170", true}, {"data.num_examples", "200", "171", true}, {"n_train", "150", "127", true}, {"train_rows", "160", "136", true},
		{"n_rows", "200", "150", false}, {"epochs", "200", "170", false}, {"n_samples", "100", "170", false}, {"n_rows", "all", "170", false}, {"n_train", "150", "100", false},
		{"data_hash", "41742bc7fbb394ac", "224d1ad5c4018bd2", true}, {"data.train_sha", "41742bc7", "224d1ad5", true}, {"git_sha", "41742bc7", "224d1ad5", false}, {"train_config_hash", "41742bc7", "224d1ad5", false}, {"model_file_sha", "41742bc7", "224d1ad5", false}, {"data_hash", "crc", "md5", false},
	} {
		if got := Derived(tt.name, tt.original, tt.now, Known{}, known); got != "" != tt.want {
			t.Errorf("%s, %s to %s: %q", tt.name, tt.original, tt.now, got)
		}
	}
}
