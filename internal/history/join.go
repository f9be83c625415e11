package history

import "slices"

// This file makes one model of what two histories tell of it.

// join gives a model of one directory to another that has checks of the same version of it, of
// the same original run: a run's id is the registry's, so that it is one model. Equal names
// alone are two. Repositories that checks name stay apart.
func (r *Reader) join() {
	if len(r.directories) == 0 {
		return
	}
	type run struct{ model, version, original string }
	in := map[run][]string{}
	var runs []run
	for _, c := range r.checks {
		key := run{c.Model, c.Version, c.Original}
		if c.Original == "" || slices.Contains(in[key], c.Repository) {
			continue
		}
		if in[key] == nil {
			runs = append(runs, key)
		}
		in[key] = append(in[key], c.Repository)
	}
	to := map[claim]string{}
	follow := func(c claim) string {
		for {
			next, there := to[c]
			if !there {
				return c.unnamed
			}
			c.unnamed = next
		}
	}
	for _, key := range runs {
		target, named := "", 0
		for _, repository := range in[key] {
			if !r.directories[repository] {
				target = repository
				named++
			}
		}
		if named == 0 {
			target = in[key][0]
		}
		for _, repository := range in[key] {
			from := claim{follow(claim{repository, key.model}), key.model}
			last := follow(claim{target, key.model})
			if named > 1 || from.unnamed == last {
				continue
			}
			if !r.directories[from.unnamed] { // what it was joined to is named
				from.unnamed, last = last, from.unnamed
			}
			if r.directories[from.unnamed] {
				to[from] = last
			}
		}
	}
	for i := range r.checks {
		c := &r.checks[i]
		c.Repository = follow(claim{c.Repository, c.Model})
	}
}

// directory notes a history whose checks may name no repository.
func (r *Reader) directory(path string) {
	if r.directories == nil {
		r.directories = map[string]bool{}
	}
	r.directories[path] = true
}
