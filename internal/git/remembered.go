package git

import (
	"context"
	"strings"
	"sync"
)

// A remembered is what git answered once and a check asks for again and again. Each answer costs
// a process; what others may change while a training runs, as branches, is not among it.
type remembered struct {
	mu        sync.Mutex
	configure *configured
	mine      map[string]bool // branches that checkMine took
	commits   map[string]bool // that are here: nothing takes one away
}

// A configured is what git's configuration says of remotes and default branches.
type configured struct {
	remotes       []string
	promisor      string // the remote of a partial clone; "" for a full one
	defaultBranch string
}

// configured reads the configuration; what cannot be read is asked for again.
func (r *Repository) configured(ctx context.Context) (configured, error) {
	r.asked.mu.Lock()
	defer r.asked.mu.Unlock()
	if r.asked.configure != nil {
		return *r.asked.configure, nil
	}
	out, err := r.git(ctx, "config", "-z", "--get-regexp", `^(init\.defaultbranch|remote\..*|extensions\.partialclone)$`)
	if err != nil && exitCode(err) != 1 { // 1 is: nothing of that
		return configured{}, err
	}
	var c configured
	for entry := range strings.SplitSeq(string(out), "\x00") {
		key, value, _ := strings.Cut(entry, "\n")
		remote, isRemote := strings.CutPrefix(key, "remote.")
		last := strings.LastIndex(remote, ".")
		switch {
		case key == "init.defaultbranch":
			c.defaultBranch = value
		case key == "extensions.partialclone":
			c.promisor = value
		case isRemote && last > 0:
			c.remotes = append(c.remotes, remote[:last])
			if remote[last:] == ".promisor" && value == "true" {
				c.promisor = remote[:last]
			}
		}
	}
	r.asked.configure = &c
	return c, nil
}

func (m *remembered) isMine(branch string) bool { return m.has(&m.mine, branch) }
func (m *remembered) isHere(commit string) bool { return m.has(&m.commits, commit) }
func (m *remembered) putMine(branch string)     { m.put(&m.mine, branch) }
func (m *remembered) putHere(commit string)     { m.put(&m.commits, commit) }

func (m *remembered) has(names *map[string]bool, name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return (*names)[name]
}

func (m *remembered) put(names *map[string]bool, name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if *names == nil {
		*names = map[string]bool{}
	}
	(*names)[name] = true
}
