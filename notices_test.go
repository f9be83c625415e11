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
	if recipe, err := os.ReadFile("Dockerfile"); err != nil || !strings.Contains(string(recipe), "'/^"+alone+"/,$d' THIRD_PARTY_NOTICES") {
		t.Errorf("the Dockerfile does not cut %s at %q: %v", file, alone, err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the modules say; run: go test . -run TestNotices -update", file)
	}
}

// alone stands before the parts of what the image's program does not hold. The Dockerfile
// cuts the file there.
const alone = "The container image holds none of these."

// notices is the file: Go itself and a part for each module, in order, those of the image's
// program first.
func notices(t *testing.T) string {
	t.Helper()
	imaged := linked(t, "linux", "-tags", "nosqlite,nodesk,nethttpomithttp2")
	var text strings.Builder
	text.WriteString("reproduce holds the work of others. These are their licences and notices.\n")
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	part(t, &text, "The Go standard library", strings.TrimSpace(string(root)))
	write := func(modules []string) {
		slices.Sort(modules)
		for _, module := range slices.Compact(modules) {
			if fields := strings.Fields(module); len(fields) == 3 {
				part(t, &text, fields[0]+" "+fields[1], fields[2])
			}
		}
	}
	write(imaged)
	text.WriteString("\n" + alone + "\n")
	write(slices.DeleteFunc(slices.Concat(linked(t, "linux"), linked(t, "darwin")), func(module string) bool { return slices.Contains(imaged, module) }))
	return text.String()
}

// linked are the modules that a program for a system holds, with their versions and
// directories.
func linked(t *testing.T, system string, flags ...string) []string {
	t.Helper()
	list := exec.Command("go", slices.Concat([]string{"list", "-deps"}, flags, []string{"-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "."})...)
	list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
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
