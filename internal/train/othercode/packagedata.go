package othercode

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// OtherPackageData lists the directories of installed packages from which one of the files that a
// training read is the data of a package that the commit has as well, with other content: its code
// may be the same, and what it computes from is not the commit's.
func (c Checkout) OtherPackageData(read []string) []string {
	var found []string
	for _, file := range read {
		slashed := filepath.ToSlash(file)
		site, within, ok := observe.SiteOf(slashed)
		top, _, inPackage := strings.Cut(within, "/")
		if !ok || !inPackage || path.Ext(slashed) == ".py" || filestate.Below(file, c.top) || slices.Contains(found, site) {
			continue
		}
		other := slices.ContainsFunc(c.Files, func(own string) bool {
			parent, is := strings.CutSuffix("/"+own, "/"+within)
			return is && slices.Contains(c.Files, strings.TrimPrefix(parent+"/"+top+"/__init__.py", "/")) &&
				!filestate.SameContent(file, filepath.Join(c.top, filepath.FromSlash(own)))
		})
		if other {
			found = append(found, filepath.FromSlash(site))
		}
	}
	return found
}
