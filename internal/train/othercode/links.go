package othercode

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// LinksOut lists the links of a place, by paths from its top, through which code
// or configs would be taken from outside of it: that is not the commit's.
func (c Checkout) LinksOut() []string {
	var names []string
	for _, file := range c.Files {
		link := filepath.Join(c.top, filepath.FromSlash(file))
		to, err := os.Readlink(link)
		if err != nil || strings.HasPrefix(path.Base(file), ".") {
			continue
		}
		if real, err := filepath.EvalSymlinks(link); err == nil {
			to = real
		} else if !filepath.IsAbs(to) {
			to = filepath.Join(filestate.RealPath(filepath.Dir(link)), to)
		}
		if !filestate.Below(to, c.top) && (lineage.IsProgram(file) || filekind.IsConfigEnding(path.Ext(file)) || holdsCode(to)) {
			names = append(names, file+" (a link that leads out of the checkout)")
		}
	}
	return names
}

// holdsCode says whether a directory has programs.
func holdsCode(dir string) bool {
	open, err := os.Open(dir)
	if err != nil {
		return false
	}
	defer open.Close()
	names, _ := open.Readdirnames(maxNamed) // none of a file
	return slices.ContainsFunc(names, lineage.IsProgram)
}
