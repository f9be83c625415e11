package history

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestReadKeepsThePlaceOfALostCheck: a file whose name is a check's and that is not that
// check is named, and in its place stands a check that could not tell: the one before is not
// the latest.
func TestReadKeepsThePlaceOfALostCheck(t *testing.T) {
	t.Parallel()
	check := func(day int) repro.Check {
		return repro.Check{Record: repro.Record{Past: repro.Past{At: time.Date(2026, 11, day, 2, 41, 0, 5, time.UTC), Verdict: repro.Unverified, Reason: repro.Cancelled}, Model: "churn", Version: "3", ID: "a"}}
	}
	replace := func(old, now string) func(t *testing.T, file string) {
		return func(t *testing.T, file string) {
			text, err := os.ReadFile(file)
			if err != nil || !strings.Contains(string(text), old) {
				t.Fatalf("%v: no %s in %s", err, old, text)
			}
			text = []byte(strings.ReplaceAll(string(text), old, now))
			// The digest that its name begins is that of the text: only the rest can betray it.
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			file = filepath.Join(filepath.Dir(file), name[:len("20061102T150405Z-")]+documentDigest(text)[:12]+".json")
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	moved := func(to ...string) func(t *testing.T, file string) {
		return func(t *testing.T, file string) {
			other := filepath.Join(append([]string{filepath.Dir(file)}, to...)...)
			if err := os.MkdirAll(filepath.Dir(other), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(file, other); err != nil {
				t.Fatal(err)
			}
		}
	}
	written := func(text string) func(t *testing.T, file string) {
		return func(t *testing.T, file string) {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, test := range map[string]struct {
		damage func(t *testing.T, file string)
		checks int // that are read, the lost one among them
		said   string
	}{
		"whole":                 {func(*testing.T, string) {}, 2, ""},
		"empty":                 {written(""), 2, "damaged: "},
		"of another version":    {written(`{"check_version":99}`), 2, "another version"},
		"too large":             {written(strings.Repeat("x", maxSize+1)), 2, "bytes"},
		"an earlier time in it": {replace("2026-11-20T02:41", "2026-11-01T02:41"), 2, "checked_at is not the time"},
		"a second later":        {replace("02:41:00", "02:41:01"), 2, "checked_at is not the time"},
		"another model in it":   {replace(`"name":"churn"`, `"name":"other"`), 2, "its model is not the one"},
		"other capitals":        {replace(`"name":"churn"`, `"name":"Churn"`), 2, "its model is not the one"},
		"another version in it": {replace(`"version":"3"`, `"version":"4"`), 2, "its version is not the one"},
		"in another model":      {moved("..", "..", "other", "3", "20261120T024100Z-000000000000.json"), 1, "its model is not the one"},
		"in another version":    {moved("..", "4", "20261120T024100Z-000000000000.json"), 1, "its version is not the one"},
		"another ending":        {moved("20261120T024100Z-0123456789ab.txt"), 2, "not the name that a check has"},
		"an ending more":        {moved("20261120T024100Z-0123456789ab.json.bak"), 2, "not the name that a check has"},
		"a directory": {func(t *testing.T, file string) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(file, 0o755); err != nil {
				t.Fatal(err)
			}
		}, 2, "a directory, and a check is a file"},
		"a link": {func(t *testing.T, file string) {
			moved("..", "elsewhere.json")(t, file)
			if err := os.Symlink("../elsewhere.json", file); err != nil {
				t.Skip(err)
			}
		}, 2, "a link, and none is followed"}, // what it leads to is read where it is
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if added, err := Append(dir, []repro.Check{check(10), check(20)}); len(added) != 2 || err != nil {
				t.Fatal(added, err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, Dir, "churn", "3", "20261120*"))
			if len(files) != 1 {
				t.Fatal(files)
			}
			test.damage(t, files[0])
			reader := &Reader{Dir: dir, Report: decode}
			found, gaps := reader.Read([]string{"."})
			said := strings.Join(gaps.Notes, "\n")
			if !strings.Contains(said, test.said) || gaps.Unread != (test.said != "") {
				t.Errorf("said %q, want %q", said, test.said)
			}
			lost := 0
			for _, c := range found {
				if c.Lost {
					lost++
				}
				if c.Lost && (c.Model != "churn" || c.Version != "3" || c.Verdict != repro.Unverified || c.At.Day() != 20) {
					t.Errorf("in its place is %+v", c)
				}
			}
			if want := test.checks - 1; len(found) != test.checks || test.said != "" && name != "a link" && lost != want {
				t.Errorf("%d checks, %d lost: %+v; want %d", len(found), lost, found, test.checks)
			}
		})
	}
}

// TestAddKeepsThePlaceOfALostCheck: on a branch too.
func TestAddKeepsThePlaceOfALostCheck(t *testing.T) {
	t.Parallel()
	check := repro.Check{Record: repro.Record{Past: repro.Past{At: time.Date(2026, 11, 10, 2, 41, 0, 0, time.UTC), Verdict: repro.Unverified, Reason: repro.Cancelled}, Model: "churn", Version: "3"}}
	files, err := Files([]repro.Check{check})
	if err != nil {
		t.Fatal(err)
	}
	for path, lost := range map[string]int{
		"checks/churn/3/20261120T024100Z-0123456789ab.json": 1, "checks/churn/3/20261120T024100Z-0123456789ab.txt": 1,
		"checks/churn/3/notes.txt": 0, "badges/20261120T024100Z-0123456789ab.json": 0, "checks/other/3/20261120T024100Z-0123456789ab.json": 0,
		"checks/churn/3/20261110T024100Z-0123456789ab.json": 0, // of a time that is known
	} {
		reader := &Reader{Report: decode}
		reader.Add(path, []byte("{"))
		reader.Add(files[0].Path, files[0].Data)
		if found, gaps := reader.Read(nil); len(found) != 1+lost || lost == 1 && !found[1].Lost || gaps.Unread != (strings.Contains(path, "Z-") && strings.HasPrefix(path, Dir)) {
			t.Errorf("%s: %d checks, %q", path, len(found), gaps.Notes)
		}
	}
}

// TestLostChecksAreBounded: a directory without an order may have as many lost checks as it has
// versions, and each might be of any.
func TestLostChecksAreBounded(t *testing.T) {
	t.Parallel()
	r := &Reader{}
	const many = 300 // times itself is more than there is room for
	for i := range many {
		at := time.Date(2026, 11, 10, 2, 41, 0, 0, time.UTC)
		r.checks = append(r.checks, repro.Check{Record: repro.Record{Past: repro.Past{At: at, From: "all/x.json"}, Model: "churn", Version: strconv.Itoa(i)}})
		r.lost = append(r.lost, lostCheck{"all/lost.json", at.Add(time.Duration(i+1) * time.Second)})
	}
	if r.keepPlaces(); len(r.checks) != many+maxFiles {
		t.Errorf("%d checks", len(r.checks))
	}
}
