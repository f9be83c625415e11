package params

import "testing"

// TestPassing: what is another in every training is told from an input.
func TestPassing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, original, reproduced string
		want                       bool
	}{
		{"run_dir", "outputs/2026-11-28/23-03-03-422674", "outputs/2026-11-28/23-03-04-102120", true},
		{"out", "runs/20261128-230303", "runs/20261129-010203", true},
		{"logs", "runs/Nov28_23-03-03_box", "runs/Nov29_01-02-03_box", true},
		{"save_to", "ckpt/0a1b2c3d-0000-4000-8000-0123456789ab/best.pt", "ckpt/ffffffff-0000-4000-8000-0123456789ab/best.pt", true},
		{"save_to", "ckpt/0a1b2c3d4e5f60718293a4b5c6d7e8f9", "ckpt/ffffffff4e5f60718293a4b5c6d7e8f9", true},
		{"checkpoint_path", "/tmp/ckpt_12361", "/tmp/ckpt_12543", true},
		{"lock", "run/job_4711.lock", "run/job_4712.lock", true},
		{"started", "2026-11-28 23:03:03.422674", "2026-11-29 01:02:03.102120", true},
		{"begin", "1764371000.25", "1764372000.5", true},
		{"job_id", "12160", "12244", true},
		{"slurm_job_id", "12160", "12244", true},
		{"env.hostname", "box-a", "box-b", true},
		{"wandb_id", "1d933e7b", "eaebaa8f", true},

		{"data_dir", "runs/small", "runs/large", false},
		{"data", "data/2026-11-28.csv", "data/2026-11-29.csv", false},
		{"cutoff", "2026-11-28", "2026-11-29", false},
		{"part", "data/part_1001", "data/part_1002", false},
		{"save_to", "2026-11-28 23:03:03/a", "2026-11-29 01:02:03/b", false},
		{"seed_used", "691552422", "674344689", false},
		{"max_depth", "25", "30", false},
		{"lr", "0.1", "0.2", false},
		{"n_rows", "150", "100", false},
		{"dataset_id", "1d933e7b", "eaebaa8f", false},
	} {
		if got := Passing(tt.name, tt.original, tt.reproduced); got != tt.want {
			t.Errorf("%s: %s, then %s: got %v, want %v", tt.name, tt.original, tt.reproduced, got, tt.want)
		}
	}
}
