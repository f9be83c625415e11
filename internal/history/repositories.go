package history

import (
	"strings"
)

// This file says which repositories are one, by what checks say of theirs.

// SameRepository says whether two addresses, or owner/name, are of one repository, however
// they are spelled.
func SameRepository(a, b string) bool {
	_, x := spelling(a)
	_, y := spelling(b)
	return x == y || x != "" && y != "" && (strings.HasSuffix(x, "/"+y) || strings.HasSuffix(y, "/"+x)) && (short(x) || short(y))
}

// short says of a key that it is owner/name without a host.
func short(key string) bool { return strings.Count(key, "/") == 1 }

// spelling gives a repository's page, and a key that all spellings of it have: those of
// https, ssh and git, with .git and in other capitals.
func spelling(address string) (page, key string) {
	scheme, rest, hasScheme := strings.Cut(strings.TrimSpace(address), "://")
	if !hasScheme {
		scheme, rest = "", scheme
	}
	host, path, _ := strings.Cut(rest, "/")
	if at := strings.LastIndex(host, "@"); at >= 0 {
		host = host[at+1:]
		if before, first, colon := strings.Cut(host, ":"); colon && !hasScheme { // git@host:owner/name
			host, path = before, first+"/"+path
		}
	}
	path = strings.TrimSuffix(strings.TrimRight(path, "/"), ".git")
	page = host
	if path != "" {
		page += "/" + path
	}
	key = strings.ToLower(page)
	switch {
	case strings.EqualFold(scheme, "http"):
		page = "http://" + page
	case strings.Count(page, "/") > 1:
		page = "https://" + page
	}
	return page, key
}

// A claim is a model's name in one history: what checks that name no repository are
// known by.
type claim struct{ unnamed, model string }

// spelled gives a repository that a check names as it was spelled first.
func (r *Reader) spelled(model, repository string) string {
	page, key := spelling(repository)
	if r.pages == nil {
		r.pages, r.claims = map[string]string{}, map[claim]map[string]bool{}
	}
	if first, there := r.pages[key]; there {
		page = first
	} else {
		r.pages[strings.Clone(key)] = strings.Clone(page)
	}
	c := claim{r.unnamed, model}
	if r.claims[c] == nil {
		r.claims[claim{r.unnamed, strings.Clone(model)}] = map[string]bool{}
	}
	r.claims[c][key] = true
	return page
}

// unite gives owner/name the page of the only repository that it can be, and a check
// without a repository the only one that has its model in the same history.
func (r *Reader) unite() {
	fulls := map[string][]string{} // keys with a host, by owner/name
	for key := range r.pages {
		if parts := strings.Split(key, "/"); len(parts) > 2 {
			end := strings.Join(parts[len(parts)-2:], "/")
			fulls[end] = append(fulls[end], key)
		}
	}
	whole := func(key string) string {
		if full := fulls[key]; short(key) && len(full) == 1 {
			return full[0]
		}
		return key
	}
	moved := map[string]string{} // pages
	for key, page := range r.pages {
		if full := whole(key); full != key {
			moved[page] = r.pages[full]
		}
	}
	only := map[claim]string{}
	for c, keys := range r.claims {
		all := map[string]bool{}
		for key := range keys {
			all[whole(key)] = true
		}
		for key := range all {
			if len(all) == 1 {
				only[c] = r.pages[key]
			}
		}
	}
	for i := range r.checks {
		c := &r.checks[i]
		if page, there := only[claim{c.Repository, c.Model}]; there {
			c.Repository = page
		} else if page, there := moved[c.Repository]; there {
			c.Repository = page
		}
	}
}
