package app

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/settings"
)

const (
	savedReport = `{"schema_version": 1, "tool": "reproduce v1.2.3", "model": {}}`
	oldSummary  = "### ✅ Reproduced: churn v7\n\n2 of 2\n"
	oldPage     = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-x'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Model reproducibility</title>
`
	theirPage = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Hugo\">\n<title>Model reproducibility</title>\n"
)

// TestOutputs: a file that is there is replaced where it is ours by what it holds; any other
// is as it was, with nothing beside it, and the way out is said.
func TestOutputs(t *testing.T) {
	t.Parallel()
	var written bytes.Buffer
	if err := page.Write(&written, page.Known{Checks: reporttest.Checks(2, 3), Now: time.Now(), Limit: time.Hour}, "reproduce v1"); err != nil {
		t.Fatal(err)
	}
	badge := string(page.Badge{Message: "reproduced", Color: "brightgreen"}.SVG())
	long := savedReport + strings.Repeat(" ", beginBytes)
	for _, tt := range []struct {
		name   string
		before map[string]string
		want   string // in the error; "" is written
	}{
		{"page: nothing there", nil, ""},
		{"page: ours", map[string]string{"page": written.String()}, ""},
		{"page: ours, from before it said so", map[string]string{"page": oldPage}, ""},
		{"page: empty", map[string]string{"page": ""}, ""},
		{"page: of their site", map[string]string{"page": theirPage}, "no page of reproduce; name another with --page, or remove it"},
		{"page: a text", map[string]string{"page": "# Notes\n"}, "no page of reproduce"},
		{"page: spaces", map[string]string{"page": "  \n"}, "no page of reproduce"},
		{"page: a badge of ours", map[string]string{"page": badge}, "no page of reproduce"},
		{"badges: ours", map[string]string{"badges/all.svg": badge}, ""},
		{"badges: their logo", map[string]string{"badges/all.svg": "<svg><path/></svg>\n"}, "no badge of reproduce; name another with --badges, or remove it"},
		{"badges: ours with something added", map[string]string{"badges/all.svg": badge + "<!-- mine -->\n"}, "no badge of reproduce"},
		{"badges: their data", map[string]string{"badges/all.json": `{"schemaVersion":1,"label":"coverage","message":"97%","color":"green"}` + "\n"}, "no badge of reproduce"},
		{"badges: a model's", map[string]string{"badges/models/demand-forecast.json": "[]\n"}, "no badge of reproduce"},
		{"report: ours", map[string]string{"out/report.json": savedReport, "out/report.md": "# It\n" + reportMark}, ""},
		{"report: ours, and long", map[string]string{"out/report.json": long, "out/report.md": strings.Repeat("line\n", beginBytes) + reportMark}, ""},
		{"report: ours, from before it said so", map[string]string{"out/report.json": savedReport, "out/report.md": oldSummary}, ""},
		{"report: ours, cut off", map[string]string{"out/report.json": savedReport[:50]}, ""},
		{"report: theirs", map[string]string{"out/report.json": `{"schema_version": 1, "tool": "pytest"}`}, "no report of reproduce; name another with --output-dir, or remove it"},
		{"report: their words", map[string]string{"out/report.md": "# Quarterly report\n"}, "no report of reproduce"},
		{"report: their words beside ours", map[string]string{"out/report.json": savedReport, "out/report.md": "# Quarterly report\n"}, "no report of reproduce"},
		{"report: their words of a check", map[string]string{"out/report.md": oldSummary}, "no report of reproduce"},
		{"statement: theirs", map[string]string{"statement": `{"_type": "https://in-toto.io/Statement/v1"}`}, "is no statement of reproduce; name another file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor)}
			for name, text := range tt.before {
				put(t, filepath.Join(a.Dir, name), text, 0o600)
			}
			before := tree(t, a.Dir)
			err := a.writeAll(tt.name)
			after := tree(t, a.Dir)
			switch {
			case tt.want == "" && err != nil:
				t.Fatal(err)
			case tt.want == "":
				for name := range tt.before {
					info, err := os.Stat(filepath.Join(a.Dir, name))
					if err != nil || info.Mode().Perm() != 0o600 || after[name] == before[name] {
						t.Errorf("%s is not written, or has the mode %v", name, info.Mode())
					}
				}
			case err == nil || !strings.Contains(err.Error(), tt.want):
				t.Errorf("error %v, want %q", err, tt.want)
			case !maps.Equal(before, after):
				t.Errorf("there are %q, were %q", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
			}
		})
	}
}

// writeAll writes what a test is named after.
func (a *App) writeAll(name string) error {
	var s settings.Settings
	known := page.Known{Checks: reporttest.Checks(2, 3), Now: time.Now(), Limit: time.Hour}
	what, _, _ := strings.Cut(name, ":")
	switch what {
	case "page":
		s.Page = "page"
	case "badges":
		s.Badges = "badges"
	case "statement":
		s.Statement = "statement"
		return a.Prepare(s)
	default:
		if err := a.CheckReport("out", ReportFiles...); err != nil {
			return err
		}
		return a.SaveFiles("out", map[string]string{"report.json": savedReport + " ", "report.md": "# New\n"})
	}
	return a.WritePage(s, known)
}

// TestOutputs_inTheWay: what is no file is left alone, and said before a training.
func TestOutputs_inTheWay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"page: link", "badges: link", "report: link", "statement: link", "page: directory", "badges: directory", "report: directory", "statement: directory"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor)}
			what, way, _ := strings.Cut(name, ": ")
			path := filepath.Join(a.Dir, map[string]string{"page": "page", "badges": "badges/all.json", "report": "out/report.json", "statement": "statement"}[what])
			theirs := filepath.Join(a.Dir, "theirs")
			put(t, theirs, savedReport, 0o644) // even one that is ours is not where it was named
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			inTheWay := func() error { return os.Mkdir(path, 0o755) }
			if way == "link" {
				inTheWay = func() error { return os.Symlink(theirs, path) }
			}
			if err := inTheWay(); err != nil {
				t.Fatal(err)
			}
			before := tree(t, a.Dir)
			if err := a.writeAll(name); err == nil || !strings.Contains(err.Error(), "name another") {
				t.Errorf("error %v", err)
			}
			if after := tree(t, a.Dir); !maps.Equal(before, after) {
				t.Errorf("there are %q, were %q", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
			}
		})
	}
}

// TestCheckReport: a directory that cannot be made or written is told at once.
func TestCheckReport(t *testing.T) {
	t.Parallel()
	a := &App{Process: Process{Dir: t.TempDir()}}
	put(t, filepath.Join(a.Dir, "file"), "mine", 0o644)
	for dir, want := range map[string]string{"new/one": "", ".": "", "": "", "file": "cannot be written", "file/below": "cannot be written"} {
		err := a.CheckReport(dir, ReportFiles...)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want+": ") {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if got := tree(t, a.Dir); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

// TestWriteBadges_link: a link below the directory is refused before a badge is written, and
// so is the directory itself.
func TestWriteBadges_link(t *testing.T) {
	t.Parallel()
	for link, ok := range map[string]bool{"badges": false, "badges/models": false, "badges/models/model-00": false} {
		a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor)}
		elsewhere := filepath.Join(a.Dir, "elsewhere")
		path := filepath.Join(a.Dir, filepath.FromSlash(link))
		for _, dir := range []string{elsewhere, filepath.Dir(path)} {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(elsewhere, path); err != nil {
			t.Skip(err)
		}
		checks := reporttest.Checks(1, 2)
		for i := range checks {
			checks[i].Model = "model-00"
		}
		var s settings.Settings
		s.Badges = "badges"
		err := a.WritePage(s, page.Known{Checks: checks, Now: time.Now(), Limit: time.Hour})
		left, _ := os.ReadDir(elsewhere)
		if ok != (err == nil) || ok != (len(left) > 0) || !ok && !strings.Contains(err.Error(), " link ") {
			t.Errorf("%s: %v, and there is %v", link, err, left)
		}
	}
}

// TestWritePage_stdout: it is where whoever named it sees it.
func TestWritePage_stdout(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := &App{Process: Process{Dir: t.TempDir(), Stdout: &out}, Secrets: new(redact.Redactor)}
	var s settings.Settings
	s.Page = "/dev/stdout"
	if err := a.WritePage(s, page.Known{Now: time.Now(), Limit: time.Hour}); err != nil || !page.IsPage(out.Bytes()) {
		t.Errorf("%v, %q", err, out.String())
	}
}

func put(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// tree is what is below a directory: the content of files, and where links lead.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		switch {
		case err != nil:
			return err
		case entry.Type()&fs.ModeSymlink != 0:
			found[name], err = os.Readlink(path)
		case entry.Type().IsRegular():
			found[name] = content(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
