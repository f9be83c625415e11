package params

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The rules by which a logged name finds its key, strongest evidence first.
// They are shown beside each param, so that a person can judge the match.
const (
	RuleMapped   = "params-map"
	RuleExact    = "exact key"
	RuleJoined   = "the only key whose parts, joined, give that name"
	RuleSection  = "in section %s"
	RuleDeclared = "declared in dvc.yaml"
	RuleFile     = "in the file that has more of the run's params"
	RuleOnly     = "the only key of that name"
	RuleConstant = "a constant of " // and the files of the commit that have it: nothing is written there
	RuleLiteral  = "section logged as one literal"
	RuleInserted = "added"
)

// A match is what the rules make of one logged name: no place, one, or several
// among which the evidence does not decide.
type match struct {
	rule     string
	strength int // position of the rule: lower is stronger
	places   []*place
	foreign  *place // the only place is in the section of a library that the run did not use
}

// strongest is the strength of what a person said.
const strongest = 1

type mapper struct {
	places    *places
	files     []source
	section   string
	mapped    map[string]*place
	logged    repro.Params
	covers    map[int]map[string]bool
	libraries libraries
}

func newMapper(found *places, files []source, logged repro.Params, options Options) *mapper {
	m := &mapper{places: found, files: files, section: options.Section, logged: logged}
	m.libraries = findLibraries(options.Libraries, logged, found)
	return m
}

// find applies the rules in order; the first that knows a place has the word.
// Where it knows several, narrow decides if the evidence can.
func (m *mapper) find(name string, wantSection bool) match {
	if p, ok := m.mapped[name]; ok {
		return match{rule: RuleMapped, strength: strongest, places: []*place{p}}
	}
	fits := func(p *place) bool { return p.section() == wantSection }
	// A log in which both keys had one name would hold one value for two: MLflow
	// refuses a second one. So the exact key needs no other evidence.
	exact, joined := keep(m.places.named(name), fits), keep(m.places.joined(name), fits)
	ending := keep(m.places.ending(name), fits)
	var under []*place
	if m.section != "" {
		if under = keep(m.places.under(m.section, name), fits); len(under) == 0 {
			under = keep(m.places.joinedUnder(m.section, name), fits)
		}
	}
	own, foreign := m.libraries.own(ending)
	for i, rule := range []match{
		{rule: RuleExact, places: exact},
		{rule: RuleJoined, places: joined},
		{rule: fmt.Sprintf(RuleSection, m.section), places: under},
		{rule: RuleDeclared, places: keep(own, func(p *place) bool { return inOneFile(own) && p.live() })},
		{rule: RuleOnly, places: own},
	} {
		if len(rule.places) == 0 {
			continue
		}
		rule.strength = strongest + 1 + i
		return m.narrow(rule)
	}
	return match{foreign: foreign}
}

// narrow chooses among several places. Within one file the only key decides that
// dvc.yaml declares or takes into a template. Of several files one must have the only key that a
// stage declares by its own name; or all of the run's params that the others have, and more;
// or be the only one that dvc.yaml knows at all.
func (m *mapper) narrow(rule match) match {
	itself := func(p *place) bool { return m.places.wanted[m.files[p.file].path][p.dotted()] }
	if own := keep(rule.places, itself); len(own) == 1 && !inOneFile(rule.places) && !slices.ContainsFunc(rule.places, func(p *place) bool { return !itself(p) && (p.live() || p.read) }) {
		rule.places, rule.rule = own, rule.rule+", "+RuleDeclared
	}
	if !inOneFile(rule.places) {
		file, why := m.fileOf(rule.places)
		if file < 0 {
			return rule
		}
		rule.rule += ", " + why
		rule.places = keep(rule.places, func(p *place) bool { return p.file == file })
	}
	if live := keep(rule.places, (*place).live); len(rule.places) > 1 && len(live) == 1 {
		rule.places = live
		if !strings.Contains(rule.rule, RuleDeclared) {
			rule.rule += ", " + RuleDeclared
		}
	}
	return rule
}

func inOneFile(found []*place) bool {
	return !slices.ContainsFunc(found, func(p *place) bool { return p.file != found[0].file })
}

// fileOf chooses the file among those of several places; -1 for none.
func (m *mapper) fileOf(candidates []*place) (file int, why string) {
	var files, known []int
	for _, p := range candidates {
		if !slices.Contains(files, p.file) {
			files = append(files, p.file)
		}
		path := m.files[p.file].path
		if (m.places.wanted[path] != nil || m.places.used[path] != nil) && !slices.Contains(known, p.file) {
			known = append(known, p.file)
		}
	}
	names := func(file int) map[string]bool { return m.covered()[file] }
	for _, one := range files {
		above := func(other int) bool {
			return other == one || contains(names(one), names(other)) && len(names(one)) > len(names(other))
		}
		if !slices.ContainsFunc(files, func(other int) bool { return !above(other) }) {
			return one, RuleFile
		}
	}
	if len(known) == 1 && slices.ContainsFunc(candidates, func(p *place) bool { return p.file == known[0] && (p.live() || p.read) }) {
		return known[0], RuleDeclared
	}
	return -1, ""
}

// covered are the logged names that could be meant in each file.
func (m *mapper) covered() map[int]map[string]bool {
	if m.covers != nil {
		return m.covers
	}
	m.covers = map[int]map[string]bool{}
	for _, param := range m.logged {
		for _, places := range [][]*place{m.places.named(param.Name), m.places.joined(param.Name), m.places.ending(param.Name)} {
			for _, p := range places {
				if m.covers[p.file] == nil {
					m.covers[p.file] = map[string]bool{}
				}
				m.covers[p.file][param.Name] = true
			}
		}
	}
	return m.covers
}

func contains(all, some map[string]bool) bool {
	for name := range some {
		if !all[name] {
			return false
		}
	}
	return true
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
			if err := m.fits(entry, found[0]); err != nil {
				return err
			}
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

// fits says why the param of a line cannot go to the key that it names: a section takes
// no single value, and one key no two.
func (m *mapper) fits(entry MapEntry, at *place) error {
	value, logged := m.logged.Get(entry.Logged)
	if !logged {
		return nil // a warning
	}
	if l := readLogged(value); at.section() && (l.opaque != nil || l.value.Kind != literal.Dict) {
		return fmt.Errorf("params-map line %d: %s is a section, and the run logged a single value of %s; name the key in it, as in %s=%s.%s",
			entry.Line, entry.Target, entry.Logged, entry.Logged, entry.Target, repro.LastPart(entry.Logged))
	}
	for _, param := range m.logged {
		if m.mapped[param.Name] == at && !Equal(param.Value, value) {
			return fmt.Errorf("params-map line %d: %s is the key of %s as well, which was logged with another value; map each to a key of its own", entry.Line, entry.Target, param.Name)
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
