package params

import "strings"

// joints are what loggers put between the parts of a key, one or several: they
// mix them as well (model_net.width).
const joints = "/:_.-| "

// maxJoint is how many of them one gap may have.
const maxJoint = 3

// joined gives the places whose parts, with any joints between them, are name. A
// key of one part is no such place: its name is exact.
func (s *places) joined(name string) []*place {
	return keep(s.byName[bare(name)], func(p *place) bool { return len(p.key) > 1 && joins(p.key, name) })
}

// joinedUnder gives the places below a section, a dotted key, whose further
// parts are joined to name.
func (s *places) joinedUnder(section, name string) []*place {
	depth := strings.Count(section, ".") + 1
	return keep(s.byName[bare(section+"."+name)], func(p *place) bool {
		return len(p.key) > depth+1 && strings.Join(p.key[:depth], ".") == section && joins(p.key[depth:], name)
	})
}

// joins says whether name is the parts of a key with joints between them.
func joins(key []string, name string) bool {
	starts := map[int]bool{0: true} // where the next part may begin
	for i, part := range key {
		next := map[int]bool{}
		for start := range starts {
			if !strings.HasPrefix(name[start:], part) {
				continue
			}
			end := start + len(part)
			if i == len(key)-1 {
				if end == len(name) {
					return true
				}
				continue
			}
			for n := 0; n < maxJoint && end+n < len(name) && strings.IndexByte(joints, name[end+n]) >= 0; n++ {
				next[end+n+1] = true
			}
		}
		starts = next
	}
	return false
}
