package params

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// follow looks where a value goes that the file takes from elsewhere. What is
// exactly ${key}, with a key of the same file that will hold the logged value,
// needs no edit. Resolvers, the environment and chains are not followed.
// https://omegaconf.readthedocs.io/en/latest/usage.html#variable-interpolation
func (p *planner) follow() {
	for _, d := range p.drafts {
		if !d.follows || d.logged.opaque != nil || d.edit.Status != repro.ParamRefused || d.place.node.Kind != doc.Scalar {
			continue
		}
		text := d.place.node.Text
		if !strings.HasPrefix(text, "${") || !strings.HasSuffix(text, "}") {
			continue
		}
		targets := keep(p.places.dotted(text[2:len(text)-1]), func(at *place) bool { return at.file == d.place.file })
		if len(targets) != 1 || targets[0].section() || refers(targets[0].node) {
			continue
		}
		if all(p.becomes(targets[0]), func(v literal.Value) bool { return v.Equal(d.logged.value) }) {
			d.edit.Status, d.edit.Logged = repro.ParamUnchanged, d.logged.text
			d.edit.Note = "follows " + p.where(targets[0])
		}
	}
}

// becomes gives what readers will make of a place: what some param writes
// there, or what is there now.
func (p *planner) becomes(at *place) []literal.Value {
	for _, d := range p.drafts {
		if d.place == at && d.writes() {
			return []literal.Value{d.value}
		}
	}
	return readings(at.node)
}
