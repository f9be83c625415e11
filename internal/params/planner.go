package params

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// NotShown stands in a ParamEdit for a logged text that may be a secret: what a
// ${…} in the file resolved to.
const NotShown = "(not shown)"

// A draft is one param on its way to one place.
type draft struct {
	edit     repro.ParamEdit
	strength int    // of the rule that found the place
	place    *place // nil without one
	logged   logged
	value    literal.Value // to write, where the status says so
	adds     bool          // the place is a new key
	follows  bool          // refused, because the file takes the value from elsewhere
	same     *draft        // another param of the same value writes this place
}

func (d *draft) writes() bool {
	return d.same == nil && d.edit.Status.Writes()
}

func (d *draft) refuse(note string) {
	d.edit.Status, d.edit.Note, d.edit.New = repro.ParamRefused, note, d.edit.Old
}

// A planner collects what becomes of every param, before anything is written.
type planner struct {
	*mapper
	options Options
	drafts  []*draft
	taken   map[*place]bool // keys that some param accounts for
	floats  bool            // the log spells every number as a float
}

// read types a logged text by what the whole log tells of who printed it.
func (p *planner) read(text string) logged {
	l := readLogged(text)
	l.floats = p.floats
	return l
}

// onlyFloats says whether who logged the params made floats of all numbers, as a
// row of a table does: no int is there, and several of the files' ints are, each
// as the float of the same number.
func (m *mapper) onlyFloats() bool {
	const several = 2 // one alone may be what the original was trained with
	held := 0
	for _, param := range m.logged {
		l := readLogged(param.Value)
		switch found := m.find(param.Name, false).places; {
		case l.value.Kind == literal.Int:
			return false
		case l.value.Kind == literal.Float && len(found) == 1:
			if all(readings(found[0].node), func(v literal.Value) bool { return v.Kind == literal.Int && v.Equal(l.value) }) {
				held++
			}
		}
	}
	return held >= several
}

// param finds the place of one logged param and decides what becomes of it. A
// dict means a section, unless a single value has the stronger evidence.
func (p *planner) param(param repro.Param) {
	l := p.read(param.Value)
	found := p.find(param.Name, false)
	if l.value.Kind == literal.Dict && l.opaque == nil {
		sections := p.find(param.Name, true)
		if len(sections.places) > 0 && sections.places[0].section() && (len(found.places) == 0 || sections.strength <= found.strength) {
			p.section(param, l, sections)
			return
		}
	}
	d := &draft{strength: found.strength, logged: l, edit: repro.ParamEdit{Name: param.Name, Logged: param.Value, Rule: found.rule}}
	p.drafts = append(p.drafts, d)
	switch len(found.places) {
	case 0:
		p.noPlace(d)
	case 1:
		p.decide(d, found.places[0])
	default:
		p.several(d, found.places)
	}
}

// decide types the param for its one place and spells it.
func (p *planner) decide(d *draft, at *place) {
	file := p.files[at.file]
	old := spelled(at.node)
	d.place = at
	d.edit.File, d.edit.Key, d.edit.Line = file.path, at.key, at.node.Line
	d.edit.Old, d.edit.New = old, old
	p.taken[at] = true
	decision := decide(at.node, d.logged, d.strength == strongest)
	d.edit.Status, d.edit.Note, d.value = decision.status, decision.note, decision.value
	if decision.hide {
		d.follows, d.edit.Logged = true, NotShown
	}
	if !d.writes() {
		return
	}
	if file.program {
		d.refuse(fmt.Sprintf("%s is Python, which is read and not written; set it on line %d by hand and train with code-ref head", file.path, at.node.Line))
		return
	}
	if d.value.Kind == literal.None && d.strength != strongest && !d.logged.typed && p.unset(d.edit.Name) {
		d.refuse("None may be the library's default, which nobody set; if None was intended, confirm it with params-map")
		return
	}
	text, err := spell(d.value, file.format, at.node)
	if err != nil {
		d.refuse(err.Error())
		return
	}
	d.edit.New = text
	if at.node.Alias && d.edit.Note == "" {
		d.edit.Note = "comes from an anchor"
	}
}

// unset says whether a param that was logged as None may be one that a library
// logs for completeness: autologging does so by the dozen, under bare names.
func (p *planner) unset(name string) bool {
	const dozen = 5 // that many are no person's doing
	bareName := func(name string) bool { return !strings.ContainsAny(name, "./:") }
	none := 0
	for _, param := range p.logged {
		if param.Value == "None" && bareName(param.Name) {
			none++
		}
	}
	return bareName(name) && (p.options.Autologged || none >= dozen)
}

// several accepts places that all hold the value, and lists those that do not.
func (p *planner) several(d *draft, candidates []*place) {
	var listed []string
	holding := 0
	for _, at := range candidates {
		p.taken[at] = true
		line := fmt.Sprintf("%s = %s", p.where(at), cut(spelled(at.node)))
		if _, same := holds(at.node, d.logged); same {
			holding++
			line += " (holds it)"
		}
		if refers(at.node) {
			d.edit.Logged = NotShown
		}
		listed = append(listed, line)
	}
	if holding == len(candidates) {
		p.decide(d, candidates[0])
		verb := " holds it too"
		if len(candidates) > 2 {
			verb = " hold it too"
		}
		d.edit.Note = strings.Join(shorten(p.names(candidates[1:])), ", ") + verb
		return
	}
	d.edit.Status = repro.ParamAmbiguous
	d.edit.Note = fmt.Sprintf("%d keys fit: %s; choose one with params-map", len(candidates), strings.Join(shorten(listed), ", "))
}

