package githubtest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Refs are read and written here as the loose files that git keeps until it packs
// them. A repository with packed refs is left to git.

func (s *Server) packed() bool {
	_, err := os.Stat(filepath.Join(s.Dir, "packed-refs"))
	return err == nil
}

// makeRef makes a ref that is not there, as one step: of two, one is refused.
func (s *Server) makeRef(ref, sha string) error {
	if s.packed() {
		_, err := s.git(nil, "update-ref", ref, sha, strings.Repeat("0", 40))
		return err
	}
	return s.putRef(ref, sha, os.Link)
}

// moveRef points a ref elsewhere.
func (s *Server) moveRef(ref, sha string) error {
	if s.packed() {
		_, err := s.git(nil, "update-ref", ref, sha)
		return err
	}
	return s.putRef(ref, sha, os.Rename)
}

func (s *Server) dropRef(ref string) error {
	if s.packed() {
		_, err := s.git(nil, "update-ref", "-d", ref)
		return err
	}
	return os.Remove(s.refFile(ref))
}

func (s *Server) refFile(ref string) string { return filepath.Join(s.Dir, filepath.FromSlash(ref)) }

// putRef writes a whole file and puts it in its place.
func (s *Server) putRef(ref, sha string, put func(from, to string) error) error {
	made, err := os.CreateTemp(s.scratch, "ref-")
	if err != nil {
		return err
	}
	defer os.Remove(made.Name())
	_, err = made.WriteString(sha + "\n")
	if err := errors.Join(err, made.Close()); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.refFile(ref)), 0o755); err != nil {
		return err
	}
	return put(made.Name(), s.refFile(ref))
}

// looseRefs gives the refs below a prefix, with their commits.
func (s *Server) looseRefs(prefix string) map[string]string {
	refs := map[string]string{}
	below := strings.TrimSuffix(prefix, "/")
	err := filepath.WalkDir(filepath.Join(s.Dir, "refs"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(s.Dir, path)
		if name := filepath.ToSlash(rel); err == nil && (name == below || strings.HasPrefix(name, below+"/")) {
			if sha := s.ref(name); sha != "" {
				refs[name] = sha
			}
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // deleted meanwhile
		s.tb.Errorf("githubtest: %v", err)
	}
	return refs
}
