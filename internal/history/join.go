package history

import (
	"cmp"
	"net/url"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file makes one model of what two histories tell of it.

// join gives a model of one directory to another that has checks of the same version of it, of
// the same original run: a run's id is the registry's, so that it is one model. Equal names
// alone are two, and so are a registry and its copy on another host. Repositories that checks
// name stay apart.
func (r *Reader) join() {
	for moved := len(r.directories) > 0; moved; {
		moved = false
		first := map[versionOf]string{} // the history of a version, one that checks name before any other
		for i := range r.checks {
			key := ofVersion(&r.checks[i])
			if known, there := first[key]; !there || r.directories[known] && !r.directories[r.checks[i].Repository] {
				first[key] = r.checks[i].Repository
			}
		}
		to := map[claim]string{}
		for i := range r.checks {
			c := &r.checks[i]
			if at := first[ofVersion(c)]; c.Original != "" && r.directories[c.Repository] && at != c.Repository && to[claim{at, c.Model}] == "" {
				to[claim{c.Repository, c.Model}] = at
			}
		}
		for i := range r.checks {
			if at := to[claim{r.checks[i].Repository, r.checks[i].Model}]; at != "" {
				r.checks[i].Repository, moved = at, true
			}
		}
	}
}

func ofVersion(c *repro.Check) versionOf {
	key := versionOf{model: c.Model, version: c.Version, original: c.Original}
	if registry, err := url.Parse(cmp.Or(c.Links.Model, c.Links.Original)); err == nil {
		key.repository = registry.Host
	}
	return key
}

// directory notes a history whose checks may name no repository.
func (r *Reader) directory(path string) {
	if r.directories == nil {
		r.directories = map[string]bool{}
	}
	r.directories[path] = true
}
