package observe

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// namesFor are the names of all packages that the environment of a Python has, by its metadata in
// site-packages and in the directories that .pth files add; nil for a Python that is in none of its
// own, or that takes the system's packages, too.
func namesFor(executable string) []string {
	root := filepath.Dir(filepath.Dir(executable))
	settings := readBeside(filepath.Join(root, "pyvenv.cfg"))
	if settings == "" {
		return nil
	}
	for line := range strings.Lines(strings.ToLower(settings)) {
		if key, value, _ := strings.Cut(line, "="); strings.TrimSpace(key) == "include-system-site-packages" && strings.TrimSpace(value) != "false" {
			return nil
		}
	}
	sites, _ := filepath.Glob(filepath.Join(wording.GlobPath(root), "lib", "python*", "site-packages"))
	if len(sites) == 0 {
		return nil
	}
	dirs := slices.Clone(sites)
	for _, site := range sites {
		more, _ := filepath.Glob(filepath.Join(wording.GlobPath(site), "*.pth"))
		for _, file := range more[:min(len(more), 100)] {
			for line := range strings.Lines(readBeside(file)) {
				if dir := strings.TrimSpace(line); dir != "" && !strings.HasPrefix(dir, "import") && !strings.HasPrefix(dir, "#") {
					if !filepath.IsAbs(dir) {
						dir = filepath.Join(site, dir)
					}
					dirs = append(dirs, dir)
				}
			}
		}
	}
	names := []string{}
	for _, dir := range dirs {
		entries, _ := os.ReadDir(dir)
		for _, entry := range entries[:min(len(entries), 4*maxDistributions)] {
			ending := filepath.Ext(entry.Name())
			if slices.Contains([]string{".dist-info", ".egg-info", ".egg", ".egg-link"}, ending) {
				name, _, _ := strings.Cut(strings.TrimSuffix(entry.Name(), ending), "-")
				add(&names, name)
			}
		}
	}
	return names
}
