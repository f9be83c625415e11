package page

import (
	"strings"
)

// A source is a repository whose checks the page has.
type source struct{ URL, Name string }

// sourcesOf gives the repositories of models in their order, and the place of each, from
// 1 on.
func sourcesOf(models []Model) (sources []source, place map[string]int) {
	place = map[string]int{}
	for _, m := range models {
		if place[m.Repository] == 0 {
			sources = append(sources, source{URL: m.Repository})
			place[m.Repository] = len(sources)
		}
	}
	of := map[string]int{} // sources by their short name
	for _, s := range sources {
		of[shortName(s.URL)]++
	}
	for i, s := range sources {
		switch short := shortName(s.URL); {
		case s.URL == "":
			sources[i].Name = "no repository named"
		case of[short] > 1: // as on two servers
			sources[i].Name = strings.TrimPrefix(s.URL, "https://")
		default:
			sources[i].Name = short
		}
	}
	return sources, place
}

// shortName is the owner and the name in a repository's address. A directory is named
// as it was typed.
func shortName(repository string) string {
	if link(repository) == "" {
		return repository
	}
	parts := strings.Split(strings.TrimSuffix(repository, "/"), "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}
