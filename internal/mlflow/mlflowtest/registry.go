package mlflowtest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (s *Server) getModel(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := r.URL.Query().Get("name")
	m, ok := s.state.models[name]
	if !ok {
		missing(w, "Registered Model with name="+name+" not found")
		return
	}
	s.answer(w, map[string]any{"registered_model": s.modelJSON(m)})
}

// modelJSON has the newest version of each stage, without its aliases, and is
// the only answer with all aliases of the model.
func (s *Server) modelJSON(m *model) map[string]any {
	fields := map[string]any{"name": m.name, "creation_timestamp": s.whole(1_750_000_000_000), "last_updated_timestamp": s.whole(1_750_000_000_000)}
	newest := map[string]*Version{}
	for _, version := range m.version {
		newest[version.Stage] = version
	}
	var latest []any
	for _, stage := range sorted(newest) {
		latest = append(latest, s.versionJSON(m, newest[stage], false))
	}
	put(fields, "latest_versions", latest)
	put(fields, "description", m.about)
	put(fields, "tags", tagsJSON(m.tags))
	var aliases []any
	for _, alias := range sorted(m.aliases) {
		if s.NoAliases {
			break
		}
		aliases = append(aliases, map[string]any{"alias": alias, "version": m.aliases[alias]})
	}
	put(fields, "aliases", aliases)
	return fields
}

func (s *Server) versionJSON(m *model, version *Version, withAliases bool) map[string]any {
	number := strconv.Itoa(version.number)
	fields := map[string]any{
		"name": m.name, "version": number, "creation_timestamp": s.whole(version.Created), "last_updated_timestamp": s.whole(version.Created),
		"current_stage": version.Stage, "description": "", "source": version.Source, "run_id": version.RunID,
		"status": "READY", "run_link": version.RunLink,
	}
	put(fields, "tags", tagsJSON(version.Tags))
	if withAliases && !s.NoAliases {
		var aliases []any
		for _, alias := range sorted(m.aliases) {
			if m.aliases[alias] == number {
				aliases = append(aliases, alias)
			}
		}
		put(fields, "aliases", aliases)
	}
	return fields
}

func (s *Server) searchModels(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*model
	for _, name := range sorted(s.state.models) {
		if m := s.state.models[name]; m.tags["mlflow.prompt.is_prompt"] != "true" {
			found = append(found, m)
		}
	}
	paged(s, w, r.URL.Query().Get("max_results"), 1000, r.URL.Query().Get("page_token"), "registered_models", found, s.modelJSON)
}

func (s *Server) getAlias(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	m, ok := s.state.models[query.Get("name")]
	if !ok {
		missing(w, "Registered Model with name="+query.Get("name")+" not found")
		return
	}
	version := s.state.find(m.name, m.aliases[query.Get("alias")])
	if version == nil {
		invalid(w, "Registered model alias "+query.Get("alias")+" not found.") // 400, not 404
		return
	}
	s.answer(w, map[string]any{"model_version": s.versionJSON(m, version, true)})
}

func (s *Server) getVersion(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, number := r.URL.Query().Get("name"), r.URL.Query().Get("version")
	if _, err := strconv.Atoi(number); err != nil {
		invalid(w, "Parameter 'version' must be an integer, got '"+number+"'.")
		return
	}
	version := s.state.find(name, number)
	if version == nil {
		missing(w, fmt.Sprintf("Model Version (name=%s, version=%s) not found", name, number))
		return
	}
	s.answer(w, map[string]any{"model_version": s.versionJSON(s.state.models[name], version, true)})
}

