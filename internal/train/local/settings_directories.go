package local

import (
	"cmp"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// Bounds on the settings that are looked through for directories.
const (
	maxSettings     = 200
	maxSettingsFile = 64 << 10 // bytes of one
)

// settingsText are the files of settings of the place, those of the commit and lent ones: a
// program has the directory of its store from one as often as from its own text.
func (p place) settingsText() string {
	var b strings.Builder
	names := slices.Clone(p.checkout.Files)
	for name := range p.lent.files {
		names = append(names, name)
	}
	looked := 0
	for _, name := range names {
		ending := strings.ToLower(path.Ext(name))
		if looked == maxSettings || !filekind.IsConfigEnding(ending) && ending != ".mk" {
			continue
		}
		file := filepath.Join(p.clone.Dir, filepath.FromSlash(name))
		info, err := os.Lstat(file)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxSettingsFile {
			continue
		}
		looked++
		if data, err := doc.ReadFile(os.DirFS(p.clone.Dir), name); err == nil {
			b.WriteString("\n")
			b.Write(data)
		}
	}
	return b.String()
}

// linkedDirectories are directories outside of the place to which links of the commit lead.
func (p place) linkedDirectories() (dirs []string) {
	for _, name := range p.checkout.Files {
		file := filepath.Join(p.clone.Dir, filepath.FromSlash(name))
		if _, err := os.Readlink(file); err != nil {
			continue
		}
		real := filestate.RealPath(file)
		if info, err := os.Stat(real); err == nil && info.IsDir() {
			dirs = append(dirs, real)
		}
	}
	return dirs
}

// inTemporary finds a name below the directory for temporary files that Python asks for.
var inTemporary = regexp.MustCompile(`\bgettempdir\(\)[^\n"']{0,40}["']([\w.-]{2,40})["']`)

// temporaryDirectories are those below the directory for temporary files that a text names.
func temporaryDirectories(text string, environ []string) (dirs []string) {
	for _, found := range inTemporary.FindAllStringSubmatch(text, maxPaths) {
		dirs = append(dirs, filepath.Join(cmp.Or(othercode.Getenv(environ, "TMPDIR"), os.TempDir()), found[1]))
	}
	return dirs
}
