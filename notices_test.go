package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// noticeFile is what a module calls the texts that go with its copies.
var noticeFile = regexp.MustCompile(`(?i)^(licen[cs]e|notice|patents|third_party_licen[cs]es)([-.].*)?$`)

// otherWork are files of that name for something that no program of ours holds: a
// logo, an extension of SQLite that is not built in.
var otherWork = []string{"LICENSE-LOGO", "LICENSE-SQLITE_VEC"}

// TestNotices holds THIRD_PARTY_NOTICES against the modules that are linked into the
// program, on every system that it is released for.
func TestNotices(t *testing.T) {
	t.Parallel()
	const file = "THIRD_PARTY_NOTICES"
	want := notices(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the modules say; run: go test . -run TestNotices -update", file)
	}
}

// notices is the file: a part for each module, in order, and one for Go itself.
func notices(t *testing.T) string {
	t.Helper()
	var modules []string
	for _, system := range []string{"linux", "darwin"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", ".")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		modules = append(modules, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(modules)
	var text strings.Builder
	text.WriteString("reproduce holds the work of others. These are their licences and notices.\n")
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	part(t, &text, "The Go standard library", strings.TrimSpace(string(root)))
	for _, module := range slices.Compact(modules) {
		if fields := strings.Fields(module); len(fields) == 3 {
			part(t, &text, fields[0]+" "+fields[1], fields[2])
		}
	}
	return text.String()
}

// part writes what a module's own directory says.
func part(t *testing.T, text *strings.Builder, title, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, entry := range entries {
		if entry.IsDir() || !noticeFile.MatchString(entry.Name()) || slices.Contains(otherWork, entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found = true
		fmt.Fprintf(text, "\n%s\n%s: %s\n\n%s\n", strings.Repeat("-", 72), title, entry.Name(), strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n")))
	}
	if !found {
		t.Errorf("%s has no licence", title)
	}
}
