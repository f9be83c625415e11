package page

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBadges of one story each, on 20 November.
func TestBadges(t *testing.T) {
	t.Parallel()
	for texts, want := range map[string]string{
		"":                                    "not checked lightgrey",
		"19 a 1 R":                            "1 of 1 reproduced 19 Nov 2026 brightgreen; a: v1 reproduced 19 Nov 2026 brightgreen",
		"19 a 1 D":                            "0 of 1 reproduced 19 Nov 2026 orange; a: v1 drifted 19 Nov 2026 orange",
		"18 a 1 D,19 a 1 R":                   "1 of 1 reproduced 19 Nov 2026 brightgreen; a: v1 recovered 19 Nov 2026 brightgreen",
		"19 a 1 U":                            "0 of 1 reproduced 19 Nov 2026 lightgrey; a: v1 not verified lightgrey",
		"18 a 1 R,19 a 1 m":                   "0 of 1 reproduced 18 Nov 2026 lightgrey; a: v1 stale since 19 Nov 2026 lightgrey",
		"2 a 1 R":                             "0 of 1 reproduced 2 Nov 2026 lightgrey; a: v1 stale since 2 Nov 2026 lightgrey",
		"19 a 1 m":                            "0 of 1 reproduced lightgrey; a: v1 not checked lightgrey",
		"16 a 1 R,17 a 1 D,18 a 1 R,19 a 1 D": "0 of 1 reproduced 19 Nov 2026 orange; a: v1 flaky since 17 Nov 2026 yellow",
		"19 a 9 R,19 a 10 D":                  "1 of 2 versions reproduced 19 Nov 2026 orange; a: v10 drifted 19 Nov 2026 orange",
		"19 a 9 D,19 a 10 R":                  "1 of 2 versions reproduced 19 Nov 2026 orange; a: v9 drifted 19 Nov 2026 orange",
		"1 a 9 D,19 a 10 R":                   "1 of 2 versions reproduced 19 Nov 2026 orange; a: v9 drifted 1 Nov 2026, stale orange",
		"1 a 10 D,19 a 9 R":                   "1 of 2 versions reproduced 19 Nov 2026 orange; a: v10 drifted 1 Nov 2026, stale orange",
		"1 a 9 R,19 a 10 R":                   "1 of 1 reproduced 19 Nov 2026 brightgreen; a: v10 reproduced 19 Nov 2026 brightgreen",
	} {
		var checks []repro.Check
		for _, text := range strings.Split(texts, ",") {
			if day, check, ok := strings.Cut(text, " "); ok {
				at := 0
				for _, digit := range day {
					at = 10*at + int(digit-'0')
				}
				checks = append(checks, told(at, check))
			}
		}
		files := map[string][]byte{}
		for _, file := range Badges(Known{Checks: checks, Now: night(20), Limit: 7 * 24 * time.Hour}) {
			if _, twice := files[file.Path]; twice {
				t.Errorf("%q: %s twice", texts, file.Path)
			}
			files[file.Path] = file.Data
		}
		var got []string
		for name, label := range map[string]string{"all.json": "", "models/a.json": "a: "} {
			if files[name] == nil {
				continue
			}
			var badge struct {
				SchemaVersion         int
				Label, Message, Color string
			}
			if err := json.Unmarshal(files[name], &badge); err != nil || badge.SchemaVersion != 1 || badge.Label == "" || badge.Message == "" {
				t.Errorf("%s: %v", files[name], err)
			}
			got = append(got, label+badge.Message+" "+badge.Color)
		}
		slices.Sort(got)
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", texts, strings.Join(got, "; "), want)
		}
	}
}

// TestBadgeDrawings are XML that asks for nothing, in colours that can be read.
func TestBadgeDrawings(t *testing.T) {
	t.Parallel()
	for _, file := range Badges(Known{Checks: reporttest.Checks(20, 12), Now: made, Limit: fortnight}) {
		if !strings.HasSuffix(file.Path, ".svg") {
			continue
		}
		decoder := xml.NewDecoder(strings.NewReader(string(file.Data)))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v\n%s", file.Path, err, file.Data)
			}
		}
		if regexp.MustCompile(`href|<script|<style|url\([^#]`).Match(file.Data) || strings.Contains(string(file.Data), "%!") {
			t.Errorf("%s", file.Data)
		}
	}
	for color, code := range hex {
		if ratio := contrast(t, "#fff", code); ratio < 4.5 {
			t.Errorf("white on %s has %.2f to 1", color, ratio)
		}
	}
	reporttest.Golden(t, "badge.svg", string(Badge{"drifted 1/4", orange}.SVG()))
}

