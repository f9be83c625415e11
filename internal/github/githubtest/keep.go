package githubtest

import (
	"maps"
	"slices"
	"strings"
)

// Keep remembers all that the server holds now, and gives what brings that back: its
// refs, pull requests, issues, comments, marks and runs. Objects stay, as their names
// are their contents. A test with thousands of stories starts one server.
func (s *Server) Keep() (restore func()) {
	s.wait()
	refs := s.Refs("refs/")
	s.mu.Lock()
	defer s.mu.Unlock()
	serial, clock := s.serial, s.clock
	runs, reactions, statuses := copies(s.runs), slices.Clone(s.reactions), slices.Clone(s.statuses)
	issues, comments, pulls := copies(s.issues), copies(s.comments), copies(s.pulls)
	people, downloads := maps.Clone(s.people), maps.Clone(s.downloads)
	return func() {
		s.wait()
		for ref := range s.Refs("refs/") {
			if refs[ref] == "" {
				s.must("", s.dropRef(ref))
			}
		}
		for ref, sha := range refs {
			s.must("", s.moveRef(ref, sha))
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.serial, s.clock = serial, clock
		s.runs, s.reactions, s.statuses = copies(runs), slices.Clone(reactions), slices.Clone(statuses)
		s.issues, s.comments, s.pulls = copies(issues), copies(comments), copies(pulls)
		s.people, s.downloads = maps.Clone(people), maps.Clone(downloads)
		s.requests, s.faults = nil, map[int]Fault{}
	}
}

// copies gives pointers to copies, which no later change reaches.
func copies[T any](all []*T) []*T {
	made := make([]*T, len(all))
	for i, one := range all {
		other := *one
		made[i] = &other
	}
	return made
}

// Complaints gives what was wrong with requests and answers, and which tokens went
// astray, since the last time; the test does not fail for what was given.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Concat(s.violations, s.leaks)
	s.violations, s.leaks = nil, nil
	return all
}

// Files gives the files of a branch below a directory, by their paths; none where the
// branch is not there.
func (s *Server) Files(branch, below string) map[string][]byte {
	files := map[string][]byte{}
	s.collect(s.Head(branch), "", below, files)
	return files
}

func (s *Server) collect(tree, at, below string, files map[string][]byte) {
	list, err := s.entries(tree)
	if err != nil {
		s.tb.Errorf("githubtest: %v", err)
	}
	for name, entry := range list {
		switch path := at + name; {
		case entry.mode == directory:
			s.collect(entry.sha, path+"/", below, files)
		case strings.HasPrefix(path, below):
			files[path] = s.blob(entry.sha)
		}
	}
}
