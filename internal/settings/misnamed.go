package settings

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file is about a configuration that stands in another file than the one that is read:
// all that it says would be without effect.

// Misnamed refuses a configuration file that is not there where another was meant without
// doubt: the one of its directory with the same name in other letters or with another
// ending, and what is like one that somebody said. there are the paths of files that are
// there. What may have been meant is a warning. Both are empty where there is neither.
func Misnamed(file string, said bool, there []string) (warning string, err error) {
	var like []string
	of := map[string]string{}
	for _, other := range there {
		name := path.Base(other)
		if other == file || !slices.Contains(configEndings, strings.ToLower(path.Ext(name))) {
			continue
		}
		if same := strings.EqualFold(stem(name), stem(path.Base(file))); same && path.Dir(other) == path.Dir(file) && !said {
			return "", fmt.Errorf("config: %s is not read; rename it to %s, or name it with config", other, file)
		} else if same || path.Dir(other) == path.Dir(file) {
			like, of[name] = append(like, name), other
		}
	}
	best := of[wording.Nearest(path.Base(file), like)]
	if exact := of[path.Base(file)]; exact != "" {
		best = exact
	}
	switch {
	case best == "":
		return "", nil
	case said:
		return "", fmt.Errorf("config: there is no %s; did you mean %s?", file, best)
	}
	return fmt.Sprintf("config: %s is not read; if it is meant, rename it to %s, or name it with config", best, file), nil
}

// Twice refuses a configuration file beside which stands another of its name, with YAML's
// other ending or in other letters: one of them would be without effect, and nobody can tell
// which was meant. A file that somebody said is the one that was meant. there are the paths
// of files that are there; a disk that knows no case has the file itself in other letters.
func Twice(file string, said bool, there []string) error {
	if said || !slices.Contains(there, file) {
		return nil
	}
	for _, other := range there {
		ending := strings.ToLower(path.Ext(other))
		if other == file || path.Dir(other) != path.Dir(file) || ending != ".yaml" && ending != ".yml" {
			continue
		}
		if strings.EqualFold(stem(path.Base(other)), stem(path.Base(file))) {
			return fmt.Errorf("config: there are both %s and %s, and only one is read; put all settings into %s and delete the other, or name the one that counts with config", file, other, file)
		}
	}
	return nil
}

// configEndings are those of files that hold settings.
var configEndings = []string{".yaml", ".yml", ".json", ".toml"}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
