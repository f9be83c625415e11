//go:build unix

package environment

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDates: of what nobody recorded a version of, nothing newer than the original is taken,
// and that is said of what an index tells dates of, and of nothing else.
func TestDates(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	for _, c := range []struct {
		about, dates string // "dates" and "" for an index that tells them and one that does not, "files" for a directory
		has          string
		told         []string
	}{
		{"an index that tells dates", "dates", "1.0", []string{"no version was recorded of tiny-model 1.0: nothing newer than the original's start was taken, by the dates of the index"}},
		{"an index that tells none", "", "2.0", []string{"no version was recorded of tiny-model 2.0: what is newest now was taken"}},
		{"a directory of files", "files", "2.0", []string{"no version was recorded of tiny-model 2.0, and no date of it is known"}},
	} {
		b := s.builder(true)
		if c.dates != "files" {
			index := datedIndex(t, s, c.dates)
			b.Environ = append(slices.DeleteFunc(b.Environ, func(entry string) bool {
				return strings.HasPrefix(entry, "UV_OFFLINE") || strings.HasPrefix(entry, "UV_FIND_LINKS")
			}), "UV_DEFAULT_INDEX="+index+"/simple")
		}
		w := asks(t, "tiny-data==1.0") // which brings tiny-model along
		w.Before = time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
		built, err := b.Build(t.Context(), w)
		if err != nil || have(t, built) != c.has {
			t.Fatalf("%s: %+v, %v", c.about, built, err)
		}
		contain(t, c.about, built.Warnings, c.told)
		if again, err := b.Build(t.Context(), w); err != nil || !slices.Equal(again.Warnings, built.Warnings) {
			t.Errorf("%s: from the cache it says %q, %v", c.about, again.Warnings, err)
		}
	}
}

// TestUnrecordedWithPip: pip is asked for no dates, and what it brings itself is not told.
func TestUnrecordedWithPip(t *testing.T) {
	t.Parallel()
	w := asks(t, "one==1", "two")
	w.Before = time.Now()
	got := (&Builder{}).unrecorded(t.Context(), installer{}, w, t.TempDir(), []repro.Package{{Name: "one", Version: "1"}, {Name: "two", Version: "2"}, {Name: "three", Version: "3"}, {Name: "pip", Version: "24"}})
	contain(t, "told", got, []string{"no version was recorded of two 2, three 3: what is newest now was taken"})
}

// datedIndex has tiny-data 1.0, and tiny-model 1.0 of 2025 and 2.0 of 2026.
func datedIndex(t *testing.T, s shelf, dates string) string {
	index := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".whl") {
			http.ServeFile(w, r, filepath.Join(s.wheels, filepath.Base(r.URL.Path)))
			return
		}
		files := []string{"tiny_data-1.0"}
		if strings.Contains(r.URL.Path, "tiny-model") {
			files = []string{"tiny_model-1.0", "tiny_model-2.0"}
		}
		if dates == "" {
			w.Header().Set("Content-Type", "text/html")
			for _, file := range files {
				fmt.Fprintf(w, "<a href='/%[1]s-py3-none-any.whl'>%[1]s-py3-none-any.whl</a>", file)
			}
			return
		}
		w.Header().Set("Content-Type", "application/vnd.pypi.simple.v1+json")
		var list []string
		for _, file := range files {
			year := map[bool]string{true: "2026", false: "2025"}[strings.HasSuffix(file, "2.0")]
			list = append(list, fmt.Sprintf(`{"filename": "%[1]s-py3-none-any.whl", "url": "/%[1]s-py3-none-any.whl", "hashes": {}, "upload-time": "%[2]s-01-02T03:04:05Z"}`, file, year))
		}
		fmt.Fprintf(w, `{"meta": {"api-version": "1.1"}, "name": "x", "files": [%s]}`, strings.Join(list, ", "))
	}))
	t.Cleanup(index.Close)
	return index.URL
}
