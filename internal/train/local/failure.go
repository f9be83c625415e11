package local

import (
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// noData says how to have the data that DVC missed: in a fresh clone .dvc files
// stand without what they name.
func noData(log dvc.Log, execution repro.Execution) []string {
	if !log.NoData || execution.Status == repro.ExecSucceeded {
		return nil
	}
	return []string{"DVC did not find data that a .dvc file names, because a fresh clone has only the .dvc file. Start the command with dvc checkout (from the local cache) or dvc pull (from the remote)"}
}
