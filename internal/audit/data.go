package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/dvc/dvcconfig"
	"github.com/reproduce-action/reproduce/internal/lineage"
)

// readData keeps what the pipeline says of its data, and holds what git has
// against dvc.lock: hashes there are taken after a command ends, and a file
// that was edited while it ran is recorded as it was not trained.
// https://github.com/treeverse/dvc/issues/11058
func (c *commitTree) readData(files fs.FS, pipeline *dvc.Project) {
	hashes := map[string]dvc.Hash{}
	for _, tracked := range pipeline.Tracked {
		hashes[tracked.Path] = tracked.Hash
	}
	made := map[string]bool{}
	for _, stage := range pipeline.Stages {
		for _, out := range stage.Outs {
			made[out.Path] = true
		}
	}
	held := map[string]bool{}
	for _, stage := range pipeline.Stages {
		if stage.Locked == nil {
			continue
		}
		for _, dep := range stage.Deps {
			locked := lockedDep(stage, dep.Written)
			if !locked.Known() || made[dep.Path] || hashes[dep.Path].Known() || held[stage.Name+"\x00"+dep.Path] {
				continue
			}
			held[stage.Name+"\x00"+dep.Path] = true
			now, err := dvc.HashPath(files, dep.Path, locked.Scheme)
			switch same, comparable := now.Same(locked); {
			case errors.Is(err, fs.ErrNotExist):
				hashes[dep.Path] = locked // data that only DVC has
			case err != nil || !comparable:
			case same:
				c.locks++
			default:
				c.locks++
				c.lies = append(c.lies, dep.Path+" ("+stage.Name+")")
			}
		}
	}
	c.data = pipeline.Data(c.at)
	for _, data := range c.data {
		c.contents = append(c.contents, hashes[data.Path])
		if _, err := fs.Stat(files, data.Path); err == nil && data.Hash == "" { // the commit is its version
			c.held[data.Path] = true
		}
	}
}

func lockedDep(stage dvc.Stage, written string) dvc.Hash {
	for _, dep := range stage.Locked.Deps {
		if dep.Path == written {
			return dep.Hash
		}
	}
	return dvc.Hash{}
}

// data asks which data went in, whether it is still there, and whether
// dvc.lock can be believed.
func (f *auditFacts) data(tree *commitTree, why string) {
	at := tree
	if tree != nil && tree.head {
		at = nil // HEAD says nothing of the data of another commit
	}
	f.recorded(at, why)
	switch {
	case at == nil && why != "":
		f.skip(CheckLock, "%s", why)
		f.skip(CheckPresent, "%s", why)
	case at == nil:
		f.moot(CheckLock, "there is no commit to look at")
		f.moot(CheckPresent, "there is no commit to look at")
	default:
		f.lock(at)
	}
}

func (f *auditFacts) recorded(tree *commitTree, why string) {
	var known, open []string
	for _, data := range f.lineage().Data {
		if strings.TrimPrefix(data.Hash, "mlflow ") != "" {
			known = append(known, data.Path+" "+data.Hash)
		}
	}
	inRun := len(known)
	if tree != nil {
		for _, data := range tree.data {
			switch {
			case tree.held[data.Path]:
				known = append(known, data.Path+" in git")
			case data.Hash == "":
				open = append(open, data.Path)
			default:
				known = append(known, data.Path+" "+data.Hash)
			}
		}
	}
	switch {
	case inRun > 0:
		f.pass(CheckData, "%s", named(known))
	case len(open) > 0:
		f.fail(CheckData, "at %s no version of %s", tree.at, named(open))
	case len(known) > 0:
		f.pass(CheckData, "%s, at %s", named(known), tree.at)
	case tree != nil && len(tree.inGit[f.found.run.Tags[lineage.MlflowSource]]) > 0:
		f.pass(CheckData, "%s, in git at %s", named(tree.inGit[f.found.run.Tags[lineage.MlflowSource]]), tree.at)
	case tree == nil && why != "":
		f.skip(CheckData, "the run names none, and dvc.lock at the commit was not checked: %s", why)
	case tree != nil && tree.problem != nil && len(tree.data) == 0:
		f.skip(CheckData, "the run names none, and at %s: %s", tree.at, firstLine(tree.problem))
	default:
		f.fail(CheckData, "no dataset, no data_version, and at its commit neither DVC data nor a table in git that its program names")
	}
}

func (f *auditFacts) lock(tree *commitTree) {
	switch {
	case len(tree.lies) > 0:
		f.fail(CheckLock, "dvc.lock at %s has another hash of %s", tree.at, named(tree.lies))
	case tree.locks == 0:
		f.moot(CheckLock, "at %s, no dependency in dvc.lock could be checked in git", tree.at)
	default:
		f.pass(CheckLock, "%d dependencies hashed again at %s", tree.locks, tree.at)
	}
}

