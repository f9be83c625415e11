package params

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// apply splices every file and reads it back. An edit that the file refuses
// becomes a refused param, and the others are written without it.
func (p *planner) apply() ([]repro.FileEdit, error) {
	var changed []repro.FileEdit
	for i, file := range p.files {
		var replaced, added []*draft
		for _, d := range p.drafts {
			switch {
			case !d.writes() || d.place.file != i:
			case d.adds:
				added = append(added, d)
			default:
				replaced = append(replaced, d)
			}
		}
		after, err := write(file, replaced)
		if err != nil {
			return nil, err
		}
		after = add(file, after, added)
		if !bytes.Equal(after, file.data) {
			changed = append(changed, repro.FileEdit{Path: file.path, Before: file.data, After: after})
		}
	}
	p.agree()
	return changed, nil
}

// write splices the drafts into one file. It tries all of them at once, and
// looks for the one to blame only when that fails.
func write(file source, drafts []*draft) ([]byte, error) {
	for len(drafts) > 0 {
		after, err := splice(file, drafts)
		if err == nil {
			return after, check(file, after, drafts)
		}
		blamed := blame(file, drafts, err)
		if blamed == nil {
			return nil, repro.Doubtf(repro.ParamsNotWritable, "write params to %s: %w", file.path, err)
		}
		drafts = slices.DeleteFunc(drafts, func(d *draft) bool { return d == blamed })
	}
	return file.data, nil
}

func splice(file source, drafts []*draft) ([]byte, error) {
	edits := make([]doc.Edit, 0, len(drafts))
	for _, d := range drafts {
		edits = append(edits, doc.Edit{Key: d.edit.Key, Text: d.edit.New})
	}
	return file.document.Splice(edits)
}

// blame finds the draft that an error is about and refuses it: the one that the
// error names, or the first that fails on its own.
func blame(file source, drafts []*draft, err error) *draft {
	var refusal *doc.RefusedError
	if errors.As(err, &refusal) && refusal.Key != nil {
		for _, d := range drafts {
			if slices.Equal(d.edit.Key, refusal.Key) {
				d.refuseFor(file, refusal)
				return d
			}
		}
	}
	for _, d := range drafts {
		if _, err := splice(file, []*draft{d}); err != nil {
			if errors.As(err, &refusal) {
				d.refuseFor(file, refusal)
			} else {
				d.refuse(err.Error())
			}
			return d
		}
	}
	return nil
}

func (d *draft) refuseFor(file source, refusal *doc.RefusedError) {
	named := *refusal
	named.Path = file.path
	d.refuse(named.Error())
}

// check reads the new bytes as the project's own programs will: every value
// written is there for each reader, and no other value is another.
func check(file source, after []byte, drafts []*draft) error {
	reread, err := parse(File{Path: file.path, Data: after})
	if err != nil {
		return err
	}
	wanted := make(map[*doc.Node]literal.Value, len(drafts))
	for _, d := range drafts {
		wanted[d.place.node] = d.value
	}
	if line, key := differs(file.document.Root, reread.document.Root, wanted, nil); key != nil {
		return repro.Doubtf(repro.ParamsNotWritable, "%s:%d: %s would not be read as intended after the edit; set it by hand, or leave it out with params-map",
			file.path, line, strings.Join(key, "."))
	}
	return nil
}

// differs finds the first value that is not what it should be: the wanted one
// where one was written, the one before everywhere else.
func differs(before, after *doc.Node, wanted map[*doc.Node]literal.Value, key []string) (line int, at []string) {
	if value, ok := wanted[before]; ok {
		if !reads(after, value) {
			return after.Line, key
		}
		return 0, nil
	}
	if before.Kind != after.Kind || len(before.Keys) != len(after.Keys) || len(before.Values) != len(after.Values) {
		return after.Line, key
	}
	if before.Kind == doc.Scalar && (before.Text != after.Text || before.Quoted != after.Quoted || before.Tag != after.Tag) {
		return after.Line, key
	}
	for i, value := range before.Values {
		name := "[]"
		if before.Kind == doc.Map {
			if name = before.Keys[i].Text; name != after.Keys[i].Text {
				return after.Keys[i].Line, append(key, name)
			}
		}
		if line, at := differs(value, after.Values[i], wanted, append(key[:len(key):len(key)], name)); at != nil {
			return line, at
		}
	}
	return 0, nil
}

// reads says whether every reader takes a value for the one that was meant, a float for the
// same double.
func reads(node *doc.Node, meant literal.Value) bool {
	meant = meant.Doubles()
	return all(readings(node), func(v literal.Value) bool { return v.Equal(meant) && v.SameType(meant) })
}
