package git

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// Reachability says how a commit stands in a repository.
type Reachability string

const (
	Absent      Reachability = "absent"      // not in the repository
	Unreachable Reachability = "unreachable" // there, and no branch, remote branch or tag leads to it
	InHistory   Reachability = "in history"  // a branch, remote branch or tag leads to it
)

// maxReachabilities bounds the commits of one question: 5 MiB of names.
const maxReachabilities = 100_000

// Reachabilities says of many commits, given by their full names, how they stand,
// with two git processes however many they are. A name of another form is
// absent, and so is the name of another object.
func (r *Repository) Reachabilities(ctx context.Context, commits []string) (map[string]Reachability, error) {
	if noGit {
		return nil, errNoGit
	}
	reach := make(map[string]Reachability, len(commits))
	var asked bytes.Buffer
	for _, commit := range commits {
		if _, twice := reach[commit]; twice {
			continue
		}
		reach[commit] = Absent
		if isObjectName(commit) {
			asked.WriteString(commit + "\n")
		}
	}
	if len(reach) > maxReachabilities {
		return nil, fmt.Errorf("find commits: %d at once; at most %d", len(reach), maxReachabilities)
	}
	// Where objects are fetched on demand, a missing one must not be.
	offline := []string{"GIT_NO_LAZY_FETCH=1"}
	out, err := call{dir: r.Dir, args: []string{"cat-file", "--batch-check=%(objectname) %(objecttype)"}, input: &asked, env: offline}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("find commits: %w", err)
	}
	var here bytes.Buffer
	for line := range strings.Lines(string(out)) {
		name, kind, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if kind == "commit" && reach[name] == Absent {
			reach[name] = InHistory
			here.WriteString(name + "\n")
		}
	}
	if here.Len() == 0 {
		return reach, nil
	}
	// What the refs do not reach is left over; their history is walked once.
	out, err = call{dir: r.Dir, args: []string{"rev-list", "--stdin", "--not", "--branches", "--remotes", "--tags"}, input: &here, env: offline}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("find commits: %w", err)
	}
	for line := range strings.Lines(string(out)) {
		if name := strings.TrimSuffix(line, "\n"); reach[name] == InHistory {
			reach[name] = Unreachable
		}
	}
	return reach, nil
}