func (p *planner) names(places []*place) []string {
	var names []string
	for _, at := range places {
		names = append(names, p.where(at))
	}
	return names
}

// noPlace keeps a param as lineage. Where the files have a section of its name
// and the log is what remains of that section, it is no lineage but a loss.
func (p *planner) noPlace(d *draft) {
	d.edit.Status = repro.ParamLoggedOnly
	if at := p.find(d.edit.Name, false).foreign; at != nil {
		p.taken[at] = true
		if len(p.libraries.used) == 0 {
			d.edit.Status = repro.ParamAmbiguous
		}
		d.edit.Note = fmt.Sprintf("%s is in the section of a library, %s; if this is the right key, confirm it with params-map", p.where(at), p.libraries.says())
		return
	}
	sections := p.find(d.edit.Name, true)
	if len(sections.places) == 0 {
		if p.options.Insert {
			p.insert(d)
		}
		return
	}
	at := sections.places[0]
	suspect := truncated(d.edit.Logged)
	switch {
	case d.logged.opaque != nil:
		suspect = d.logged.opaque.Error()
	case suspect == "":
		d.edit.Note = fmt.Sprintf("%s is a section in the file, a single value in the run", p.where(at))
		return
	}
	d.edit.File, d.edit.Key, d.edit.Line, d.edit.Rule = p.files[at.file].path, at.key, at.node.Line, sections.rule
	d.refuse(suspect)
}

// section spreads a section that was logged as one dict over its keys.
func (p *planner) section(param repro.Param, l logged, found match) {
	d := &draft{strength: found.strength, logged: l, edit: repro.ParamEdit{Name: param.Name, Logged: param.Value, Rule: found.rule}}
	at, suspect := found.places[0], truncated(param.Value)
	switch {
	case len(found.places) > 1:
		d.edit.Status = repro.ParamAmbiguous
		d.edit.Note = fmt.Sprintf("%d sections fit: %s; choose one with params-map", len(found.places), strings.Join(shorten(p.names(found.places)), ", "))
	case suspect != "":
		d.edit.File, d.edit.Key, d.edit.Line = p.files[at.file].path, at.key, at.node.Line
		d.refuse(suspect)
	case len(l.value.Keys) == 0: // which has nothing to spread
		d.place = at
		d.edit.File, d.edit.Key, d.edit.Line, d.edit.Old = p.files[at.file].path, at.key, at.node.Line, spelled(at.node)
		d.edit.New, d.edit.Status, p.taken[at] = d.edit.Old, repro.ParamUnchanged, true
		if len(at.node.Keys) > 0 {
			d.refuse("the run logged a section without keys, and the file's has some: change it by hand")
		}
	default:
		p.spread(d, at, l.value)
		return
	}
	p.drafts = append(p.drafts, d)
}

// pass leaves to the run command what it passes and no file takes.
func (p *planner) pass() {
	for _, d := range p.drafts {
		switch d.edit.Status {
		case repro.ParamLoggedOnly, repro.ParamAmbiguous, repro.ParamRefused:
			if slices.Contains(p.options.Passed, d.edit.Name) {
				d.edit = repro.ParamEdit{Name: d.edit.Name, Logged: d.edit.Logged, Status: repro.ParamPassed}
			}
		}
	}
}

// spread makes one draft of each value in the dict. Keys that only the dict
// has stay in the log, keys that only the file has stay in the file.
func (p *planner) spread(whole *draft, section *place, dict literal.Value) {
	for i, key := range dict.Keys {
		item := dict.Items[i]
		at := p.child(section, literal.Str(key))
		if at != nil && at.section() && item.Kind == literal.Dict {
			p.spread(whole, at, item)
			continue
		}
		d := &draft{strength: whole.strength, logged: logged{text: literal.Str(item), value: item, typed: true}}
		d.edit = repro.ParamEdit{Name: whole.edit.Name, Logged: literal.Str(item), Rule: whole.edit.Rule + ", " + RuleLiteral}
		if at != nil {
			p.decide(d, at)
		} else {
			d.edit.Status = repro.ParamLoggedOnly
			d.edit.Note = fmt.Sprintf("section %s has no key %s", p.where(section), show(literal.Str(key)))
		}
		p.drafts = append(p.drafts, d)
	}
}

// edits gives every param in the order it was logged, and then every key that
// no param accounts for, in the order of the files.
func (p *planner) edits() []repro.ParamEdit {
	edits := make([]repro.ParamEdit, 0, len(p.drafts)+len(p.places.all))
	for _, d := range p.drafts {
		edits = append(edits, d.edit)
	}
	for _, at := range p.places.all {
		if p.taken[at] || at.section() && len(at.node.Keys) > 0 {
			continue
		}
		old := spelled(at.node)
		edits = append(edits, repro.ParamEdit{
			File: p.files[at.file].path, Key: at.key, Line: at.node.Line,
			Old: old, New: old, Status: repro.ParamNotRecorded,
		})
	}
	return edits
}
