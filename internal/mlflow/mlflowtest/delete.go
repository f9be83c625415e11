package mlflowtest

import "slices"

// DeleteVersion takes a version and its aliases away, as MLflow does: its number is
// not given again unless it was the last.
func (s *Server) DeleteVersion(name, number string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, version := s.state.models[name], s.state.find(name, number)
	m.version = slices.DeleteFunc(m.version, func(v *Version) bool { return v == version })
	for alias, target := range m.aliases {
		if target == number {
			delete(m.aliases, alias)
		}
	}
}

// DeleteModel takes a model away with all its versions.
func (s *Server) DeleteModel(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.state.models, name)
}

// DeleteRun marks a run as deleted; for good takes it away, as mlflow gc does.
func (s *Server) DeleteRun(id string, forGood bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.runs[id].Deleted = true
	if forGood {
		delete(s.state.runs, id)
		s.state.order = slices.DeleteFunc(s.state.order, func(known string) bool { return known == id })
	}
}

// DeleteAlias takes an alias away.
func (s *Server) DeleteAlias(name, alias string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.state.models[name].aliases, alias)
}

// Retag gives a version other tags.
func (s *Server) Retag(name, number string, tags map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.find(name, number).Tags = tags
}
