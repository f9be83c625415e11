package githubtest

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Trees: what is in one, and new ones made of old ones.

type treeEntry struct {
	path, mode, sha string // no sha deletes
}

// makeTree puts entries on top of a tree, "" for an empty one.
func (s *Server) makeTree(base string, entries []treeEntry) (string, error) {
	if s.plain(entries) {
		if sha, _, err := s.putTree(base, entries); err == nil {
			return sha, nil
		}
	}
	index := filepath.Join(s.scratch, fmt.Sprintf("index-%d", s.next()))
	defer os.Remove(index)
	env := []string{"GIT_INDEX_FILE=" + index}
	read := []string{"read-tree", "--empty"}
	if base != "" {
		read = []string{"read-tree", base}
	}
	if _, err := s.gitEnv(env, nil, read...); err != nil {
		return "", err
	}
	var info bytes.Buffer
	for _, e := range entries {
		if e.sha == "" {
			fmt.Fprintf(&info, "0 %s\t%s\n", strings.Repeat("0", 40), e.path)
		} else {
			fmt.Fprintf(&info, "%s %s\t%s\n", e.mode, e.sha, e.path)
		}
	}
	if _, err := s.gitEnv(env, info.Bytes(), "update-index", "--add", "--index-info"); err != nil {
		return "", err
	}
	out, err := s.gitEnv(env, nil, "write-tree")
	return strings.TrimSpace(out), err
}

const directory = "40000"

// entries reads the tree that sha is, or that the commit sha has: name -> entry.
func (s *Server) entries(sha string) (map[string]treeEntry, error) {
	list := map[string]treeEntry{}
	if sha == "" {
		return list, nil
	}
	kind, content, err := s.load(sha)
	if err == nil && kind == "commit" && len(content) > 45 {
		kind, content, err = s.load(string(content[len("tree "):45]))
	}
	if err != nil || kind != "tree" {
		return nil, errNotLoose
	}
	for len(content) > 0 {
		head, rest, found := bytes.Cut(content, []byte{0})
		mode, name, ok := strings.Cut(string(head), " ")
		if !found || !ok || len(rest) < 20 {
			return nil, fmt.Errorf("the tree %s ends within an entry", sha)
		}
		if !slices.Contains([]string{directory, "100644", "100755", "120000", "160000"}, mode) {
			return nil, fmt.Errorf("the tree %s has the mode %s of an old git, which git shows as another", sha, mode)
		}
		list[name] = treeEntry{name, mode, hex.EncodeToString(rest[:20])}
		content = rest[20:]
	}
	return list, nil
}

// find gives the entry at a path of a commit or tree; none has no mode.
func (s *Server) find(sha, path string) (treeEntry, error) {
	for {
		list, err := s.entries(sha)
		if err != nil {
			return treeEntry{}, err
		}
		name, rest, deeper := strings.Cut(path, "/")
		entry := list[name]
		if !deeper || entry.mode != directory {
			if deeper {
				entry = treeEntry{}
			}
			return entry, nil
		}
		sha, path = entry.sha, rest
	}
}

// putTree puts entries on top of a tree and gives the new one, and how many
// entries that has.
func (s *Server) putTree(base string, entries []treeEntry) (string, int, error) {
	list, err := s.entries(base)
	if err != nil {
		return "", 0, err
	}
	below := map[string][]treeEntry{}
	for _, e := range entries {
		name, rest, deeper := strings.Cut(e.path, "/")
		switch {
		case deeper:
			below[name] = append(below[name], treeEntry{rest, e.mode, e.sha})
		case e.sha == "":
			delete(list, name)
		default:
			list[name] = e
		}
	}
	for name, entries := range below {
		old := ""
		if list[name].mode == directory {
			old = list[name].sha
		}
		sha, n, err := s.putTree(old, entries)
		switch {
		case err != nil:
			return "", 0, err
		case n > 0:
			list[name] = treeEntry{name, directory, sha}
		case old != "":
			delete(list, name)
		}
	}
	sha, err := s.store("tree", encodeTree(list))
	return sha, len(list), err
}

func encodeTree(list map[string]treeEntry) []byte {
	var out bytes.Buffer
	for _, e := range inOrder(list) {
		raw, _ := hex.DecodeString(e.sha) // it was written from a name, or checked
		fmt.Fprintf(&out, "%s %s\x00%s", e.mode, e.path, raw)
	}
	return out.Bytes()
}

// inOrder is git's order of entries, in which a directory ends in a slash.
func inOrder(list map[string]treeEntry) []treeEntry {
	place := func(e treeEntry) string {
		if e.mode == directory {
			return e.path + "/"
		}
		return e.path
	}
	return slices.SortedFunc(maps.Values(list), func(a, b treeEntry) int { return strings.Compare(place(a), place(b)) })
}

// plain says that putTree may take the entries: what git would refuse, it refuses.
func (s *Server) plain(entries []treeEntry) bool {
	for _, e := range entries {
		if !plainPath(e.path) || e.sha != "" && (!slices.Contains([]string{"100644", "100755", "120000"}, e.mode) || s.kind(e.sha) != "blob") {
			return false
		}
	}
	return true
}

func plainPath(path string) bool {
	for _, part := range strings.Split(path, "/") {
		if strings.Trim(part, ".") == "" || strings.ContainsAny(part, "\\:\x00~") || strings.EqualFold(part, ".git") {
			return false
		}
	}
	return true
}

func (s *Server) treeBody(sha string, recursive bool) map[string]any {
	entries, err := s.listTree(sha, "", recursive)
	if err != nil {
		entries = s.listPackedTree(sha, recursive)
	}
	return map[string]any{"sha": sha, "tree": entries, "truncated": false}
}

func (s *Server) listTree(sha, below string, recursive bool) ([]any, error) {
	list, err := s.entries(sha)
	entries := []any{}
	for _, e := range inOrder(list) {
		entry := map[string]any{"path": below + e.path, "mode": e.mode, "type": "blob", "sha": e.sha}
		entries = append(entries, entry)
		switch e.mode {
		case directory:
			entry["mode"], entry["type"] = "0"+directory, "tree"
			if recursive {
				inside, err := s.listTree(e.sha, below+e.path+"/", true)
				if err != nil {
					return nil, err
				}
				entries = append(entries, inside...)
			}
		case "160000":
			entry["type"] = "commit"
		default:
			_, content, err := s.load(e.sha)
			if err != nil {
				return nil, err
			}
			entry["size"] = len(content)
		}
	}
	return entries, err
}

func (s *Server) listPackedTree(sha string, recursive bool) []any {
	args := []string{"ls-tree", "-l", "-z", sha}
	if recursive {
		args = []string{"ls-tree", "-l", "-z", "-r", "-t", sha}
	}
	entries := []any{}
	for _, line := range strings.Split(s.must(s.object(args...)), "\x00") {
		info, name, ok := strings.Cut(line, "\t")
		fields := strings.Fields(info)
		if !ok || len(fields) != 4 {
			continue
		}
		entry := map[string]any{"path": name, "mode": fields[0], "type": fields[1], "sha": fields[2]}
		if size, err := strconv.Atoi(fields[3]); err == nil {
			entry["size"] = size
		}
		entries = append(entries, entry)
	}
	return entries
}
