package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/filelock"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Trailer is the line in a commit message by which a branch is known as ours:
// its value is the run that is being reproduced. CommitParams wants it in the
// message and moves no branch whose tip lacks it.
const Trailer = "Reproduce-Run"

// Who makes our commits. The address can belong to nobody (RFC 2606).
const (
	identityName  = "reproduce"
	identityEmail = "reproduce@reproduce.invalid"
)

// moves bounds how often CommitParams tries again when the branch is moved
// under its hands.
const moves = 10

// CommitParams commits the edits on top of base and points branch at the
// commit. The same base, edits and message make the same commit, whoever makes
// it and when, so that a second call changes nothing. Without edits the commit
// has base's files: it still marks the branch as ours.
//
// Each edit must be of a plain file in base that holds Before. A branch whose
// tip has no trailer, or that of another run, is somebody else's work and is
// refused, and so are default branches and one that is checked out anywhere.
func (r *Repository) CommitParams(ctx context.Context, base, branch string, files []repro.FileEdit, message string) (string, error) {
	run := trailer(message)
	if run == "" {
		return "", fmt.Errorf("commit params to %s: the message has no %s trailer", branch, Trailer)
	}
	if err := r.checkMine(ctx, branch); err != nil {
		return "", err
	}
	if err := r.needCommit(ctx, base); err != nil {
		return "", err
	}
	tree, err := r.editedTree(ctx, base, files)
	if err != nil {
		return "", fmt.Errorf("commit params to %s: %w", branch, err)
	}
	commit, err := r.commitTree(ctx, base, tree, message)
	if err != nil {
		return "", fmt.Errorf("commit params to %s: %w", branch, err)
	}
	r.asked.putHere(commit)
	if err := r.point(ctx, branch, commit, run); err != nil {
		return "", err
	}
	return commit, nil
}

// editedTree writes base's tree with the edits in it, by way of an index file
// that nobody else sees.
func (r *Repository) editedTree(ctx context.Context, base string, files []repro.FileEdit) (string, error) {
	if len(files) == 0 {
		return r.one(ctx, call{args: []string{"rev-parse", "--verify", "--quiet", base + "^{tree}"}})
	}
	dir, err := os.MkdirTemp("", "reproduce-index-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	index := []string{"GIT_INDEX_FILE=" + filepath.Join(dir, "index")}

	var lines bytes.Buffer
	seen := map[string]bool{}
	for _, edit := range files {
		if seen[edit.Path] {
			return "", fmt.Errorf("%s is edited twice", edit.Path)
		}
		seen[edit.Path] = true
		mode, blob, err := r.editedBlob(ctx, base, edit)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&lines, "%s %s\t%s\x00", mode, blob, edit.Path)
	}
	if _, err := (call{dir: r.Dir, env: index, args: []string{"read-tree", base}}).run(ctx); err != nil {
		return "", err
	}
	if _, err := (call{dir: r.Dir, env: index, args: []string{"update-index", "-z", "--index-info"}, input: &lines}).run(ctx); err != nil {
		return "", err
	}
	return r.one(ctx, call{env: index, args: []string{"write-tree"}})
}

// editedBlob checks one edit against base and writes its content as an object.
// It gives the mode that the file has and keeps.
func (r *Repository) editedBlob(ctx context.Context, base string, edit repro.FileEdit) (mode, blob string, err error) {
	if err := gitformat.CheckWritable(edit.Path); err != nil {
		return "", "", err
	}
	if len(edit.After) > maxFile {
		return "", "", fmt.Errorf("write %s: %d bytes; at most %d", edit.Path, len(edit.After), maxFile)
	}
	entry, err := r.Entry(ctx, base, edit.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", fmt.Errorf("write %s: it is not in commit %.12s, and files are edited, not made; commit it first, or name another --params-file", edit.Path, base)
	}
	if err != nil {
		return "", "", err
	}
	before, err := r.blob(ctx, entry)
	if err != nil {
		return "", "", err
	}
	if !bytes.Equal(before, edit.Before) {
		return "", "", fmt.Errorf("write %s: commit %.12s has other content there than the edit was made for; run again", edit.Path, base)
	}
	blob, err = r.WriteBlob(ctx, edit.After)
	return entry.Mode, blob, err
}

// WriteBlob makes an object of bytes as they are and gives its name. Until something refers
// to it, git gc may remove it after two weeks.
func (r *Repository) WriteBlob(ctx context.Context, data []byte) (string, error) {
	return r.one(ctx, call{args: []string{"hash-object", "-w", "-t", "blob", "--no-filters", "--stdin"}, input: bytes.NewReader(data)})
}

