package settings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A ModelLine is one line of models: a name or glob, and the version of it where the line
// says one, as NAME@ALIAS or models:/NAME/VERSION.
type ModelLine struct {
	Text       string // as it was said
	Glob       string
	Selector   repro.Selector
	HasVersion bool // it says a version
}

// modelLines reads models. One glob with two versions is an error: a night checks one
// version of a model.
func (r *reader) modelLines() (lines []ModelLine, globs []string) {
	said := map[string]string{}
	for _, text := range r.lines("models") {
		line := ModelLine{Text: text, Glob: text}
		if strings.HasPrefix(text, "models:/") || strings.LastIndex(text, "@") > 0 {
			ref, err := repro.ParseModelRef(text, "")
			if err != nil {
				r.problem("models", "%v", err)
				continue
			}
			line.Glob, line.Selector, line.HasVersion = ref.Name, ref.Selector, true
		}
		if other, twice := said[line.Glob]; twice && other != text {
			r.problem("models", "%s and %s are two versions of one model; list takes one of each, so give the other a list of its own", other, text)
			continue
		}
		said[line.Glob] = text
		lines, globs = append(lines, line), append(globs, line.Glob)
	}
	return lines, globs
}

// VersionOf is the version that is meant of a model, and whether one was said: by the
// line that fits it with the most characters of its own, the first of such, else by version.
func (s Selecting) VersionOf(model string) (repro.Selector, bool) {
	best := -1
	selector, said := s.Version, s.VersionGiven
	for _, line := range s.Lines {
		if !wording.MatchGlob(line.Glob, model) || rank(line.Glob, model) <= best {
			continue
		}
		best = rank(line.Glob, model)
		selector, said = s.Version, s.VersionGiven
		if line.HasVersion {
			selector, said = line.Selector, true
		}
	}
	return selector, said
}

// VersionText is the version that all models are asked for, or that lines ask for, in words.
func (s Selecting) VersionText() string {
	var texts []string
	plain := len(s.Lines) == 0
	for _, line := range s.Lines {
		if line.HasVersion {
			texts = append(texts, fmt.Sprint(line.Selector))
		} else {
			plain = true
		}
	}
	if plain {
		texts = append(texts, fmt.Sprint(s.Version))
	}
	slices.Sort(texts)
	return wording.ListUpTo(slices.Compact(texts), 3)
}
