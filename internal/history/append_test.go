package history

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestAppend_tooLong: what is longer than a check is not replaced, as nobody reads it; the
// other checks are added.
func TestAppend_tooLong(t *testing.T) {
	t.Parallel()
	checks := reporttest.Checks(1, 2)
	files, err := Files(checks)
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	dir := t.TempDir()
	file, text := filepath.Join(dir, filepath.FromSlash(files[0].Path)), string(files[0].Data)+strings.Repeat(" ", maxCheck)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	added, err := Append(dir, checks)
	left, readErr := os.ReadFile(file)
	if err == nil || !strings.Contains(err.Error(), files[0].Path) || !strings.Contains(err.Error(), "move it away") || len(added) != 1 || readErr != nil || string(left) != text {
		t.Errorf("added %d, %v; %d bytes are left, %v", len(added), err, len(left), readErr)
	}
}

// TestAppend_damaged: a check that was damaged is named and not counted, and the same check
// is put back; one that is whole is never changed, whatever is to be in its place.
func TestAppend_damaged(t *testing.T) {
	t.Parallel()
	checks := reporttest.Checks(1, 2)
	checks = append(checks, NewMissed(repro.ModelVersion{Name: "upsell", Version: "1"}, checks[0].At, "reproduce v1"))
	for _, c := range checks {
		files, err := Files([]repro.Check{c})
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		path, whole := files[0].Path, string(files[0].Data)
		flipped := strings.Replace(whole, `"name":"`, `"name":"x`, 1)
		if c.Report != "" {
			flipped = strings.ReplaceAll(whole, c.Report, strings.Repeat("ab", 32))
		}
		for name, tt := range map[string]struct {
			text    string
			damaged bool
		}{
			"whole":             {whole, false},
			"of another tool":   {strings.Replace(whole, `"tool":"`, `"tool":"of `, 1), c.Report == ""},
			"written by git":    {strings.TrimSuffix(whole, "\n") + "\r\n", false},
			"another version's": {strings.Replace(whole, `"check_version":1`, `"check_version":2`, 1), false},
			"empty":             {"", true},
			"cut off":           {whole[:len(whole)/2], true},
			"zeros":             {strings.Repeat("\x00", len(whole)), true},
			"other JSON":        {"[]\n", true},
			"another digest":    {flipped, true},
			"a conflict":        {"<<<<<<< HEAD\n" + whole + "=======\n", true},
		} {
			t.Run(name, func(t *testing.T) {
				dir := t.TempDir()
				file := filepath.Join(dir, filepath.FromSlash(path))
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
					t.Fatal(err)
				}
				reader := &Reader{Dir: dir, Report: decode}
				found, gaps := reader.Read([]string{"."})
				said := strings.Join(gaps.Notes, "\n")
				if tt.damaged && (len(found) > 0 || !strings.Contains(said, "damaged: ") || !strings.Contains(said, filepath.Base(path))) {
					t.Errorf("%d checks, %q", len(found), said)
				}
				added, err := Append(dir, []repro.Check{c})
				text, readErr := os.ReadFile(file)
				want, wantAdded := tt.text, 0
				if tt.damaged {
					want, wantAdded = whole, 1
				}
				info, statErr := os.Stat(file)
				if err != nil || readErr != nil || statErr != nil || string(text) != want || len(added) != wantAdded || info.Mode().Perm() != 0o600 {
					t.Errorf("%v, added %d, %v, and it is %.80q", err, len(added), info.Mode(), text)
				}
				if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); len(left) > 0 {
					t.Errorf("left behind: %q", left)
				}
			})
		}
	}
}
