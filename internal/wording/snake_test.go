package wording

import "testing"

// TestSnakeCase: the words of a name, however they are parted.
func TestSnakeCase(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"max_depth": "max_depth", "maxDepth": "max_depth", "max-depth": "max_depth", "Max depth": "max_depth", "train.maxDepth": "train.max_depth",
		"LR": "lr", "top1Acc": "top1_acc", "valMSE": "val_mse", "": "",
	} {
		if got := SnakeCase(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
