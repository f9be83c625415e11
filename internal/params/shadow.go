package params

import "github.com/reproduce-action/reproduce/internal/repro"

// Shadow marks the edits whose key another file has as well, with another value: a local
// override, such as conf/local/parameters.yml, that the training may go by. It names their
// params. A file that cannot be read says nothing.
func Shadow(file File, edits []repro.ParamEdit) []string {
	other, err := parse(file)
	if err != nil || other.document == nil {
		return nil
	}
	var names []string
	for i, edit := range edits {
		if edit.Name == "" || !edit.Status.Holds() || len(edit.Key) == 0 || edit.File == file.Path {
			continue
		}
		node := other.document.Root.Get(edit.Key...)
		if node == nil {
			continue
		}
		if _, same := holds(node, readLogged(edit.Logged)); !same {
			edits[i].Shadow = file.Path
			names = append(names, edit.Name)
		}
	}
	return names
}
