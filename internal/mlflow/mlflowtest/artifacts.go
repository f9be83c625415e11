package mlflowtest

import (
	"io"
	"net/http"
	"path"
	"strings"
)

// listRunArtifacts answers with one directory of a run's artifacts, by their paths from
// the run's.
func (s *Server) listRunArtifacts(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.URL.Query().Get("run_id")
	run, ok := s.state.runs[id]
	if !ok {
		missing(w, "Run with id="+id+" not found")
		return
	}
	s.listed(w, run.Files, "", r.URL.Query().Get("path"))
}

// putArtifact takes a file that a client sends for a run: to EXPERIMENT/RUN/artifacts/PATH.
func (s *Server) putArtifact(w http.ResponseWriter, r *http.Request, to string) {
	text, err := io.ReadAll(r.Body)
	parts := strings.SplitN(to, "/", 4)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || len(parts) < 4 || parts[2] != "artifacts" || s.state.runs[parts[1]] == nil || path.Clean(parts[3]) != parts[3] {
		invalid(w, "Invalid path: "+to)
		return
	}
	run := s.state.runs[parts[1]]
	if run.Files == nil {
		run.Files = map[string]string{}
	}
	run.Files[parts[3]] = string(text)
	s.answer(w, map[string]any{})
}

// listLoggedModel answers with one directory of a logged model's folder.
func (s *Server) listLoggedModel(w http.ResponseWriter, r *http.Request, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run, ok := s.state.runs[s.state.logged[id]]
	if !ok {
		missing(w, "Logged model with id="+id+" not found")
		return
	}
	s.listed(w, run.Files, id+"/", r.URL.Query().Get("artifact_directory_path"))
}

// listed writes the entries of dir among files below a prefix, sorted, as MLflow does.
func (s *Server) listed(w http.ResponseWriter, files map[string]string, prefix, dir string) {
	var entries []any
	seen := map[string]bool{}
	for _, name := range sorted(files) {
		inside, ok := strings.CutPrefix(name, path.Join(prefix, dir)+"/")
		if prefix+dir == "" {
			inside, ok = name, true
		}
		first, _, deeper := strings.Cut(inside, "/")
		at := path.Join(dir, first)
		if !ok || seen[at] {
			continue
		}
		seen[at] = true
		entry := map[string]any{"path": at, "is_dir": deeper}
		if !deeper {
			entry["file_size"] = s.whole(int64(len(files[name])))
		}
		entries = append(entries, entry)
	}
	fields := map[string]any{"root_uri": "mlflow-artifacts:/1"}
	put(fields, "files", entries)
	s.answer(w, fields)
}
