package mlflow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func (s *server) Run(ctx context.Context, id string) (repro.Run, error) {
	var answer struct {
		Run wireRun `json:"run"`
	}
	doing := "read run " + id
	if !repro.IsRunID(id) {
		return repro.Run{}, notARun(id)
	}
	if err := s.Ask(ctx, rest.Request{Doing: doing, Path: api + "/runs/get", Query: url.Values{"run_id": {id}}}, &answer); err != nil {
		return repro.Run{}, err
	}
	run, err := answer.Run.run()
	if err != nil {
		return repro.Run{}, fmt.Errorf("%s: %w", doing, s.Garbled(err))
	}
	if run.ID != id {
		return repro.Run{}, s.Strange(doing, "run "+shown(run.ID))
	}
	run.URL = s.runURL(run)
	return run, nil
}

// searchRuns is the body of runs/search.
type searchRuns struct {
	ExperimentIDs []string `json:"experiment_ids"`
	Filter        string   `json:"filter,omitempty"`
	View          string   `json:"run_view_type"`
	MaxResults    int      `json:"max_results"`
	OrderBy       []string `json:"order_by,omitempty"`
	PageToken     string   `json:"page_token,omitempty"`
}

// Runs asks for the runs in batches, which needs the ids of all experiments
// first. A server that does not take run_id IN (…) is asked for them one by one.
func (s *server) Runs(ctx context.Context, ids []string) (map[string]repro.Run, error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		if repro.IsRunID(id) {
			wanted[id] = true
		}
	}
	found := make(map[string]repro.Run, len(wanted))
	if len(wanted) == 0 {
		return found, nil
	}
	experiments, err := s.experimentIDs(ctx, true)
	if err != nil {
		return nil, err
	}
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(wanted)), runBatch) {
		err := s.search(ctx, fmt.Sprintf("read %d runs", len(batch)), searchRuns{
			ExperimentIDs: experiments, View: "ALL", MaxResults: len(batch),
			Filter: "attributes.run_id IN ('" + strings.Join(batch, "','") + "')",
		}, func(run repro.Run) error {
			if wanted[run.ID] {
				found[run.ID] = run
			}
			return nil
		})
		var refused *rest.ServerError
		if errors.As(err, &refused) && refused.Status == 400 {
			err = s.oneByOne(ctx, batch, found)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (s *server) oneByOne(ctx context.Context, ids []string, found map[string]repro.Run) error {
	for _, id := range ids {
		run, err := s.Run(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		found[id] = run
	}
	return nil
}

func (s *server) FindRuns(ctx context.Context, query RunQuery) ([]repro.Run, error) {
	const doing = "search runs"
	filter, err := tagFilter(query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	ids := query.ExperimentIDs
	if len(ids) == 0 { // a search without experiments finds nothing, whatever there is
		if ids, err = s.experimentIDs(ctx, false); err != nil || len(ids) == 0 {
			return nil, err
		}
	}
	var runs []repro.Run
	full := errors.New("enough")
	err = s.search(ctx, doing, searchRuns{
		ExperimentIDs: ids, Filter: filter, View: "ACTIVE_ONLY", MaxResults: query.limit(),
		OrderBy: []string{"attributes.start_time DESC"},
	}, func(run repro.Run) error {
		if query.matches(run) {
			runs = append(runs, run)
		}
		if len(runs) == query.limit() {
			return full
		}
		return nil
	})
	if err != nil && !errors.Is(err, full) {
		return nil, err
	}
	order.Stable(runs, newestFirst)
	return runs, nil
}

// tagFilter writes the query in MLflow's filter language.
func tagFilter(query RunQuery) (string, error) {
	var clauses []string
	for _, key := range slices.Sorted(maps.Keys(query.Tags)) {
		value, err := quote(query.Tags[key])
		if err != nil {
			return "", err
		}
		if strings.ContainsAny(key, "`\\") {
			return "", fmt.Errorf("tag %s cannot be written in MLflow's search filters", shown(key))
		}
		clauses = append(clauses, "tags.`"+key+"` = "+value)
	}
	if !query.Since.IsZero() {
		clauses = append(clauses, "attributes.start_time >= "+strconv.FormatInt(query.Since.UnixMilli(), 10))
	}
	if query.Begins != "" {
		clauses = append(clauses, "attributes.run_id LIKE '"+query.Begins+"%'")
	}
	return strings.Join(clauses, " and "), nil
}

func (s *server) search(ctx context.Context, doing string, body searchRuns, take func(repro.Run) error) error {
	return s.pages(ctx, rest.Request{Doing: doing, Path: api + "/runs/search", Body: body}, func(page *wirePage) error {
		for _, wire := range page.Runs {
			run, err := wire.run()
			if err != nil {
				return fmt.Errorf("run %s: %w", shown(wire.Info.RunID), s.Garbled(err))
			}
			run.URL = s.runURL(run)
			if err := take(run); err != nil {
				return err
			}
		}
		return nil
	})
}

type wireExperiment struct {
	ID        label  `json:"experiment_id"`
	Name      string `json:"name"`
	Lifecycle string `json:"lifecycle_stage"`
}

func (s *server) Experiments(ctx context.Context) ([]Experiment, error) {
	var experiments []Experiment
	seen := map[string]bool{}
	req := rest.Request{
		Doing: "list experiments", Path: api + "/experiments/search",
		Query: url.Values{"max_results": {"1000"}, "view_type": {"ALL"}},
	}
	if s.databricks { // as MLflow's client asks since 1.28; older servers know the other way alone
		req.Query, req.Body = nil, map[string]any{"max_results": 1000, "view_type": "ALL"}
	}
	err := s.pages(ctx, req, func(page *wirePage) error {
		for _, wire := range page.Experiments {
			if id := string(wire.ID); !seen[id] {
				seen[id] = true
				experiments = append(experiments, Experiment{ID: id, Name: wire.Name, Deleted: wire.Lifecycle == "deleted"})
			}
		}
		return bounded(len(experiments), maxExperiments, "experiments")
	})
	order.By(experiments, func(a, b Experiment) int { return strings.Compare(a.ID, b.ID) })
	return experiments, err
}

func (s *server) experimentIDs(ctx context.Context, deleted bool) ([]string, error) {
	experiments, err := s.Experiments(ctx)
	var ids []string
	for _, experiment := range experiments {
		if deleted || !experiment.Deleted {
			ids = append(ids, experiment.ID)
		}
	}
	return ids, err
}
