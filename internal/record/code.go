package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// maxDiffs is how many changed files the diff has; somebody waits for it.
const maxDiffs = 50

// maxSmall bounds a file that is looked through for secrets.
const maxSmall = 256 << 10

// maxSearched bounds a tracked file, as it was and as it is, that is looked through.
const maxSearched = 4 << 20

// A worktree is the repository that the training runs in.
type worktree struct {
	clone   *project.Clone // nil outside of a repository
	tracked map[string]bool
	objects map[string]string // of the tracked files, in the commit
	changed map[string]bool
	links   map[string]string // of the commit, with where they led as the training started
	why     error             // there is none

	submodules map[string]bool // that are checked out
}

func openTree(ctx context.Context, dir string) worktree {
	clone, err := project.OpenClone(ctx, dir, "")
	return worktree{clone: clone, why: err, tracked: map[string]bool{}, changed: map[string]bool{}, objects: map[string]string{}, links: map[string]string{}, submodules: map[string]bool{}}
}

// top is the repository's directory; "" for none.
func (w worktree) top() string {
	if w.clone == nil {
		return ""
	}
	return w.clone.Repository.Dir
}

// readCode notes the commit and what differs from it, as the training starts.
func (g *Recording) readCode(ctx context.Context) {
	code, w := &g.document.Code, g.tree
	if w.clone == nil {
		g.gap("no commit: %v", w.why)
		return
	}
	repository := w.clone.Repository
	g.document.Directory = short(w.clone.Prefix)
	head, err := repository.Head(ctx)
	if err != nil {
		g.gap("no commit: %v", err)
		return
	}
	code.Commit, code.Branch = head.Commit, short(head.Branch)
	if origin, err := repository.RemoteURL(ctx, "origin"); err == nil {
		code.Repository = short(gitformat.WithoutUser(origin))
	}
	entries, err := repository.Files(ctx, head.Commit)
	if err != nil {
		g.gap("whether the tree had uncommitted changes is not known: %v", err)
		return
	}
	for _, entry := range entries {
		w.add(entry.Path, entry)
	}
	w.addSubmodules(ctx, entries, "", deepest)
	changed, err := repository.ChangedTracked(ctx)
	if err != nil || len(changed) > recorded.MaxFiles {
		g.gap("whether the tree had uncommitted changes is not known: git status failed, or lists too many")
		return
	}
	code.Tree, code.Changed = recorded.Clean, shortened(changed)
	if len(changed) == 0 {
		return
	}
	code.Tree, code.Diff = recorded.Dirty, &recorded.Diff{}
	for i, file := range changed {
		w.changed[file] = true
		if i >= maxDiffs {
			g.leaveOut(file, fmt.Sprintf("more than %d files were changed", maxDiffs))
			continue
		}
		g.addDiff(ctx, repository, file)
	}
}

func (g *Recording) addDiff(ctx context.Context, repository *git.Repository, file string) {
	text, err := repository.Diff(ctx, file)
	switch {
	case err != nil:
		g.leaveOut(file, "git gave no diff")
	case strings.Contains(text, "\nBinary files "):
		g.leaveOut(file, "it is binary")
	case !utf8.ValidString(text):
		g.leaveOut(file, "it, or its name, is not in UTF-8")
	case len(text) > maxSearched:
		g.leaveOut(file, fmt.Sprintf("its %d bytes are too many to be looked through for secrets", len(text)))
	default:
		g.append(file, text)
	}
}

// append adds a file's changes, but for those that hold a secret. diff has all of its lines.
func (g *Recording) append(file, diff string) {
	c, known := takeApart(diff)
	if !known || g.isSecretFile(file) {
		g.leaveOut(file, "it looks as if it held a secret")
		return
	}
	c.markSecrets(file, g.Secrets)
	text, left := c.withoutSecrets()
	if len(g.diff)+len(text) > recorded.MaxDiffBytes {
		g.leaveOut(file, fmt.Sprintf("the diff would have more than %d bytes", recorded.MaxDiffBytes))
		return
	}
	g.diff += text
	switch {
	case len(left) > 0 && text == "":
		g.leaveOut(file, "it looks as if it held a secret, at line "+wording.ListUpTo(left, 5))
	case len(left) > 0:
		g.leaveOut(file, "of its changes those that look as if they held a secret, at line "+wording.ListUpTo(left, 5))
	}
}

func (g *Recording) leaveOut(file, why string) {
	diff := g.document.Code.Diff
	diff.LeftOut = append(diff.LeftOut, recorded.LeftOut{Path: short(file), Why: why})
}

// isSecret says whether a file holds a secret, by its name or by what is in it.
func (g *Recording) isSecret(file, text string) bool {
	return g.isSecretFile(file) || len(g.Secrets.SecretLines(file, text)) > 0
}

// isSecretFile says whether a file's name is that of one which holds nothing else, or is a
// secret itself.
func (g *Recording) isSecretFile(file string) bool {
	return redact.SecretFile(file) || g.Secrets.Text(file) != file
}

// addUntracked puts the files that ran, or were read as params, and that git does not
// have into the diff.
func (g *Recording) addUntracked() {
	code := &g.document.Code
	if len(code.Untracked) == 0 {
		return
	}
	if code.Diff == nil {
		code.Diff = &recorded.Diff{}
	}
	for i, file := range code.Untracked {
		data, err := os.ReadFile(filepath.Join(g.tree.top(), filepath.FromSlash(file)))
		switch {
		case i >= maxDiffs:
			g.leaveOut(file, fmt.Sprintf("more than %d files are not in git", maxDiffs))
		case g.tree.inSubmodule(file):
			g.leaveOut(file, "it lies in a submodule")
		case err != nil || len(data) > maxSmall || !utf8.Valid(data) || strings.ContainsRune(string(data), 0):
			g.leaveOut(file, "it is no small text")
		case strings.ContainsAny(file, "\n\t\"\\"):
			g.leaveOut(file, "its name cannot be written in a diff")
		default:
			g.append(file, newFile(file, string(data)))
		}
	}
}

// newFile is the diff of a file that is new.
func newFile(file, text string) string {
	if text == "" {
		return fmt.Sprintf("diff --git a/%s b/%s\nnew file mode 100644\n", file, file)
	}
	var b strings.Builder
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	fmt.Fprintf(&b, "diff --git a/%s b/%s\nnew file mode 100644\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1,%d @@\n", file, file, file, len(lines))
	for _, line := range lines {
		b.WriteString("+" + line)
	}
	if !strings.HasSuffix(text, "\n") {
		b.WriteString("\n\\ No newline at end of file\n")
	}
	return b.String()
}

// settleDiff completes the diff, when all that ran is known.
func (g *Recording) settleDiff() {
	g.addUntracked()
	if diff := g.document.Code.Diff; diff != nil && g.diff != "" {
		sum := sha256.Sum256([]byte(g.diff))
		diff.File, diff.SHA256, diff.Bytes = recorded.DiffFile, hex.EncodeToString(sum[:]), int64(len(g.diff))
	}
}
