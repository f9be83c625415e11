package params

import (
	"fmt"
	"slices"
	"strings"
)

// The rules by which a logged name finds its key, strongest evidence first.
// They are shown beside each param, so that a person can judge the match.
const (
	RuleMapped   = "params-map"
	RuleExact    = "exact key"
	RuleSection  = "in section %s"
	RuleDeclared = "declared in dvc.yaml"
	RuleOnly     = "the only key of that name"
	RuleLiteral  = "section logged as one literal"
	RuleInserted = "added"
)

// A match is what the rules make of one logged name: no place, one, or several
// among which the evidence does not decide.
type match struct {
	rule     string
	strength int // position of the rule: lower is stronger
	places   []*place
}

// strongest is the strength of what a person said.
const strongest = 1

type mapper struct {
	places  *places
	files   []source
	section string
	mapped  map[string]*place
}

// find applies the rules in order; the first that knows a place has the word.
// Where it knows several, what dvc.yaml declares decides if it can.
func (m *mapper) find(name string, wantSection bool) match {
	if p, ok := m.mapped[name]; ok {
		return match{RuleMapped, strongest, []*place{p}}
	}
	fits := func(p *place) bool { return p.section() == wantSection }
	isDeclared := func(p *place) bool { return p.declared }
	ending := keep(m.places.ending(name), fits)
	var under []*place
	if m.section != "" {
		under = keep(m.places.under(m.section, name), fits)
	}
	for i, rule := range []match{
		{rule: RuleExact, places: keep(m.places.named(name), fits)},
		{rule: fmt.Sprintf(RuleSection, m.section), places: under},
		{rule: RuleDeclared, places: keep(ending, isDeclared)},
		{rule: RuleOnly, places: ending},
	} {
		if len(rule.places) == 0 {
			continue
		}
		rule.strength = strongest + 1 + i
		if narrowed := keep(rule.places, isDeclared); len(rule.places) > 1 && len(narrowed) == 1 {
			rule.rule, rule.places = rule.rule+", "+RuleDeclared, narrowed
		}
		return rule
	}
	return match{}
}

// resolveMap finds the keys that --params-map names. A line whose param was not
// logged is a warning, one whose key is in no file an error: it would silently
// map nothing.
func (m *mapper) resolveMap(entries []MapEntry) error {
	m.mapped = map[string]*place{}
	for _, entry := range entries {
		found := m.target(entry.Target)
		switch len(found) {
		case 1:
			m.mapped[entry.Logged] = found[0]
		case 0:
			return fmt.Errorf("params-map line %d: %s is a key of none of %s; write the key with dots between its parts, or file:key",
				entry.Line, entry.Target, m.fileNames())
		default:
			return fmt.Errorf("params-map line %d: %s is a key of %s and of %s; write file:key",
				entry.Line, entry.Target, m.files[found[0].file].path, m.files[found[1].file].path)
		}
	}
	return nil
}

func (m *mapper) target(text string) []*place {
	if found := m.places.dotted(text); len(found) > 0 {
		return found
	}
	for i, file := range m.files {
		for _, separator := range []string{":", "."} {
			if key, ok := strings.CutPrefix(text, file.path+separator); ok {
				return keep(m.places.dotted(key), func(p *place) bool { return p.file == i })
			}
		}
	}
	return nil
}

func (m *mapper) fileNames() string {
	var names []string
	for _, file := range m.files {
		names = append(names, file.path)
	}
	return strings.Join(names, ", ")
}

// where names a place: the key alone while there is one file.
func (m *mapper) where(p *place) string {
	if len(m.files) == 1 {
		return p.dotted()
	}
	return m.files[p.file].path + ":" + p.dotted()
}

// child finds a dict's key in a section.
func (m *mapper) child(section *place, name string) *place {
	key := append(section.key[:len(section.key):len(section.key)], name)
	for _, p := range m.places.dotted(strings.Join(key, ".")) {
		if p.file == section.file && slices.Equal(p.key, key) {
			return p
		}
	}
	return nil
}