// presence of one content in the remote.
type presence struct {
	state CheckState
	text  string
}

// present looks for the tree's data in a remote that is a directory. Others
// would have to be asked over the network, with credentials that are not ours.
// Where stages of the pipeline run the program that trained, their data counts.
func (t *treeCache) present(tree *commitTree, program string) Finding {
	found, gone, unknown := 0, []string{}, ""
	needed := func(string) bool { return true }
	if stages := tree.calls.Of(program); len(stages) > 0 {
		needed = tree.pipeline.Needs(stages)
	}
	for i, data := range tree.data {
		if !tree.contents[i].Known() || !needed(data.Path) {
			continue
		}
		switch p := t.holds(tree, tree.contents[i]); p.state {
		case CheckPassed:
			found++
		case CheckFailed:
			gone = append(gone, data.Path+": "+p.text)
		default:
			unknown = p.text
		}
	}
	finding := Finding{Check: CheckPresent}
	switch {
	case len(gone) > 0:
		finding.State, finding.Found = CheckFailed, named(gone)
		if finding.Missing = "the data is not in the DVC remote"; !tree.hasRemote {
			finding.Missing = "no DVC remote is configured at its commit"
		}
	case unknown != "":
		finding.State, finding.Found = CheckNotLooked, unknown
	case found == 0:
		finding.State, finding.Found = CheckMoot, "there is no data that only DVC has"
	default:
		finding.State, finding.Found = CheckPassed, fmt.Sprintf("%d of %d in remote %s", found, found, tree.remote.Name)
		if tree.outerRemote {
			finding.Found += ", which only the DVC settings of this user or machine name"
		}
	}
	return finding
}

// holds asks for one content, once.
func (t *treeCache) holds(tree *commitTree, hash dvc.Hash) presence {
	path, ok := hash.RemotePath()
	switch {
	case !tree.hasRemote:
		return presence{CheckFailed, "no DVC remote is configured at " + tree.at + ", nor in .dvc/config.local, nor for this user"}
	case !ok:
		return presence{CheckNotLooked, "its hash " + hash.String() + " is not one under which a DVC remote stores files"}
	case !tree.hasDefault:
		return presence{CheckNotLooked, "no default DVC remote is configured"}
	case tree.remote.Dir == "":
		return presence{CheckNotLooked, "remote " + tree.remote.Name + " is not a directory of this machine"}
	}
	key := [2]string{tree.remote.Dir, path}
	if p, known := t.held[key]; known {
		return p
	}
	p := look(tree.remote, path, hash)
	t.held[key] = p
	return p
}

func look(remote dvcconfig.Remote, path string, hash dvc.Hash) presence {
	if _, err := os.Stat(remote.Dir); err != nil {
		return presence{CheckNotLooked, "remote " + remote.Name + " is a directory that is not here"}
	}
	file := filepath.Join(remote.Dir, filepath.FromSlash(path))
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return presence{CheckFailed, "not in remote " + remote.Name}
	case err != nil:
		return presence{CheckNotLooked, "remote " + remote.Name + " cannot be read"}
	case !strings.HasSuffix(path, ".dir"):
		return presence{CheckPassed, ""}
	case !info.Mode().IsRegular() || info.Size() > maxManifest:
		return presence{CheckNotLooked, "its list of files is too long to read, or no file"}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return presence{CheckNotLooked, "its list of files cannot be read"}
	}
	return lookInto(remote, text, hash)
}

// maxManifest and maxMembers bound the list of a directory's files.
const (
	maxManifest = 8 << 20
	maxMembers  = 20_000
)

// lookInto looks for every file of a directory.
func lookInto(remote dvcconfig.Remote, manifest []byte, hash dvc.Hash) presence {
	var members []struct {
		MD5 string `json:"md5"`
	}
	if err := doc.DecodeJSON(bytes.NewReader(manifest), maxManifest, &members); err != nil || len(members) > maxMembers {
		return presence{CheckNotLooked, "its list of files cannot be read"}
	}
	gone := 0
	for _, member := range members {
		path, ok := dvc.Hash{Scheme: hash.Scheme, Digest: member.MD5}.RemotePath()
		if !ok {
			return presence{CheckNotLooked, "its list of files names no hashes"}
		}
		if _, err := os.Stat(filepath.Join(remote.Dir, filepath.FromSlash(path))); errors.Is(err, fs.ErrNotExist) {
			gone++
		} else if err != nil {
			return presence{CheckNotLooked, "remote " + remote.Name + " cannot be read"}
		}
	}
	if gone > 0 {
		return presence{CheckFailed, fmt.Sprintf("%d of its %d files are not in remote %s", gone, len(members), remote.Name)}
	}
	return presence{CheckPassed, ""}
}
