//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// blockAndOutput are a block of commands and, where one follows, what it prints.
var blockAndOutput = regexp.MustCompile("(?ms)^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?")

// TestEndToEndTutorial types docs/tutorial.md: each block of commands, in order, in one
// shell, with the real tools. What the page shows of an output is in it, line for line.
// GitHub alone is played: the push goes to a repository on this machine, and gh is a
// program that notes what it is asked.
func TestEndToEndTutorial(t *testing.T) {
	t.Parallel()
	w := newWorld(t, new(sharedServer)) // its experiment has the name of the sample project's
	page, err := os.ReadFile("docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bin, origin, asked := filepath.Join(dir, "bin"), filepath.Join(dir, "origin.git"), filepath.Join(dir, "asked")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "gh"), []byte("#!/bin/sh\necho \"$@\" >> \"$ASKED\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	env := append(childEnv(t, filepath.Join(dir, "outside"), bin+string(os.PathListSeparator)+w.path()),
		"ASKED="+asked, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url."+origin+".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/ada/iris.git")
	runIn(t, dir, env, "git", "init", "--quiet", "--bare", origin)

	const mark = "=== block "
	script := "set -e\n"
	blocks := blockAndOutput.FindAllStringSubmatch(string(page), -1)
	for _, block := range blocks {
		script += "echo '" + mark + "'\n" + strings.ReplaceAll(block[1], "http://localhost:5000", w.uri)
	}
	cmd := exec.Command("bash", "-c", script)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	printed := strings.Split(string(out), mark+"\n")[1:]
	if len(printed) != len(blocks) || len(blocks) < 8 {
		t.Fatalf("%d blocks, and the output of %d:\n%s", len(blocks), len(printed), out)
	}
	for i, block := range blocks {
		rest := printed[i]
		for line := range strings.Lines(block[2]) {
			shown := regexp.MustCompile("(?m)^" + strings.ReplaceAll(regexp.QuoteMeta(strings.TrimRight(line, "\n")), "…", ".*") + "$")
			at := shown.FindStringIndex(rest)
			if at == nil {
				t.Errorf("the page shows %q, which is not in what comes there:\n%s", line, printed[i])
				break
			}
			rest = rest[at[1]:]
		}
	}
	told, err := os.ReadFile(asked)
	if err != nil || !strings.Contains(string(told), "secret set MLFLOW_TRACKING_PASSWORD") || !strings.Contains(string(told), "workflow run reproduce.yml") {
		t.Errorf("gh was asked %q, %v", told, err)
	}
	if pushed := runIn(t, dir, env, "git", "--git-dir", origin, "ls-tree", "-r", "--name-only", "main"); !strings.Contains(pushed, ".github/workflows/reproduce.yml") {
		t.Errorf("what was pushed:\n%s", pushed)
	}
}
