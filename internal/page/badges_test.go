package page

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
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
		"19 a 1 R":                            "1 of 1 reproduced 19 Nov brightgreen; a: reproduced 19 Nov brightgreen",
		"19 a 1 D":                            "0 of 1 reproduced 19 Nov orange; a: drifted orange",
		"18 a 1 D,19 a 1 R":                   "1 of 1 reproduced 19 Nov brightgreen; a: recovered 19 Nov brightgreen",
		"19 a 1 U":                            "0 of 1 reproduced 19 Nov lightgrey; a: not verified lightgrey",
		"18 a 1 R,19 a 1 m":                   "0 of 1 reproduced 18 Nov lightgrey; a: stale since 19 Nov lightgrey",
		"2 a 1 R":                             "0 of 1 reproduced 2 Nov lightgrey; a: stale since 2 Nov lightgrey",
		"19 a 1 m":                            "0 of 1 reproduced lightgrey; a: not checked lightgrey",
		"16 a 1 R,17 a 1 D,18 a 1 R,19 a 1 D": "0 of 1 reproduced 19 Nov orange; a: flaky since 17 Nov yellow",
		"19 a 9 R,19 a 10 D":                  "1 of 2 reproduced 19 Nov orange; a: drifted orange",
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
		for _, file := range Badges(checks, night(20), 7*24*time.Hour) {
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
	for _, file := range Badges(reporttest.Checks(20, 12), made, fortnight) {
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
