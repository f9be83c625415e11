//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// storyCommands are the words that the stories have beside testscript's own.
var storyCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":     cmdExits,
	"reproduce": cmdReproduce,
	"verdict":   cmdVerdict,
	"field":     cmdField,
	"edit":      cmdEdit,
}

// exits CODE COMMAND...: runs a command and holds it to one exit code.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if slices.Contains(args, "--output-dir") {
		ts.Check(os.RemoveAll(ts.Getenv("REPORT"))) // nobody reads an older one
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// reproduce CODE ARGS...: runs the program, holds it to one exit code, and to
// the promise that the user's working tree, index, HEAD and stash stay as they are.
func cmdReproduce(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: reproduce CODE ARGS...")
	}
	before := snapshot(ts)
	cmdExits(ts, false, append([]string{args[0], "reproduce"}, args[1:]...))
	for name, sum := range snapshot(ts) {
		if _, known := before[name]; !known && strings.HasPrefix(name, filepath.Join(".dvc", "cache")) {
			continue // DVC's cache is lent to the training: it may grow, and nothing in it may change
		}
		if before[name] != sum {
			ts.Fatalf("reproduce %s: %s is not what it was", strings.Join(args[1:], " "), name)
		}
		delete(before, name)
	}
	for name := range before {
		ts.Fatalf("reproduce %s: %s is gone", strings.Join(args[1:], " "), name)
	}
}

// snapshot sums up everything in the project that belongs to the user.
func snapshot(ts *testscript.TestScript) map[string]string {
	project := ts.Getenv("PROJECT")
	sums := map[string]string{}
	err := filepath.WalkDir(project, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(project, path)
		if name == ".git" || name == filepath.Join(".dvc", "tmp") || name == "mlruns" {
			return fs.SkipDir // git's own, DVC's own; and a local store gets the new run, as it should
		}
		if !entry.Type().IsRegular() {
			sums[name] = entry.Type().String()
			return nil
		}
		data, err := os.ReadFile(path)
		sums[name] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	ts.Check(err)
	for name, command := range map[string][]string{
		"commit": {"rev-parse", "HEAD"},
		"index":  {"ls-files", "--stage"},
	} {
		ask := exec.Command("git", append([]string{"-C", project}, command...)...)
		out, err := ask.Output()
		ts.Check(err)
		sums["git "+name] = string(out)
	}
	// Of the rest git's files are looked at: to ask git is a process for each.
	git := filepath.Join(project, ".git")
	for _, pattern := range []string{"HEAD", "config", "refs/stash", "logs/refs/stash", "worktrees/*/HEAD", "worktrees/*/gitdir"} {
		files, err := filepath.Glob(filepath.Join(git, filepath.FromSlash(pattern)))
		ts.Check(err)
		for _, file := range files {
			sums[file] = ts.ReadFile(file)
		}
	}
	if sums[filepath.Join(git, "HEAD")] == "" {
		ts.Fatalf("%s holds no HEAD: nothing would be seen of what is git's", git)
	}
	return sums
}

// verdict VERDICT REASON: what report.json must say.
// ! verdict VERDICT: what it must not say, for whatever reason.
func cmdVerdict(ts *testscript.TestScript, neg bool, args []string) {
	if neg && len(args) != 1 || !neg && len(args) != 2 {
		ts.Fatalf("usage: verdict VERDICT REASON, or ! verdict VERDICT")
	}
	report := readReport(ts)
	verdict, reason := lookup(report, "verdict"), lookup(report, "reason")
	ts.Logf("%s, %s: %s", verdict, reason, lookup(report, "summary"))
	if neg && (verdict == args[0] || verdict == "") {
		ts.Fatalf("verdict %s, %s; it must be another", verdict, reason)
	}
	if !neg && (verdict != args[0] || reason != args[1]) {
		ts.Fatalf("verdict %v, %v; want %s, %s\nsummary: %v\nwarnings: %v", verdict, reason, args[0], args[1], lookup(report, "summary"), lookup(report, "warnings"))
	}
}

// field PATH VALUE: one value of report.json; a path is names, indexes and
// NAME=VALUE for the element of a list, with dots between.
// With ! the value must be another one.
func cmdField(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] field PATH VALUE")
	}
	got := lookup(readReport(ts), args[0])
	if (got == args[1]) == neg {
		ts.Fatalf("report.json: %s is %q, want %s%q", args[0], got, map[bool]string{true: "anything but "}[neg], args[1])
	}
}

func readReport(ts *testscript.TestScript) any {
	data, err := os.ReadFile(filepath.Join(ts.Getenv("REPORT"), "report.json"))
	ts.Check(err)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var report any
	ts.Check(decoder.Decode(&report))
	return report
}

// lookup gives the text of the value at path, "" where there is none.
func lookup(value any, path string) string {
	for _, step := range strings.Split(path, ".") {
		switch at := value.(type) {
		case map[string]any:
			value = at[step]
		case []any:
			value = element(at, step)
		default:
			return ""
		}
	}
	switch leaf := value.(type) {
	case nil:
		return ""
	case string:
		return leaf
	case map[string]any, []any:
		text, _ := json.Marshal(leaf)
		return string(text)
	default:
		return fmt.Sprint(leaf)
	}
}

func element(list []any, step string) any {
	if index, err := strconv.Atoi(step); err == nil && index < len(list) {
		return list[index]
	}
	name, want, _ := strings.Cut(step, "=")
	for _, item := range list {
		if fields, ok := item.(map[string]any); ok && fmt.Sprint(fields[name]) == want {
			return item
		}
	}
	return nil
}

// edit FILE OLD NEW: replaces the one occurrence of OLD, so that a story shows
// what it changes and breaks when the project no longer says so. \n is a newline.
func cmdEdit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	path := ts.MkAbs(args[0])
	from, to := strings.ReplaceAll(args[1], `\n`, "\n"), strings.ReplaceAll(args[2], `\n`, "\n")
	data, err := os.ReadFile(path)
	ts.Check(err)
	if n := strings.Count(string(data), from); n != 1 {
		ts.Fatalf("%s: %d occurrences of %q, want 1", args[0], n, from)
	}
	ts.Check(os.WriteFile(path, []byte(strings.Replace(string(data), from, to, 1)), 0o644))
}

// commit MESSAGE: commits all that is in the tree.
func cmdCommit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: commit MESSAGE")
	}
	ts.Check(ts.Exec("git", "add", "--all"))
	ts.Check(ts.Exec("git", "commit", "--quiet", "--allow-empty", "--message", args[0]))
}
