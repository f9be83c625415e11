package git

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

const (
	maxRefs     = 500 // branches, remote branches and tags that are asked
	maxVersions = 50  // contents of one file that are read
)

// A Version is what a file holds at the tip of a branch or tag.
type Version struct {
	Ref  string // short, as people say it: "main", "origin/main"
	Data []byte
}

// Versions gives the contents that a file has at the tips of the repository's
// branches, remote branches and tags, each once. What is not there, or is no
// plain blob, is left out; nothing is fetched for it.
func (r *Repository) Versions(ctx context.Context, file string) ([]Version, error) {
	if file == "" || strings.ContainsAny(file, "\n\x00") {
		return nil, nil
	}
	offline := []string{"GIT_NO_LAZY_FETCH=1"}
	out, err := r.git(ctx, "for-each-ref", fmt.Sprintf("--count=%d", maxRefs), "--format=%(refname)", "refs/heads", "refs/remotes", "refs/tags")
	if err != nil {
		return nil, fmt.Errorf("list branches: %w", err)
	}
	refs := append([]string{"HEAD"}, strings.Fields(string(out))...)
	var asked bytes.Buffer
	for _, ref := range refs {
		asked.WriteString(ref + ":" + file + "\n")
	}
	out, err = call{dir: r.Dir, env: offline, args: []string{"cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"}, input: &asked}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", file, err)
	}
	var versions []Version
	seen := map[string]bool{}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	for i, line := range lines {
		var object, kind string
		var size int64
		if n, _ := fmt.Sscanf(line, "%s %s %d", &object, &kind, &size); n != 3 || kind != "blob" || size > maxFile || seen[object] || i >= len(refs) || len(versions) >= maxVersions {
			continue
		}
		seen[object] = true
		data, err := call{dir: r.Dir, env: offline, args: []string{"cat-file", "blob", object}}.run(ctx)
		if err != nil {
			return versions, fmt.Errorf("read %s: %w", file, err)
		}
		short := refs[i]
		for _, prefix := range []string{"refs/heads/", "refs/remotes/", "refs/tags/"} {
			short = strings.TrimPrefix(short, prefix)
		}
		versions = append(versions, Version{short, data})
	}
	return versions, nil
}