// TestBadgesOfAPart: where a part of the history is not known, or a night did not run, no
// badge is green that would be by the rest, and each says so.
func TestBadgesOfAPart(t *testing.T) {
	t.Parallel()
	good := func() []repro.Check { return []repro.Check{told(19, "a 1 R"), told(19, "b 1 D")} }
	var nightly []repro.Check
	for day := 10; day < 18; day++ {
		nightly = append(nightly, told(day, "a 1 R"))
	}
	for what, test := range map[string]struct {
		known Known
		want  map[string]string
	}{
		"a part": {Known{Checks: good(), Now: night(20), Gaps: repro.HistoryGaps{Unread: true}}, map[string]string{
			"models/a.json": "v1 reproduced 19 Nov 2026, history not read lightgrey", "models/a/1.json": "reproduced 19 Nov 2026, history not read lightgrey",
			"models/b.json": "v1 drifted 19 Nov 2026, history not read orange", "all.json": "1 of 2 reproduced 19 Nov 2026, history not read orange"}},
		"nothing": {Known{Now: night(20), Gaps: repro.HistoryGaps{Unread: true}}, map[string]string{"all.json": "not checked, history not read lightgrey"}},
		"the oldest left out": {Known{Checks: good()[:1], Now: night(20), Gaps: repro.HistoryGaps{Notes: []string{"some"}}}, map[string]string{
			"models/a.json": "v1 reproduced 19 Nov 2026 brightgreen", "models/a/1.json": "reproduced 19 Nov 2026 brightgreen", "all.json": "1 of 1 reproduced 19 Nov 2026 brightgreen"}},
		"late": {Known{Checks: nightly, Now: night(20), Limit: 14 * 24 * time.Hour}, map[string]string{
			"models/a.json": "v1 reproduced 17 Nov 2026 brightgreen", "models/a/1.json": "reproduced 17 Nov 2026 brightgreen", "all.json": "1 of 1 reproduced 17 Nov 2026, a night did not run lightgrey"}},
	} {
		for _, file := range Badges(test.known) {
			if !strings.HasSuffix(file.Path, ".json") {
				continue
			}
			var badge struct{ Message, Color string }
			if err := json.Unmarshal(file.Data, &badge); err != nil || test.want[file.Path] != "" && badge.Message+" "+badge.Color != test.want[file.Path] {
				t.Errorf("%s: %s is %q %s, want %q (%v)", what, file.Path, badge.Message, badge.Color, test.want[file.Path], err)
			}
		}
	}
}

// TestBadgeNames: two names are two files also where a file system takes capitals for
// small letters, and no version's text is markup.
func TestBadgeNames(t *testing.T) {
	t.Parallel()
	checks := []repro.Check{told(19, "churn 1 R"), told(19, "Churn 1 D"), told(19, "CHURN A<b> D"), told(19, "churn rc1 R"), told(19, "churn RC1 R"), told(19, "a&b Ä U")}
	paths := map[string]bool{}
	for _, file := range Badges(Known{Checks: checks, Now: night(20)}) {
		if folded := strings.ToLower(file.Path); paths[folded] {
			t.Errorf("%s twice", folded)
		} else {
			paths[folded] = true
		}
		if strings.Contains(string(file.Data), "<b>") {
			t.Errorf("%s: %s", file.Path, file.Data)
		}
	}
	for _, want := range []string{"models/churn.json", "models/churn/1.json", "models/~churn.json", "models/~c~h~u~r~n.svg", "models/churn/~r~c1.svg"} {
		if !paths[want] {
			t.Errorf("no %s among %v", want, paths)
		}
	}
}

// TestBadgeNames_endings: no badge is where the directory of another model's badges is.
func TestBadgeNames_endings(t *testing.T) {
	t.Parallel()
	names := []string{"m", "m.json", "m.json.json", "m.svg", "m.svg.json", "m.JSON", "m.json.", "json", ".json", "m.json.svg", "m~.json"}
	var checks []repro.Check
	for _, name := range names {
		checks = append(checks, told(19, name+" 1 R"), told(19, name+" 1.json R"))
	}
	files, paths := Badges(Known{Checks: checks, Now: night(20)}), map[string]bool{}
	for _, file := range files {
		paths[strings.ToLower(file.Path)] = true
	}
	if want := 2 + len(names)*2*3; len(files) != want || len(paths) != want {
		t.Errorf("%d badges at %d paths, want %d", len(files), len(paths), want)
	}
	for file := range paths {
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			if paths[dir] {
				t.Errorf("%s is below the badge %s", file, dir)
			}
		}
	}
}

// TestBadgeOf_lost: an older green is not the state where a newer check cannot be read, and
// such a version is due.
func TestBadgeOf_lost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		checks []string // of the nights before 20 November, the latest last
		want   Badge
		due    bool
	}{
		{[]string{"a 1 R", "a 1 R"}, Badge{"reproduced 19 Nov 2026", green}, false},
		{[]string{"a 1 R", "a 1 U lost"}, Badge{"a newer check is damaged", grey}, true},
		{[]string{"a 1 D", "a 1 U lost"}, Badge{"drifted 18 Nov 2026; a newer check is damaged", orange}, true},
		{[]string{"a 1 U lost", "a 1 R"}, Badge{"reproduced 19 Nov 2026", green}, false},
	} {
		var checks []repro.Check
		for i, text := range test.checks {
			checks = append(checks, told(20-len(test.checks)+i, text))
		}
		if got := BadgeOf(Models(checks, night19, 14*24*time.Hour)[0]); got != test.want {
			t.Errorf("%v: %+v, want %+v", test.checks, got, test.want)
		}
		if got := len(DueBy(checks, night19, 14*24*time.Hour)) == 1; got != test.due {
			t.Errorf("%v: due is %v", test.checks, got)
		}
	}
}
