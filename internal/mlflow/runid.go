package mlflow

import (
	"fmt"
	"regexp"
)

// runID is what MLflow accepts as a run's id; in practice 32 hex digits.
// https://github.com/mlflow/mlflow/blob/master/mlflow/utils/validation.py (_RUN_ID_REGEX)
var runID = regexp.MustCompile(`^[a-zA-Z0-9][\w\-]{0,255}$`)

func isRunID(text string) bool { return runID.MatchString(text) }

func notARun(text string) error {
	return fmt.Errorf("read run %s: %w: that is no run id; MLflow's have 32 hex digits, as in the run's address", shown(text), ErrNotFound)
}
