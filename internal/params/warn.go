package params

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// warnings are what a person should know that no single status says.
func (p *planner) warnings(logged repro.Params) []string {
	var warnings []string
	if p.options.Declared != nil {
		warnings = append(warnings, p.undeclared()...)
	}
	for _, entry := range p.options.Map {
		if _, ok := logged.Get(entry.Logged); !ok {
			warnings = append(warnings, fmt.Sprintf("params-map line %d: the run logged no param %s", entry.Line, entry.Logged))
		}
	}
	if name := p.options.Section; name != "" && name != DefaultSection && len(keep(p.places.dotted(name), (*place).section)) == 0 {
		warnings = append(warnings, fmt.Sprintf("params-section: %s has no section %s%s", p.fileNames(), printable.Quote(name, 80), p.meant(name)))
	}
	return shorten(warnings)
}

// meant names the section that was probably meant, and those that there are.
func (p *planner) meant(name string) string {
	var there []string
	for _, at := range p.places.all {
		if at.section() {
			there = append(there, at.dotted())
		}
	}
	if near := wording.Nearest(name, there); near != "" {
		return "; did you mean " + printable.Text(near) + "?"
	}
	if len(there) == 0 {
		return ", and no other; leave params-section out"
	}
	return "; there are " + printable.Text(wording.ListUpTo(there, 5))
}

// undeclared names the keys that were written and that no stage of dvc.yaml
// declares or takes into its command: DVC neither notices the change nor says
// who reads them.
func (p *planner) undeclared() []string {
	var keys []string
	for _, d := range p.drafts {
		if d.writes() && !d.place.live() && !d.place.read {
			keys = append(keys, p.where(d.place))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: not declared by any stage of dvc.yaml; editing it may have no effect", strings.Join(shorten(keys), ", "))}
}
