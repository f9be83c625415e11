package othercode

import (
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestNamed_Read: a program of elsewhere that was read is code that ran; one that the
// commit has with another content stands for it.
func TestNamed_Read(t *testing.T) {
	t.Parallel()
	world := filestate.RealPath(t.TempDir())
	top := filepath.Join(world, "place")
	gittest.Write(t, top, "fit.js", "exports.fit = rows => rows.length\n")
	gittest.Write(t, top, "lib/Fit.pm", "package Fit;\n1;\n")
	for _, tt := range []struct {
		name, file, text string
		stood            bool
		outside, instead bool
	}{
		{"another version of the commit's", "other/fit.js", "exports.fit = rows => 2\n", true, true, true},
		{"another version, in a package", "other/Fit.pm", "package Fit;\n2;\n", true, true, true},
		{"the same", "other/fit.js", "exports.fit = rows => rows.length\n", true, false, false},
		{"nothing like the commit's", "other/log.js", "exports.log = console.log\n", true, true, false},
		{"it was made meanwhile", "other/fit.js", "exports.fit = rows => 2\n", false, false, false},
	} {
		gittest.Write(t, world, tt.file, tt.text)
		file := filepath.Join(world, filepath.FromSlash(tt.file))
		var n Named
		n.Read(Checkout{top: top, dir: top, Files: []string{"fit.js", "lib/Fit.pm"}}, []string{file, filepath.Join(world, "gone.js")}, func(fs.FileInfo) bool { return tt.stood })
		if got := slices.Contains(n.Outside, file); got != tt.outside {
			t.Errorf("%s: outside %q", tt.name, n.Outside)
		}
		if got := slices.Contains(n.Instead, file); got != tt.instead {
			t.Errorf("%s: instead of the commit's %q", tt.name, n.Instead)
		}
	}
}
