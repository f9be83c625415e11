package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestNamedOutside_settings: a store's directory is known as well where settings name it, a
// link of the commit leads to it, or it lies with the temporary files.
func TestNamedOutside_settings(t *testing.T) {
	t.Parallel()
	world := filestate.RealPath(t.TempDir())
	at := func(name string) string { return filepath.Join(world, filepath.FromSlash(name)) }
	for _, dir := range []string{"srv/a/nas", "srv/b/nas", "srv/c/nas", "srv/d/nas", "srv/e/nas", "temporary/acme", "home/clone"} {
		gittest.Write(t, world, dir+"/x", "")
	}
	gittest.Write(t, world, "place/conf/paths.yml", "store: "+at("srv/a/nas")+"\n")
	gittest.Write(t, world, "place/local.mk", "NAS := "+at("srv/b/nas")+"\n")
	gittest.Write(t, world, "place/lent.env", "STAGE="+at("srv/c/nas")+"\n")
	gittest.Write(t, world, "place/README.md", at("srv/e/nas")+"\n")
	if err := os.Symlink(at("srv/d/nas"), at("place/work")); err != nil {
		t.Skip(err)
	}
	p := place{
		clone: &git.Clone{Dir: at("place")}, checkout: othercode.Checkout{Files: []string{"conf/paths.yml", "local.mk", "work", "README.md"}},
		lent: lentFiles{files: map[string]lend.File{"lent.env": {}}},
	}
	r := restorer{all: "f = os.path.join(tempfile.gettempdir(), 'acme', 'preds.parquet')\n"}
	got := p.namedOutside(r, at("home/clone"), []string{"HOME=" + at("home"), "TMPDIR=" + at("temporary")})
	slices.Sort(got)
	if want := []string{at("srv/a/nas"), at("srv/b/nas"), at("srv/c/nas"), at("srv/d/nas"), at("temporary/acme")}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
