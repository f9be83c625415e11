package params

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxInserts bounds the keys added to one file: each is proved by a parse.
const maxInserts = 200

// insert gives a param without a place a new key, typed by its literal: there
// is no value whose type it could have.
func (p *planner) insert(d *draft) {
	d.edit.Rule = RuleInserted
	suspect := truncated(d.edit.Logged)
	switch {
	case d.logged.opaque != nil:
		d.refuse(d.logged.opaque.Error())
		return
	case suspect != "":
		d.refuse(suspect)
		return
	}
	at := p.home(d.edit.Name)
	if at == nil || p.files[at.file].program {
		d.refuse(fmt.Sprintf("no section for %s in %s; add it by hand", show(d.edit.Name), p.fileNames()))
		return
	}
	file := p.files[at.file]
	d.logged, _ = typeFor(d.logged, []literal.Value{{Kind: literal.None}})
	text, err := spell(d.logged.value, file.format, at.node)
	if err != nil {
		d.refuse(err.Error())
		return
	}
	d.place, d.adds = at, true
	d.edit.File, d.edit.Key, d.edit.New = file.path, at.key, text
	d.value, d.edit.Status, d.edit.Note = d.logged.value, repro.ParamAssumed, "a new key: the type follows from the logged text"
}

// home makes the place of a new key: in the section that its name begins with,
// else in the configured one, else at the top of the first file. There is none
// where the section is missing: DVC cannot address a key with a dot in it.
func (p *planner) home(name string) *place {
	isSection := func(at *place) bool { return at.section() }
	nested := false
	for _, separator := range separators {
		at := strings.LastIndex(name, separator)
		if at <= 0 || at+len(separator) == len(name) {
			continue
		}
		parents := keep(p.places.named(name[:at]), isSection)
		if len(parents) == 0 && p.mapper.section != "" {
			parents = keep(p.places.under(p.mapper.section, name[:at]), isSection)
		}
		if len(parents) == 1 {
			return p.newPlace(parents[0].file, parents[0].key, name[at+len(separator):])
		}
		nested = nested || separator != "__"
	}
	if nested {
		return nil
	}
	if parents := keep(p.places.dotted(p.mapper.section), isSection); len(parents) == 1 {
		return p.newPlace(parents[0].file, parents[0].key, name)
	}
	for i, file := range p.files {
		if file.document != nil && !file.program {
			return p.newPlace(i, nil, name)
		}
	}
	return nil
}

// newPlace gives the place of a new key, the same one every time it is asked
// for, so that two params that mean it meet.
func (p *planner) newPlace(file int, section []string, name string) *place {
	key := append(section[:len(section):len(section)], name)
	for _, d := range p.drafts {
		if d.adds && d.place.file == file && slices.Equal(d.place.key, key) {
			return d.place
		}
	}
	parent := p.files[file].document.Root.Get(section...)
	return &place{
		file: file, key: key, node: &doc.Node{Flow: parent.Flow},
		declared: p.places.wanted.has(p.files[file].path, strings.Join(key, ".")),
		read:     p.places.used.has(p.files[file].path, strings.Join(key, ".")),
	}
}

// add inserts the new keys of one file, the last one first: each goes to the
// front of its section. A key that the file refuses is refused alone.
func add(file source, data []byte, drafts []*draft) []byte {
	for i, d := range slices.Backward(drafts) {
		if len(drafts)-i > maxInserts {
			d.refuse(fmt.Sprintf("more than %d new keys; add it by hand", maxInserts))
			continue
		}
		after, err := insertOne(file, data, d)
		var refusal *doc.RefusedError
		switch {
		case errors.As(err, &refusal):
			d.refuseFor(file, refusal)
		case err != nil:
			d.refuse(err.Error())
		default:
			data = after
		}
	}
	return data
}

func insertOne(file source, data []byte, d *draft) ([]byte, error) {
	document, err := doc.Parse(file.format, data)
	if err != nil {
		return nil, err
	}
	after, err := document.Insert(d.edit.Key, d.edit.New)
	if err != nil {
		return nil, err
	}
	reread, err := doc.Parse(file.format, after)
	if err != nil {
		return nil, err
	}
	node := reread.Root.Get(d.edit.Key...)
	if node == nil || !reads(node, d.value) {
		return nil, fmt.Errorf("%s would not be read as intended; add it by hand", strings.Join(d.edit.Key, "."))
	}
	return after, nil
}
