package lineage

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Some changes of a file are in what no training reads, or are told elsewhere
// part by part. They are listed, and are no cause of their own.

// idle says why a change is one of those, "" where it is not.
func (s source) idle(change treeChange) string {
	file, base := change.file, path.Base(change.file)
	if base == ".gitignore" || base == ".gitkeep" {
		return "git and DVC read it, and no training"
	}
	if s.dataOf(file) {
		return "its data is compared by its hash"
	}
	if data := slices.IndexFunc(s.data, func(data repro.Input) bool {
		return data.State == repro.InputDiffers && strings.HasPrefix(file, data.Name+"/")
	}); data >= 0 {
		return "part of " + s.data[data].Name
	}
	ext := strings.ToLower(path.Ext(file))
	if !isShell(file) && !slices.Contains([]string{".py", ".ipynb", ".yaml", ".yml", ".json", ".toml"}, ext) || change.regular() && max(change.then.Size(), change.now.Size()) > maxModelDoc {
		return ""
	}
	if change.onlyMode() {
		return ""
	}
	then, now, ok := change.sides(s.before, s.after)
	switch {
	case !ok:
		return ""
	case isShell(file) && sameScript(string(then), string(now)):
		return repro.OnlyComments
	case isShell(file):
		return ""
	case base == "dvc.yaml":
		return "its stages are compared one by one"
	case ext == ".py" && sourcetext.WithoutComments(string(then)) == sourcetext.WithoutComments(string(now)):
		return repro.OnlyComments
	case ext == ".py" && sourcetext.SameProgram(string(then), string(now)):
		return repro.OnlyLayout
	case ext == ".ipynb" && SameNotebook(then, now):
		return repro.OnlyOutputs
	case ext == ".py" || ext == ".ipynb":
		return ""
	}
	a, okA := readValues(doc.FormatOf(file), then)
	b, okB := readValues(doc.FormatOf(file), now)
	switch {
	case !okA || !okB:
		return ""
	case exactly(a) == exactly(b) && writtenAlike(a, b):
		return repro.NoValue
	case exactly(a) != exactly(b) && s.isParams(file) && writtenAlike(a, b):
		return "its keys are compared one by one"
	}
	return ""
}

// dataOf says whether a file is DVC's note of data that both sides know.
func (s source) dataOf(file string) bool {
	out, note := strings.CutSuffix(file, ".dvc")
	known := func(data repro.Input) bool { return data.Name == out && data.State != repro.InputUnknown }
	return note && slices.ContainsFunc(s.data, known)
}

// isParams says whether a file is one of the params files.
func (s source) isParams(file string) bool {
	written := slices.ContainsFunc(s.edits, func(edit repro.FileEdit) bool { return edit.Path == file })
	for _, t := range []tree{s.before, s.after} {
		written = written || t.project != nil && slices.Contains(t.project.ParamFiles(), file)
	}
	return written || file == "params.yaml" || path.Base(file) == "params.yaml" && !s.unread(file)
}

// unread says whether the training is known not to have read a file: another project of the
// repository has a params.yaml of its own.
func (s source) unread(file string) bool {
	if s.wasRead == nil {
		return false
	}
	read, known := s.wasRead(file)
	return known && !read
}

// readValues reads a structured file whose values can be compared: a map,
// without tags of a project's own.
func readValues(format doc.Format, data []byte) (*doc.Node, bool) {
	root, err := doc.Read(format, data, maxModelDoc)
	return root, err == nil && root != nil && root.Kind == doc.Map && !strings.Contains(exactly(root), "\x00!")
}

// keyChanges lists the keys at which two versions of a structured file differ,
// as a stage's own differences. It lists none where either cannot be read, or
// where there are too many.
func keyChanges(format doc.Format, then, now []byte) (changes []repro.OwnChange) {
	a, okA := readValues(format, then)
	b, okB := readValues(format, now)
	if !okA || !okB {
		return nil
	}
	names, before, after := []string{}, map[string]*doc.Node{}, map[string]*doc.Node{}
	collect := func(root *doc.Node, into map[string]*doc.Node) {
		root.Each(func(key []string, value *doc.Node) {
			name := strings.Join(key, ".")
			if before[name] == nil && after[name] == nil {
				names = append(names, name)
			}
			into[name] = value
		})
	}
	collect(a, before)
	collect(b, after)
	if len(names) > maxLeaves {
		return nil
	}
	for _, name := range names {
		if x, y := before[name], after[name]; exactly(x) != exactly(y) {
			then, now := spelt(x), spelt(y)
			if then == now { // a number, and the same as text
				then, now = quoted(x), quoted(y)
			}
			changes = append(changes, repro.OwnChange{Kind: repro.KindParams, Name: name, Original: then, Now: now})
		}
	}
	return changes
}

// maxLeaves bounds the keys of a file that are compared.
const maxLeaves = 2000

// quoted is spelt of a value, in quotes where the file has it so.
func quoted(node *doc.Node) string {
	text := spelt(node)
	if node == nil || node.Kind != doc.Scalar || !node.Quoted {
		return text
	}
	return strconv.Quote(text)
}

// spelt is a value as people read it.
func spelt(node *doc.Node) string {
	switch {
	case node == nil:
		return repro.NotThere
	case node.Kind == doc.Scalar:
		return node.Value12().Text
	}
	var parts []string
	for i, value := range node.Values {
		part := spelt(value)
		if node.Kind == doc.Map {
			part = node.Keys[i].Text + ": " + part
		}
		parts = append(parts, part)
	}
	if node.Kind == doc.Map {
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// exactly is a value as text that two values share only where every reader
// takes them for the same.
func exactly(node *doc.Node) string {
	if node == nil {
		return ""
	}
	text := fmt.Sprintf("%v ", node.Kind)
	if node.Tag != "" {
		text += "\x00!" + node.Tag
	}
	if node.Kind == doc.Scalar {
		a, b := node.Value11(), node.Value12()
		return text + fmt.Sprintf("%v %q %v %q", a.Type, a.Text, b.Type, b.Text)
	}
	for i, value := range node.Values {
		if node.Kind == doc.Map {
			text += fmt.Sprintf("%q: ", node.Keys[i].Text)
		}
		text += exactly(value) + ", "
	}
	return text + "end"
}

// SameNotebook says whether two notebooks run the same: what their cells put out
// and how often they ran is left aside.
func SameNotebook(then, now []byte) bool {
	a, okA := cells(then)
	b, okB := cells(now)
	return okA && okB && bytes.Equal(a, b)
}

// cells is what a notebook runs, as text.
func cells(data []byte) ([]byte, bool) {
	root, err := doc.Read(doc.JSON, data, maxModelDoc)
	if err != nil || root.Get("cells") == nil {
		return nil, false
	}
	var text bytes.Buffer
	for _, cell := range root.Get("cells").Items() {
		kind, _ := cell.Get("cell_type").Str()
		text.WriteString(kind + "\x00")
		if source := cell.Get("source"); source != nil && source.Kind == doc.List {
			for _, line := range source.Items() {
				text.WriteString(line.Text)
			}
		} else if source != nil {
			text.WriteString(source.Text)
		}
		if tags := cell.Get("metadata", "tags"); tags != nil { // papermill finds its parameters by one
			text.WriteString("\x00" + spelt(tags))
		}
		text.WriteString("\x00\x00")
	}
	return text.Bytes(), true
}
