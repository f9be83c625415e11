package mlflow

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxVersionRuns bounds the runs of one search: a training starts few, and a
// filter goes into the address.
const maxVersionRuns = 100

// VersionsOfRuns asks once for all of them.
func (s *server) VersionsOfRuns(ctx context.Context, runIDs []string) ([]repro.ModelVersion, error) {
	ids := runsToAsk(runIDs)
	if len(ids) == 0 {
		return nil, nil
	}
	filter := "run_id='" + ids[0] + "'"
	if len(ids) > 1 {
		filter = "run_id IN ('" + strings.Join(ids, "','") + "')"
	}
	req := rest.Request{Doing: "list the model versions of a run", Path: api + "/model-versions/search", Query: url.Values{"max_results": {"1000"}, "filter": {filter}}}
	versions, err := s.versions(ctx, req, ofRuns(ids))
	var refused *rest.ServerError
	if len(ids) == 1 || !errors.As(err, &refused) || refused.Status != 400 {
		return versions, err
	}
	for _, id := range ids { // a server that takes no list
		more, err := s.VersionsOfRuns(ctx, []string{id})
		if err != nil {
			return nil, err
		}
		versions = append(versions, more...)
	}
	order.By(versions, byNumber)
	return versions, nil
}

// VersionsOfRuns reads all versions: a local registry is small and at hand.
func (f *files) VersionsOfRuns(ctx context.Context, runIDs []string) ([]repro.ModelVersion, error) {
	return localVersionsOf(ctx, f, runIDs)
}

func localVersionsOf(ctx context.Context, store Store, runIDs []string) ([]repro.ModelVersion, error) {
	ids := runsToAsk(runIDs)
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := store.ModelVersions(ctx, "")
	of := ofRuns(ids)
	return slices.DeleteFunc(all, func(version repro.ModelVersion) bool { return !of(version) }), err
}

// runsToAsk are the ids that can be ids, each once.
func runsToAsk(runIDs []string) []string {
	ids := slices.DeleteFunc(slices.Clone(runIDs), func(id string) bool { return !repro.IsRunID(id) })
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), maxVersionRuns)]
}

func ofRuns(ids []string) func(repro.ModelVersion) bool {
	return func(version repro.ModelVersion) bool { return slices.Contains(ids, version.RunID) }
}
