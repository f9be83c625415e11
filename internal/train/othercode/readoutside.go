package othercode

import (
	"io/fs"
	"os"
	"slices"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// Read takes programs of elsewhere that the training was seen to read, by full paths, as
// code that it ran: what require, source or use names is in no command. stood says whether
// a file was there before the training.
func (n *Named) Read(c Checkout, files []string, stood func(fs.FileInfo) bool) {
	if len(files) == 0 {
		return // a tree is read for nothing less
	}
	tree := observe.TreeOf(c.top, relativeDir(c.top, c.dir), c.Files)
	for _, file := range files {
		info, err := os.Stat(file)
		own, is := tree.Of(file)
		if err != nil || is == observe.SameContent || observe.IsOfSystem(file) || !stood(info) {
			continue
		}
		if !slices.Contains(n.Outside, file) {
			n.Outside = append(n.Outside, file)
		}
		if is == observe.OtherContent && own != "" && !slices.Contains(n.Instead, file) {
			n.Instead = append(n.Instead, file)
		}
	}
	slices.Sort(n.Outside)
	slices.Sort(n.Instead)
	n.Partial = n.Partial || len(n.Outside) > 0 && tree.Partial()
}
