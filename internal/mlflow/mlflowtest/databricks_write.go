package mlflowtest

import (
	"fmt"
	"net/http"
	"strconv"
)

// What MLflow's client sends to a workspace and nothing of ours sends to a server: one
// value after the other, where our trainings log by batch.

func (s *Server) createExperiment(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Name string `json:"name"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strconv.Itoa(1_234_567_890_123_456 + len(s.state.experiments)) // as long as theirs
	s.state.experiments[id] = request.Name
	s.answer(w, map[string]any{"experiment_id": id})
}

// searchExperimentsByPost is how MLflow's client asks; the page token is in the body.
func (s *Server) searchExperimentsByPost(w http.ResponseWriter, r *http.Request) {
	var request struct {
		MaxResults int      `json:"max_results"`
		View       string   `json:"view_type"`
		PageToken  string   `json:"page_token"`
		Filter     string   `json:"filter"`
		OrderBy    []string `json:"order_by"`
	}
	if !body(w, r, &request) {
		return
	}
	query := r.URL.Query()
	query.Set("page_token", request.PageToken)
	if request.MaxResults != 0 {
		query.Set("max_results", fmt.Sprint(request.MaxResults))
	}
	r.URL.RawQuery = query.Encode()
	s.searchExperiments(w, r)
}

func (s *Server) logParam(w http.ResponseWriter, r *http.Request) {
	var request struct {
		ID   string `json:"run_id"`
		UUID string `json:"run_uuid"`
		pair
	}
	if body(w, r, &request) {
		s.log(w, request.ID, batch{Params: []pair{request.pair}})
	}
}

func (s *Server) logMetric(w http.ResponseWriter, r *http.Request) {
	var request struct {
		ID   string `json:"run_id"`
		UUID string `json:"run_uuid"`
		metric
	}
	if body(w, r, &request) {
		s.log(w, request.ID, batch{Metrics: []metric{request.metric}})
	}
}
