package mlflowtest

import (
	"fmt"
	"net/http"
)

// What a training would log. Only what a run needs: MLflow's clients may send
// more than this server understands, and are then told so.

type pair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (s *Server) createRun(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Experiment string `json:"experiment_id"`
		Name       string `json:"run_name"`
		User       string `json:"user_id"`
		Start      int64  `json:"start_time"`
		Tags       []pair `json:"tags"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.state.experiments[request.Experiment]; !ok {
		missing(w, "No Experiment with id="+request.Experiment+" exists")
		return
	}
	run := &Run{
		ID: fmt.Sprintf("%032x", 0xa0000+len(s.state.order)), Name: request.Name, Experiment: request.Experiment,
		Status: "RUNNING", Start: request.Start, End: -1, Tags: map[string]string{},
	}
	for _, tag := range request.Tags {
		run.Tags[tag.Key] = tag.Value
	}
	s.state.put(run)
	s.answer(w, map[string]any{"run": s.runJSON(run)})
}

// open gives a run that may be written to, or answers why not.
func (s *Server) open(w http.ResponseWriter, id string) *Run {
	run, ok := s.state.runs[id]
	switch {
	case !ok:
		missing(w, "Run with id="+id+" not found")
	case run.Deleted:
		invalid(w, "The run "+id+" must be in the 'active' state. Current state is deleted.")
	default:
		return run
	}
	return nil
}

func (s *Server) updateRun(w http.ResponseWriter, r *http.Request) {
	var request struct {
		ID     string `json:"run_id"`
		UUID   string `json:"run_uuid"`
		Status string `json:"status"`
		End    int64  `json:"end_time"`
		Name   string `json:"run_name"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if run := s.open(w, request.ID); run != nil {
		run.Status, run.End = request.Status, request.End
		s.answer(w, map[string]any{"run_info": s.runJSON(run)["info"]})
	}
}

// A metric is a value of one, as it is logged.
type metric struct {
	Key   string  `json:"key"`
	Value float64 `json:"value"`
	Time  int64   `json:"timestamp"`
	Step  int64   `json:"step"`
}

// A batch is what is logged to a run at once.
type batch struct {
	Params  []pair   `json:"params"`
	Tags    []pair   `json:"tags"`
	Metrics []metric `json:"metrics"`
}

func (s *Server) logBatch(w http.ResponseWriter, r *http.Request) {
	var request struct {
		ID string `json:"run_id"`
		batch
	}
	if body(w, r, &request) {
		s.log(w, request.ID, request.batch)
	}
}

func (s *Server) setRunTag(w http.ResponseWriter, r *http.Request) {
	var request struct {
		ID   string `json:"run_id"`
		UUID string `json:"run_uuid"` // the same, from MLflow's own client
		pair
	}
	if body(w, r, &request) {
		s.log(w, request.ID, batch{Tags: []pair{request.pair}})
	}
}

// log writes a batch to a run, or answers why not.
func (s *Server) log(w http.ResponseWriter, id string, b batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run := s.open(w, id)
	if run == nil {
		return
	}
	for _, param := range b.Params {
		if old, ok := run.Params[param.Key]; ok && old != param.Value {
			invalid(w, "Changing param values is not allowed. Param with key='"+param.Key+"' was already logged")
			return
		}
		run.Params[param.Key] = param.Value
	}
	for _, tag := range b.Tags {
		run.Tags[tag.Key] = tag.Value
	}
	for _, m := range b.Metrics {
		run.History[m.Key] = append(run.History[m.Key], Point{m.Value, m.Time, m.Step})
	}
	s.answer(w, map[string]any{})
}

func (s *Server) createModel(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Name string `json:"name"`
		Tags []pair `json:"tags"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.state.models[request.Name]; ok {
		fail(w, http.StatusBadRequest, "RESOURCE_ALREADY_EXISTS", "Registered Model (name="+request.Name+") already exists.")
		return
	}
	s.answer(w, map[string]any{"registered_model": s.modelJSON(s.state.model(request.Name))})
}

func (s *Server) createVersion(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Name   string `json:"name"`
		Source string `json:"source"`
		Run    string `json:"run_id"`
		Tags   []pair `json:"tags"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.state.models[request.Name]
	if !ok {
		missing(w, "Registered Model with name="+request.Name+" not found")
		return
	}
	tags := map[string]string{}
	for _, tag := range request.Tags {
		tags[tag.Key] = tag.Value
	}
	number := s.state.addVersion(request.Name, Version{RunID: request.Run, Source: request.Source, Tags: tags})
	s.answer(w, map[string]any{"model_version": s.versionJSON(m, s.state.find(request.Name, number), true)})
}

func (s *Server) setAlias(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Name    string `json:"name"`
		Alias   string `json:"alias"`
		Version string `json:"version"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.find(request.Name, request.Version) == nil {
		missing(w, "Model Version not found")
		return
	}
	s.state.models[request.Name].aliases[request.Alias] = request.Version
	s.answer(w, map[string]any{})
}

func (s *Server) setVersionTag(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Key     string `json:"key"`
		Value   string `json:"value"`
	}
	if !body(w, r, &request) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	version := s.state.find(request.Name, request.Version)
	if version == nil {
		missing(w, "Model Version not found")
		return
	}
	if version.Tags == nil {
		version.Tags = map[string]string{}
	}
	version.Tags[request.Key] = request.Value
	s.answer(w, map[string]any{})
}
