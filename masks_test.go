package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAction_tellsTheRunnerEverySecretFirst starts the program as the runner does, with
// a pipe for its standard output: each secret is in a mask of its own, escaped as the
// runner reads it, before anything else; in all other output none of them is.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func TestAction_tellsTheRunnerEverySecretFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := filepath.Join(dir, "reproduce")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program)
	command.Dir = dir
	command.Env = []string{
		"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "GITHUB_ACTIONS=true", "GITHUB_REPOSITORY=octo/churn",
		"INPUT_GITHUB-TOKEN=tok123456789", "INPUT_COMMAND=my-api-key-canary", "INPUT_MODEL=iris", // no such command, says the error
		"MLFLOW_TRACKING_PASSWORD=100%-correct%0Ahorse", "MY_API_KEY=my-api-key-canary", "NUMERIC_PASSWORD=47114711",
		"DEPLOY_SECRET=first-line-of-it\r\n\n  second-line-of-it\n", "SHOP_URL=https://reader:in-an-address@shop.example", "SHORT_TOKEN=abc", "MAX_TOKENS=4096000",
	}
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err = command.Run()
	if command.ProcessState == nil || command.ProcessState.ExitCode() != 2 {
		t.Fatalf("%v, want exit code 2\n%s\n%s", err, stdout.String(), stderr.String())
	}
	var masks []string
	rest := stdout.String()
	for strings.HasPrefix(rest, "::add-mask::") {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		masks = append(masks, strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n").Replace(strings.TrimPrefix(line, "::add-mask::")))
	}
	want := []string{"100%-correct%0Ahorse", "47114711", "first-line-of-it", "in-an-address", "my-api-key-canary", "second-line-of-it", "tok123456789"}
	if slices.Sort(masks); !slices.Equal(masks, want) {
		t.Errorf("the runner is told to mask %q, want %q", masks, want)
	}
	if !strings.Contains(rest, "::error title=reproduce::") || !strings.Contains(rest, "***") {
		t.Errorf("no annotation of the error, redacted, in %q", rest)
	}
	for _, secret := range want {
		if strings.Contains(rest+stderr.String(), secret) {
			t.Errorf("%q is printed in\n%s\n%s", secret, rest, stderr.String())
		}
	}
}
