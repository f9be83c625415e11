package lineage

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// valueChanges lists the keys that differ in files of values which are no params files: of a
// program's own settings nobody knows which keys it reads.
func (s source) valueChanges() (files []repro.StageChange) {
	for _, change := range s.changed {
		if !contents.HasValues(change.file) || !change.regular() || max(change.then.Size(), change.now.Size()) > contents.MaxSize || s.isParams(change.file) {
			continue
		}
		then, now, ok := change.sides(s.before, s.after)
		if !ok {
			continue
		}
		if own := contents.KeyChanges(doc.FormatOf(change.file), then, now); len(own) > 0 {
			files = append(files, repro.StageChange{Own: own, Witness: s.witnessOf(change.file)})
		}
	}
	return files
}

// witnessOf begins with the file, as repro.IsKeyOf expects it.
func (s source) witnessOf(file string) string {
	return file + " at " + s.before.at + " and " + s.after.at
}

// inFiles adds to the evidence of logged params that differ the file in which a key of the name
// differs so.
func inFiles(inputs []repro.Input, files []repro.StageChange) []repro.Input {
	for i, input := range inputs {
		if input.Kind != repro.KindParams || input.State != repro.InputDiffers || input.Evidence != loggedByBoth {
			continue
		}
		is := func(own repro.OwnChange) bool {
			return strings.HasSuffix("."+own.Name, "."+input.Name) && params.Equal(own.Original, input.Original) && params.Equal(own.Now, input.Now)
		}
		if at := slices.IndexFunc(files, func(file repro.StageChange) bool { return slices.ContainsFunc(file.Own, is) }); at >= 0 {
			inputs[i].Evidence += "; " + files[at].Witness
		}
	}
	return inputs
}