// searchVersions orders by last update, newest first, and leaves out aliases.
func (s *Server) searchVersions(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	filter := r.URL.Query().Get("filter")
	if s.NoRunIDIn && strings.Contains(filter, " IN (") {
		invalid(w, "Invalid comparator 'IN'")
		return
	}
	wanted, ok := versionFilter(filter)
	if !ok {
		invalid(w, "Invalid clause(s) in filter string: "+filter)
		return
	}
	var found []*Version
	names := map[*Version]*model{}
	for _, name := range sorted(s.state.models) {
		for _, version := range s.state.models[name].version {
			if wanted(name, version.RunID) {
				found = append(found, version)
				names[version] = s.state.models[name]
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *Version) int { return int(b.Created - a.Created) })
	paged(s, w, r.URL.Query().Get("max_results"), 200_000, r.URL.Query().Get("page_token"), "model_versions", found, func(version *Version) map[string]any {
		return s.versionJSON(names[version], version, false)
	})
}

func (s *Server) getLoggedModel(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run, ok := s.state.logged[id]
	if !ok {
		missing(w, "Logged model with ID '"+id+"' not found.")
		return
	}
	info := map[string]any{"model_id": id, "experiment_id": "1", "name": "model", "status": "LOGGED_MODEL_READY", "creation_timestamp_ms": s.whole(1_750_000_000_000)}
	put(info, "source_run_id", run)
	s.answer(w, map[string]any{"model": map[string]any{"info": info, "data": map[string]any{}}})
}

func (s *Server) searchLoggedModels(w http.ResponseWriter, r *http.Request) {
	var query struct {
		ExperimentIDs []string `json:"experiment_ids"`
		Filter        string   `json:"filter"`
		MaxResults    int      `json:"max_results"`
	}
	if !body(w, r, &query) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []map[string]any{}
	for _, id := range sorted(s.state.logged) {
		if run := s.state.logged[id]; query.Filter == "source_run_id = '"+run+"'" {
			found = append(found, map[string]any{"info": map[string]any{"model_id": id, "source_run_id": run}, "data": map[string]any{}})
		}
	}
	s.answer(w, map[string]any{"models": found})
}

// loggedArtifact answers with a file of the run whose model it is, as the real
// one does with those of the model's own folder.
func (s *Server) loggedArtifact(w http.ResponseWriter, r *http.Request, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if run, ok := s.state.runs[s.state.logged[id]]; ok {
		if file, ok := run.Files[id+"/"+r.URL.Query().Get("artifact_file_path")]; ok {
			text(w, http.StatusOK, file)
			return
		}
	}
	page(w, http.StatusInternalServerError)
}

func (s *Server) versionArtifact(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	version := s.state.find(query.Get("name"), query.Get("version"))
	if version == nil {
		missing(w, "Model Version not found")
		return
	}
	file, ok := version.Files[query.Get("path")]
	switch {
	case !ok && strings.HasPrefix(version.Source, "runs:/"): // what 3.17 says of a source it does not resolve itself
		fail(w, http.StatusInternalServerError, "INTERNAL_ERROR", "When an mlflow-artifacts URI was supplied, the tracking URI must be a valid http or https URI")
	case !ok:
		missing(w, "No such artifact: '"+query.Get("path")+"'")
	default:
		text(w, http.StatusOK, file)
	}
}

// paged answers one page of a search; the token is an offset, as MLflow's is.
func paged[T any](s *Server, w http.ResponseWriter, size string, most int, token, field string, all []T, render func(T) map[string]any) {
	limit := most
	if size != "" {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 || n > most {
			invalid(w, fmt.Sprintf("Invalid value %q for parameter 'max_results' supplied: It must be at most %d", size, most))
			return
		}
		limit = n
	}
	if s.PageSize > 0 {
		limit = min(limit, s.PageSize)
	}
	start := 0
	if token != "" {
		raw, err := base64.StdEncoding.DecodeString(token)
		var at struct{ Offset int }
		if err != nil || json.Unmarshal(raw, &at) != nil {
			invalid(w, "Invalid page token, could not base64-decode")
			return
		}
		start = min(at.Offset, len(all))
	}
	end := min(start+limit, len(all))
	fields := map[string]any{}
	var shown []any
	for _, item := range all[start:end] {
		shown = append(shown, render(item))
	}
	put(fields, field, shown)
	if end < len(all) {
		fields["next_page_token"] = offset(end)
	}
	if s.RepeatToken {
		fields["next_page_token"] = offset(0)
	}
	s.answer(w, fields)
}

func offset(n int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"offset": %d}`, n))
}

// put leaves out what is empty, as real servers do.
func put(fields map[string]any, name string, value any) {
	switch v := value.(type) {
	case []any:
		if len(v) == 0 {
			return
		}
	case string:
		if v == "" {
			return
		}
	}
	fields[name] = value
}

func tagsJSON(tags map[string]string) []any {
	var list []any
	for _, key := range sorted(tags) {
		list = append(list, map[string]any{"key": key, "value": tags[key]})
	}
	return list
}

// whole writes a 64-bit integer the way the server was set to.
func (s *Server) whole(n int64) any {
	if s.IntsAsText {
		return strconv.FormatInt(n, 10)
	}
	return n
}
