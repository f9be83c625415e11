package local

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestReadsOf: what was read in the user's clone, and is not what the commit has.
func TestReadsOf(t *testing.T) {
	t.Parallel()
	clone, top := t.TempDir(), t.TempDir()
	for file, text := range map[string]string{
		"data.csv": "1\n99\n", "same.csv": "1\n", "old.json": "{}", "ckpt/resumed.json": "{}", "ckpt/last.json": "{}",
		".venv/lib/x.json": "{}", "env3/pyvenv.cfg": "", "env3/lib/x.json": "{}", ".git/config": "", ".dvc/cache/00/11": "", "mlruns/0/m": "", "store/files/md5/00/11": "x", "unread.csv": "9",
	} {
		gittest.Write(t, clone, file, text)
	}
	gittest.Write(t, top, "data.csv", "1\n")
	gittest.Write(t, top, "same.csv", "1\n")
	local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}}}
	p := place{clone: &git.Clone{Dir: top}, checkout: othercode.CheckoutOf(top, top), absence: absence{digests: map[string]filestate.Digest{"old.json": {}}}}
	process := observe.Process{Args: []string{"python", "train.py"}}
	for _, file := range []string{"data.csv", "same.csv", "old.json", "ckpt/last.json", "ckpt/resumed.json", ".venv/lib/x.json", "env3/lib/x.json", ".git/config", ".dvc/cache/00/11", "mlruns/0/m", "store/files/md5/00/11", "gone.csv"} {
		process.Reads = append(process.Reads, observe.Access{Path: filepath.Join(clone, filepath.FromSlash(file))})
	}
	process.Reads = append(process.Reads, observe.Access{Path: filepath.Join(top, "data.csv")})
	process.Writes = []observe.Access{{Path: filepath.Join(clone, "ckpt", "resumed.json"), At: 9}}
	installer := observe.Process{Args: []string{"python", "/v/bin/pip", "install"}, Reads: []observe.Access{{Path: filepath.Join(clone, "unread.csv")}}}
	reads := local.readsOf(&observe.Observation{Processes: []observe.Process{process, installer}}, p)
	if want := []string{"ckpt/resumed.json", "data.csv", "old.json"}; !slices.Equal(reads.changed, want) {
		t.Errorf("read and not the commit's: %q, want %q", reads.changed, want)
	}
	if want := []string{"ckpt/last.json"}; !slices.Equal(reads.others, want) {
		t.Errorf("read and not in git: %q, want %q", reads.others, want)
	}
	if want := []string{"read from your clone, which git does not have: ckpt/last.json"}; !slices.Equal(reads.warnings(), want) {
		t.Errorf("notes %q, want %q", reads.warnings(), want)
	}
	if reads := local.readsOf(nil, p); reads.changed != nil || reads.warnings() != nil {
		t.Errorf("nobody observed: %+v", reads)
	}
}
