package mlflow

import (
	"fmt"
)

// notARun answers a text that cannot be a run id.
func notARun(text string) error {
	return fmt.Errorf("read run %s: %w: that is no run id; MLflow's have 32 hex digits, as in the run's address", shown(text), ErrNotFound)
}
