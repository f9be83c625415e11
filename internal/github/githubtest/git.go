package githubtest

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// git runs git on the bare repository, with nothing of the machine's or the
// user's configuration.
func (s *Server) git(stdin []byte, args ...string) (string, error) {
	return s.gitEnv(nil, stdin, args...)
}

// object is git for what can only ever have one answer, because an object's
// name is its content: it is asked once.
func (s *Server) object(args ...string) (string, error) {
	key := strings.Join(args, "\x00")
	if known, ok := s.objects.Load(key); ok {
		return known.(string), nil
	}
	out, err := s.git(nil, args...)
	if err == nil {
		s.objects.Store(key, out)
	}
	return out, err
}

func (s *Server) gitEnv(env []string, stdin []byte, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"--git-dir", s.Dir}, args...)...)
	cmd.Env = append(gitEnviron(), env...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return string(out), nil
}

func gitEnviron() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_AUTHOR_NAME=github-actions[bot]", "GIT_AUTHOR_EMAIL=41898282+github-actions[bot]@users.noreply.github.com",
		"GIT_COMMITTER_NAME=GitHub", "GIT_COMMITTER_EMAIL=noreply@github.com",
	}
}

func dates(at time.Time) []string {
	text := fmt.Sprintf("%d +0000", at.Unix())
	return []string{"GIT_AUTHOR_DATE=" + text, "GIT_COMMITTER_DATE=" + text}
}

// makeRepository makes what git init --bare makes, without a process and its
// templates: tests start hundreds of servers.
func (s *Server) makeRepository() error {
	for _, dir := range []string{"objects/info", "objects/pack", "refs/heads", "refs/tags"} {
		if err := os.MkdirAll(filepath.Join(s.Dir, filepath.FromSlash(dir)), 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(s.Dir, "HEAD"), []byte("ref: refs/heads/"+s.DefaultBranch+"\n"), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.Dir, "config"), []byte("[core]\n\trepositoryformatversion = 0\n\tbare = true\n"), 0o644)
}

// Push commits files to a branch as somebody would who pushes, on top of what
// the branch holds, and gives the commit. A nil content deletes the file; a
// name that ends in * is executable.
func (s *Server) Push(branch string, files map[string][]byte) string {
	s.tb.Helper()
	parent := s.Head(branch)
	if parent == "" && branch != s.DefaultBranch {
		parent = s.Head(s.DefaultBranch)
	}
	return s.push(branch, parent, files)
}

// PushFS is Push for a project: all files of files, in place of what the branch
// holds. Executable files stay so; whatever is no regular file is left out.
func (s *Server) PushFS(branch string, files fs.FS) string {
	s.tb.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if info.Mode()&0o111 != 0 {
			name += "*"
		}
		all[name] = append([]byte{}, content...)
		return err
	})
	if err != nil {
		s.tb.Fatal(err)
	}
	return s.push(branch, "", all)
}

// PushTree is Push for entries of any mode: path -> mode and object name.
func (s *Server) PushTree(branch string, entries map[string][2]string) string {
	s.tb.Helper()
	parent := s.Head(branch)
	var list []treeEntry
	for path, entry := range entries {
		list = append(list, treeEntry{path, entry[0], entry[1]})
	}
	tree, err := s.makeTree(parent, list)
	if err != nil {
		s.tb.Fatal(err)
	}
	commit := s.must(s.gitEnv(dates(s.now()), nil, "commit-tree", tree, "-m", "work", "-p", parent))
	s.must(s.git(nil, "update-ref", "refs/heads/"+branch, commit))
	return commit
}

func (s *Server) push(branch, parent string, files map[string][]byte) string {
	s.tb.Helper()
	var list []treeEntry
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path, executable := strings.CutSuffix(name, "*")
		entry := treeEntry{path: path, mode: "100644"}
		if executable {
			entry.mode = "100755"
		}
		if files[name] != nil {
			entry.sha = s.must(s.store("blob", files[name]))
		}
		list = append(list, entry)
	}
	tree := s.must(s.makeTree(parent, list))
	who := fmt.Sprintf("someone <someone@example.test> %d +0000", s.now().Unix())
	commit := s.must(s.storeCommit(tree, who, who, "work\n", parent))
	path := filepath.Join(s.Dir, "refs", "heads", filepath.FromSlash(branch))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(commit+"\n"), 0o644); err != nil {
		s.tb.Fatal(err)
	}
	return commit
}

// Head gives the commit of a branch, "" if there is none.
func (s *Server) Head(branch string) string { return s.ref("refs/heads/" + branch) }

func (s *Server) ref(name string) string {
	if loose, err := os.ReadFile(filepath.Join(s.Dir, filepath.FromSlash(name))); err == nil && len(loose) == 41 {
		return strings.TrimSpace(string(loose))
	}
	if !s.packed() {
		return ""
	}
	out, err := s.git(nil, "rev-parse", "--verify", "--quiet", name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(out)
}

// Refs gives all refs below a prefix, as "refs/heads/", with their commits.
func (s *Server) Refs(prefix string) map[string]string {
	if !s.packed() {
		return s.looseRefs(prefix)
	}
	refs := map[string]string{}
	for _, line := range strings.Split(s.must(s.git(nil, "for-each-ref", "--format=%(refname) %(objectname)", prefix)), "\n") {
		if name, sha, ok := strings.Cut(line, " "); ok {
			refs[name] = sha
		}
	}
	return refs
}

// File gives a file's content at a commit or branch, nil if it is not there.
func (s *Server) File(commit, name string) []byte {
	at := s.commitOf(commit)
	if entry, err := s.find(at, name); err == nil {
		return s.blob(entry.sha)
	}
	out, err := s.object("cat-file", "blob", at+":"+name)
	if err != nil {
		return nil
	}
	return []byte(out)
}

// Mode gives a file's mode at a commit.
func (s *Server) Mode(commit, name string) string {
	mode, _, _ := strings.Cut(s.must(s.git(nil, "ls-tree", commit, "--", name)), " ")
	return mode
}

func (s *Server) must(out string, err error) string {
	if err != nil {
		s.tb.Errorf("githubtest: %v", err)
	}
	return strings.TrimSpace(out)
}

// checkout makes a working tree of a commit whose origin is the repository, so
// that a training can push to its branch.
func (s *Server) checkout(dir, branch, commit string) error {
	for _, args := range [][]string{
		{"clone", "--quiet", "--no-checkout", "--local", s.Dir, dir},
		{"-C", dir, "checkout", "--quiet", "-B", branch, commit},
	} {
		cmd := exec.Command("git", args...)
		cmd.Env = gitEnviron()
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w: %s", args[0], err, out)
		}
	}
	return nil
}