// commitTree writes the commit. Its date is that of base's committer, because
// a clock would make every attempt another commit.
func (r *Repository) commitTree(ctx context.Context, base, tree, message string) (string, error) {
	out, err := r.git(ctx, "rev-list", "--max-count=1", "--timestamp", base)
	if err != nil {
		return "", err
	}
	seconds, _, _ := strings.Cut(string(out), " ")
	if seconds == "" || strings.HasPrefix(seconds, "-") { // a commit can be of before 1970, a date given to git cannot
		seconds = "0"
	}
	date := "@" + seconds + " +0000"
	return r.one(ctx, call{
		args:  []string{"commit-tree", "--no-gpg-sign", "-p", base, "-F", "-", tree},
		input: strings.NewReader(strings.TrimRight(message, "\n") + "\n"),
		env: []string{
			"GIT_AUTHOR_NAME=" + identityName, "GIT_AUTHOR_EMAIL=" + identityEmail, "GIT_AUTHOR_DATE=" + date,
			"GIT_COMMITTER_NAME=" + identityName, "GIT_COMMITTER_EMAIL=" + identityEmail, "GIT_COMMITTER_DATE=" + date,
		},
	})
}

// point makes branch point at commit if it is new, or ours, or there already.
// Somebody who moves it in between is noticed and asked again.
func (r *Repository) point(ctx context.Context, branch, commit, run string) error {
	ref := "refs/heads/" + branch
	var err error
	for range moves {
		old, tip, lookErr := r.tip(ctx, ref)
		if lookErr != nil {
			return fmt.Errorf("look at branch %s: %w", branch, lookErr)
		}
		switch owner := trailer(tip); {
		case old == commit:
			return nil
		case old == "":
			old = strings.Repeat("0", len(commit)) // must not exist
		case owner == "":
			return fmt.Errorf("move branch %s: its last commit %.12s was not made by reproduce (no %s trailer); rename or delete the branch, or choose another with --branch", branch, old, Trailer)
		case owner != run:
			return fmt.Errorf("move branch %s: it reproduces run %.64q, not %.64q; delete it (git branch -D %s), or choose another with --branch", branch, owner, run, wording.Quote(branch))
		default:
			if err := r.checkNotCheckedOut(ctx, branch); err != nil {
				return err
			}
		}
		var lock *filelock.Lock
		if lock, err = r.lockClone(branch); err != nil {
			return fmt.Errorf("move branch %s: %w", branch, err)
		}
		_, err = r.git(ctx, "update-ref", "--create-reflog", "-m", "reproduce: params of run "+run, ref, commit, old)
		_ = lock.Release()
		if err == nil {
			return nil
		}
		if exitCode(err) < 0 {
			break
		}
	}
	return fmt.Errorf("move branch %s: %w; is another reproduction at work, or a branch of the same prefix in the way?", branch, err)
}

// tip gives the commit that a ref points at and its message; both are empty
// when there is no such ref.
func (r *Repository) tip(ctx context.Context, ref string) (commit, message string, err error) {
	out, err := r.git(ctx, "for-each-ref", "--format=%(refname) %(objectname) %(contents)", ref)
	if err != nil {
		return "", "", err
	}
	name, rest, _ := strings.Cut(string(out), " ")
	if name != ref { // a pattern also matches below a directory of that name
		return "", "", nil
	}
	commit, message, _ = strings.Cut(rest, " ")
	return commit, message, nil
}

// trailer gives the value of our trailer in a commit message, "" without one.
// It must stand in the last paragraph, where git looks for trailers.
func trailer(message string) string {
	message = strings.TrimSpace(strings.ReplaceAll(message, "\r\n", "\n"))
	if i := strings.LastIndex(message, "\n\n"); i >= 0 {
		message = message[i+2:]
	}
	for line := range strings.SplitSeq(message, "\n") {
		if value, ok := strings.CutPrefix(line, Trailer+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// one runs a command that prints one object name.
func (r *Repository) one(ctx context.Context, c call) (string, error) {
	if c.dir == "" {
		c.dir = r.Dir
	}
	out, err := c.run(ctx)
	name := strings.TrimSpace(string(out))
	if err == nil && !isObjectName(name) {
		err = fmt.Errorf("git %s: answered %.80q, not an object name", c.args[0], name)
	}
	return name, err
}
