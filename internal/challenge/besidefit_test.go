package challenge

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBesideFit: names of metrics that tell of the params, of time or of the machine, and of such
// that a fit computes.
func TestBesideFit(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"lr": true, "learning_rate": true, "train/lr": true, "lr-Adam": true, "lr-AdamW/pg1": true, "final_lr": true, "learningRate": true, "total_steps": true,
		"train/global_step": true, "epoch": true, "n_iter": true, "sgd-momentum": true,
		"n_parameters": true, "trainable_params": true, "modelSizeMB": true, "params_m": true, "train/total_flos": true, "gflops": true, "n_features": true, "batch_size": true,
		"lr_end": true, "lr/mean": true, "warmup_factor": true, "rollout/exploration_rate": true, "n_updates": true, "num_evals": true, "n_tokens": true, "workers": true,
		"gpu_cost": true, "train_seconds_cost": true, "cost_usd": true, "peak_mem_mb": true, "epoch_seconds": true, "tokens_per_second": true, "gpuHours": true, "cpu_percent": true, "energy_kwh": true, "co2_g": true, "train_runtime": true,
		"cost": false, "train_cost": false, "energy": false, "time": false, "time_to_event_mae": false, "memory_loss": false, "n_correct": false, "n_errors": false, "speed_rmse": false, "power": false, "price": false, "mean": false, "top1": false,
		"loss": false, "train_loss_step": false, "val_loss_epoch": false, "error_rate": false, "hit_rate": false, "accuracy": false, "train": false, "best_iteration": false, "r2": false, "": false,
		"feature_loss": false, "effect_size": false, "n_leaves": false, "model": false, "rate": false, "train_rate": false, "learning_total": false, "dropout_rate": false,
	} {
		if got := BesideFit(name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestFollowsExactly: what went as a param did, or against it; from or to nothing nobody can say.
func TestFollowsExactly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		before, after float64
		was, is       string
		want          bool
	}{
		{12, 6, "6", "3", true}, {1, 2, "6", "3", true}, {0.3, 0.1, "0.003", "0.001", true}, {-4, -2, "6", "3", true},
		{0.7, 0.36, "6", "3", false}, {0, 2, "6", "3", false}, {2, 0, "6", "3", false}, {1, 2, "0", "1", false}, {1, 2, "1", "0", false},
		{0.7, 0.36, "0", "1", false}, {0.7, 0.36, "adam", "1", false}, {0.7, 0.36, "1", "adam", false},
	} {
		if got := followsExactly(tt.before, tt.after, Input{"lr", tt.was, tt.is}); got != tt.want {
			t.Errorf("%v to %v, as %s to %s: %t", tt.before, tt.after, tt.was, tt.is, got)
		}
	}
}

// TestMoved_ofParams: what follows a param whatever is fitted has neither moved nor kept others
// from having stayed.
func TestMoved_ofParams(t *testing.T) {
	t.Parallel()
	same := func(name string, value float64) repro.Delta {
		return repro.Delta{Name: name, Original: value, Reproduced: value, State: repro.StateIdentical}
	}
	compared := repro.Comparison{Deltas: []repro.Delta{same("loss", 0.41421356), same("lr-Adam", 0.003), same("speed", 12), same("twice", 1), same("n_test", 31), same("network_params", 4353)}}
	changed := map[string]float64{"loss": 0.41421356, "lr-Adam": 0.001, "speed": 6, "twice": 2, "n_test": 16, "network_params": 1153}
	input := Input{"epochs", "6", "3"}
	moved, err := Moved(compared, repro.NewMetrics(changed), repro.MetricPolicy{}, input)
	if err != nil || len(moved) > 0 || !Stayed(compared, repro.NewMetrics(changed), repro.MetricPolicy{}, input) {
		t.Errorf("moved %+v, %v", moved, err)
	}
	for name, value := range map[string]float64{"leaves": 31, "test_size_gain": 31.5} {
		one := repro.Comparison{Deltas: []repro.Delta{same(name, value)}}
		if moved, err = Moved(one, repro.NewMetrics(map[string]float64{name: 16}), repro.MetricPolicy{}, input); err != nil || len(moved) != 1 {
			t.Errorf("%s: moved %+v, %v", name, moved, err)
		}
	}
	changed["loss"] = 0.5
	if moved, err = Moved(compared, repro.NewMetrics(changed), repro.MetricPolicy{}, input); err != nil || len(moved) != 1 || moved[0].Name != "loss" {
		t.Errorf("moved %+v, %v", moved, err)
	}
	if got := Needed(repro.Comparison{Deltas: []repro.Delta{same("lr", 0.0123456789), same("loss", 0.41421356)}}); len(got) != 1 || got[0] != "loss" {
		t.Errorf("needed %q", got)
	}
}
