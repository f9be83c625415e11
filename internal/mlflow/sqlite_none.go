//go:build nosqlite

package mlflow

import (
	"context"
	"fmt"
)

// openSQLite refuses: the container image is built without SQLite, which is a
// quarter of the program. What trains for the container runs elsewhere, so a
// database file beside it would never see the new run.
func openSQLite(_ context.Context, path, _ string) (Store, error) {
	return nil, fmt.Errorf("open %s: this build reads no databases; start `mlflow server --backend-store-uri sqlite:///%s` and give its http address, or put reproduce on the job's own PATH with the action's setup/", path, path)
}
