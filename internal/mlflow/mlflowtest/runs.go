package mlflowtest

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (s *Server) getRun(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.URL.Query().Get("run_id")
	run, ok := s.state.runs[id]
	if !ok {
		missing(w, "Run with id="+id+" not found")
		return
	}
	s.answer(w, map[string]any{"run": s.runJSON(run)})
}

func (s *Server) runJSON(run *Run) map[string]any {
	stage := "active"
	if run.Deleted {
		stage = "deleted"
	}
	info := map[string]any{
		"run_id": run.ID, "run_uuid": run.ID, "experiment_id": run.Experiment, "user_id": "ada", "status": run.Status,
		"start_time": s.whole(run.Start), "lifecycle_stage": stage,
		"artifact_uri": "mlflow-artifacts:/" + run.Experiment + "/" + run.ID + "/artifacts",
	}
	put(info, "run_name", run.Name)
	if run.End > 0 {
		info["end_time"] = s.whole(run.End)
	}
	data := map[string]any{}
	put(data, "params", tagsJSON(run.Params))
	put(data, "tags", tagsJSON(run.Tags))
	var metrics []any
	for _, name := range sorted(run.History) {
		if points := run.History[name]; len(points) > 0 {
			metrics = append(metrics, s.pointJSON(name, slices.MaxFunc(points, latest)))
		}
	}
	put(data, "metrics", metrics)
	fields := map[string]any{"info": info, "data": data}
	var inputs []any
	for _, dataset := range run.Datasets {
		entry := map[string]any{"dataset": map[string]any{
			"name": dataset.Name, "digest": dataset.Digest, "source_type": "local", "source": dataset.Source, "profile": dataset.Profile,
		}}
		if dataset.Context != "" {
			entry["tags"] = tagsJSON(map[string]string{"mlflow.data.context": dataset.Context})
		}
		inputs = append(inputs, entry)
	}
	if len(inputs) > 0 {
		fields["inputs"] = map[string]any{"dataset_inputs": inputs}
	}
	return fields
}

// latest orders points as MLflow does: by step, then time, then value.
func latest(a, b Point) int {
	return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(a.Time, b.Time), cmp.Compare(a.Value, b.Value))
}

func (s *Server) pointJSON(name string, point Point) map[string]any {
	return map[string]any{"key": name, "value": s.value(point.Value), "timestamp": s.whole(point.Time), "step": s.whole(point.Step)}
}

// value writes a metric: NaN as a text, infinities as what a database keeps.
func (s *Server) value(v float64) any {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1) && s.Infinities:
		return "Infinity"
	case math.IsInf(v, -1) && s.Infinities:
		return "-Infinity"
	case math.IsInf(v, 0):
		return math.Copysign(math.MaxFloat64, v)
	}
	return v
}

func (s *Server) runArtifact(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	if run, ok := s.state.runs[query.Get("run_id")]; ok {
		if file, ok := run.Files[query.Get("path")]; ok {
			text(w, http.StatusOK, file)
			return
		}
	}
	page(w, http.StatusInternalServerError) // what 2.x and cloud stores say of a file that is not there
}

func (s *Server) searchExperiments(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	paged(s, w, r.URL.Query().Get("max_results"), 50_000, r.URL.Query().Get("page_token"), "experiments", sorted(s.state.experiments), func(id string) map[string]any {
		return map[string]any{"experiment_id": id, "name": s.state.experiments[id], "lifecycle_stage": "active"}
	})
}

func (s *Server) searchRuns(w http.ResponseWriter, r *http.Request) {
	var query struct {
		ExperimentIDs []string `json:"experiment_ids"`
		Filter        string   `json:"filter"`
		View          string   `json:"run_view_type"`
		MaxResults    int      `json:"max_results"`
		OrderBy       []string `json:"order_by"`
		PageToken     string   `json:"page_token"`
	}
	if !body(w, r, &query) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.NoRunIDIn && strings.Contains(query.Filter, " IN (") {
		invalid(w, "Invalid comparator 'IN' not one of '{'!=', 'LIKE', '='}")
		return
	}
	match, err := parseFilter(query.Filter)
	if err != nil {
		invalid(w, err.Error())
		return
	}
	var found []*Run
	for _, id := range s.state.order {
		run := s.state.runs[id]
		visible := query.View == "ALL" || run.Deleted == (query.View == "DELETED_ONLY")
		if slices.Contains(query.ExperimentIDs, run.Experiment) && visible && match(run) {
			found = append(found, run)
		}
	}
	slices.SortStableFunc(found, func(a, b *Run) int { return cmp.Compare(b.Start, a.Start) })
	size := ""
	if query.MaxResults != 0 {
		size = strconv.Itoa(query.MaxResults)
	}
	paged(s, w, size, 50_000, query.PageToken, "runs", found, s.runJSON)
}

// getHistory orders by time, as SQL stores do.
func (s *Server) getHistory(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	run, ok := s.state.runs[query.Get("run_id")]
	if !ok {
		missing(w, "Run with id="+query.Get("run_id")+" not found")
		return
	}
	if s.HistoryBug && query.Get("max_results") == "" {
		s.answer(w, map[string]any{"next_page_token": offset(0)})
		return
	}
	name := query.Get("metric_key")
	points := slices.Clone(run.History[name])
	slices.SortStableFunc(points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Value, b.Value))
	})
	size := query.Get("max_results")
	if s.HistoryWhole {
		size = ""
	}
	paged(s, w, size, math.MaxInt32, query.Get("page_token"), "metrics", points, func(point Point) map[string]any {
		return s.pointJSON(name, point)
	})
}
