package redact

import "testing"

// TestHints_ordinaryLines: what most trainings print has no hint of a secret, so that no
// pattern is tried on it, whatever full stops, quotes and flags it has.
func TestHints_ordinaryLines(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"2026-11-20 10:00:01 INFO train: epoch 1 step 34 loss=0.482913 accuracy=0.8417 lr=0.001 time=12.5s\n",
		"Epoch 12/50 - 3s - loss: 0.4829 - accuracy: 0.8417 - val_loss: 0.5122 - val_accuracy: 0.8301\n",
		"[LightGBM] [Info] Total Bins 255, number of data points in the train set: 105, number of used features: 4\n",
		"[12]\ttrain-rmse:0.48291\tvalid-rmse:0.51220\n",
		" 34%|███▍      | 340/1000 [00:12<00:24, 27.1it/s, loss=0.483]\r",
		"{\"epoch\": 12, \"loss\": 0.482913, 'lr': 0.001, \"note\": \"it is as it was set\"}\n",
		"> python src/train.py -p 3 --out x@y.z\n",
	} {
		if hints := hintsIn(line); !hints.none() {
			t.Errorf("%q has a hint of a secret: %x", line, hints)
		}
	}
	for _, line := range []string{"password: x\n", "token.", "PRIVATE KEY", "https://u:p@h", "\u212a"} {
		if hints := hintsIn(line); hints.none() {
			t.Errorf("%q has no hint of a secret", line)
		}
	}
}
