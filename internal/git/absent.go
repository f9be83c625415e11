package git

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// Tracked lists the files of the clone's index, by paths from its top.
func (c *Clone) Tracked(ctx context.Context) ([]string, error) {
	out, err := call{dir: c.Dir, args: []string{"ls-files", "-z"}}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("list files in %s: %w", c.Dir, err)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 }), nil
}

// TakeAway removes tracked files from the clone's tree and lets git take them as
// unchanged: a training that asks git whether its tree is clean is not told of
// what we did. Whatever gets files out of git still gets them; git add does not see
// such a file when it is made again.
func (c *Clone) TakeAway(ctx context.Context, files []string) error {
	if len(files) == 0 {
		return nil
	}
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return fmt.Errorf("take files away in %s: %w", c.Dir, err)
	}
	defer root.Close()
	for _, file := range files {
		if err := root.Remove(file); err != nil {
			return fmt.Errorf("take %s away: %w", file, err)
		}
	}
	input := strings.NewReader(strings.Join(files, "\x00") + "\x00")
	if _, err := (call{dir: c.Dir, args: []string{"update-index", "--assume-unchanged", "-z", "--stdin"}, input: input}).run(ctx); err != nil {
		return fmt.Errorf("take files away in %s: %w", c.Dir, err)
	}
	return nil
}
