package contents

import (
	"bytes"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// SameNotebook says whether two notebooks run the same: what their cells put out
// and how often they ran is left aside.
func SameNotebook(then, now []byte) bool {
	a, okA := cells(then)
	b, okB := cells(now)
	return okA && okB && bytes.Equal(a, b)
}

// cells is what a notebook runs, as text.
func cells(data []byte) ([]byte, bool) {
	root, err := doc.Read(doc.JSON, data, MaxSize)
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
