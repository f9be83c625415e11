package git

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// A Replacement is one path as it is to be in a commit.
type Replacement struct {
	Path   string
	Mode   string // as of an Entry; "" where the path is to be gone
	Object string // of an Entry; "" where Data is to be written
	Data   []byte
}

// CommitMixed writes a commit on top of base in which some paths are replaced, as by those
// of another commit. No ref points to it yet. The same replacements make the same commit.
func (r *Repository) CommitMixed(ctx context.Context, base string, replaced []Replacement, message string) (string, error) {
	if err := r.needCommit(ctx, base); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "reproduce-index-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	index := []string{"GIT_INDEX_FILE=" + filepath.Join(dir, "index")}
	var gone, kept bytes.Buffer // a file may stand where a directory was: what goes comes first
	for _, replacement := range replaced {
		if err := gitformat.CheckPath(replacement.Path); err != nil {
			return "", err
		}
		object := replacement.Object
		switch {
		case replacement.Mode == "":
			fmt.Fprintf(&gone, "0 %s\t%s\x00", strings.Repeat("0", len(base)), replacement.Path)
			continue
		case object == "":
			if object, err = r.WriteBlob(ctx, replacement.Data); err != nil {
				return "", err
			}
		}
		fmt.Fprintf(&kept, "%s %s\t%s\x00", replacement.Mode, object, replacement.Path)
	}
	if _, err := (call{dir: r.Dir, env: index, args: []string{"read-tree", base}}).run(ctx); err != nil {
		return "", err
	}
	if _, err := (call{dir: r.Dir, env: index, args: []string{"update-index", "-z", "--index-info"}, input: strings.NewReader(gone.String() + kept.String())}).run(ctx); err != nil {
		return "", err
	}
	tree, err := r.one(ctx, call{env: index, args: []string{"write-tree"}})
	if err != nil {
		return "", err
	}
	return r.commitTree(ctx, base, tree, message)
}
