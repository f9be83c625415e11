//go:build unix

package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/settings"
)

var (
	fencedShell = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")
	mdLink      = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
)

// documents are all pages for people: the README and what is in docs.
func documents(t *testing.T) []string {
	t.Helper()
	pages := []string{"README.md"}
	err := fs.WalkDir(os.DirFS("."), "docs", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".md" {
			pages = append(pages, name)
		}
		return err
	})
	if err != nil || len(pages) < 12 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	return pages
}

// TestDocs_commands: every command of the program in a block of the documentation has the
// name and the flags that it is shown with. The program itself is asked, which takes no
// flag that it does not have, even before --help.
func TestDocs_commands(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "reproduce")
	if err := install(filepath.Join(filepath.Dir(program), "unused"), program); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, page := range documents(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range fencedShell.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
				if !strings.HasPrefix(line, "reproduce ") {
					continue
				}
				line, _, _ = strings.Cut(strings.TrimSpace(line), "  #")
				line, _, _ = strings.Cut(line, " -- ") // what follows is another program's
				asked++
				cmd := exec.Command("sh", "-c", strings.Replace(line, "reproduce", `"$PROGRAM"`, 1)+" --help")
				cmd.Env = append(os.Environ(), "PROGRAM="+program)
				name := strings.Fields(line)[1] // an unknown one is answered by the help of all
				if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "  reproduce "+name+" ") {
					t.Errorf("%s: %s: %v\n%s", page, line, err, out)
				}
			}
		}
	}
	if asked < 20 {
		t.Errorf("only %d commands were asked for", asked)
	}
}

// TestDocs_yaml: a block of YAML is a part of a workflow that fits the action, or a
// configuration that the program takes; it says which by its first line.
func TestDocs_yaml(t *testing.T) {
	t.Parallel()
	a := readContract(t)
	for _, page := range documents(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range fencedYAML.FindAllSubmatch(text, -1) {
			if strings.HasPrefix(string(block[1]), "# .github/reproduce.yaml\n") {
				if _, err := settings.ParseConfig(page, block[1]); err != nil {
					t.Errorf("%v\n%s", err, block[1])
				}
				continue
			}
			root, err := doc.Read(doc.YAML, block[1], 1<<20)
			if err != nil {
				t.Errorf("%s: a block of YAML that is none: %v\n%s", page, err, block[1])
				continue
			}
			for _, wrong := range a.wrongIn(root) {
				t.Errorf("%s: %s\n%s", page, wrong, block[1])
			}
		}
	}
}

// TestDocs_links: what a page links to in the repository is there, and every page is linked
// to from the README or from a page that is.
func TestDocs_links(t *testing.T) {
	t.Parallel()
	reached := []string{"README.md"}
	for i := 0; i < len(reached); i++ {
		text, err := os.ReadFile(reached[i])
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range mdLink.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			target := path.Join(path.Dir(reached[i]), link[1])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which is not there", reached[i], link[1])
			} else if path.Ext(target) == ".md" && !slices.Contains(reached, target) {
				reached = append(reached, target)
			}
		}
	}
	for _, page := range documents(t) {
		if !slices.Contains(reached, page) {
			t.Errorf("no page links to %s", page)
		}
	}
}

// TestDocs_versions: the packages that the tutorial installs are those it is tested with.
func TestDocs_versions(t *testing.T) {
	t.Parallel()
	tutorial, err := os.ReadFile("docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	tested, err := os.ReadFile("testdata/e2e/requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`[a-z-]+==[0-9.]+`).FindAllString(strings.ReplaceAll(string(tutorial), `\n`, " "), -1)
	for _, name := range named {
		if !strings.Contains("\n"+string(tested), "\n"+name+" ") {
			t.Errorf("the tutorial installs %s, and is tested with another version", name)
		}
	}
	if len(named) != 6 { // for the desk and for the runner
		t.Errorf("%d versions: %q", len(named), named)
	}
}

// TestDocs_retired: no page for people says a word that another term has taken the place of.
// The changelog alone keeps what it said then.
func TestDocs_retired(t *testing.T) {
	t.Parallel()
	for _, page := range append(documents(t), "ARCHITECTURE.md", "BENCHMARKS.md", "CONTRIBUTING.md", "SECURITY.md", "findings/README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, old := range retired {
			if word := old.word.FindString(strings.Join(strings.Fields(string(text)), " ")); word != "" { // a line may end between
				t.Errorf("%s: %q is not a term any more; write: %s", page, word, old.term)
			}
		}
	}
}
