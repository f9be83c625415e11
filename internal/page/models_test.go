package page

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

func night(day int) time.Time { return time.Date(2026, 11, day, 2, 41, 0, 0, time.UTC) }

// told is one check of a model version: "churn 7 R" on a day of November.
func told(day int, text string) repro.Check {
	words := strings.Fields(text)
	var c repro.Check
	c.At, c.Model, c.Version = night(day), words[0], words[1]
	c.Verdict = map[string]repro.Verdict{"R": repro.Reproduced, "D": repro.Drifted, "U": repro.Unverified, "m": repro.Missed}[words[2]]
	for _, word := range words[3:] {
		switch name, value, _ := strings.Cut(word, "="); name {
		case "original":
			c.Original = value
		case "lost":
			c.Lost, c.Summary = true, "Nobody knows what it said."
		case "repository":
			c.Repository = value
		case "alias":
			c.Aliases = append(c.Aliases, value)
		}
	}
	c.ID = fmt.Sprint(day, text)
	return c
}

// TestModels has, per case, checks by day, and the rows on 20 November.
func TestModels(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		checks map[int][]string
		want   string
	}{
		"none":                      {nil, ""},
		"what needs somebody first": {map[int][]string{19: {"a 1 R", "b 1 D", "c 1 U", "d 1 m"}}, "b 1 drifted, c 1 unverified, d 1 new, a 1 reproduced"},
		"a new version, and an old one that is no longer checked": {map[int][]string{1: {"a 9 R"}, 19: {"a 10 R"}}, "a 10 reproduced (9)"},
		"the old one had drifted":                                 {map[int][]string{1: {"a 9 D"}, 19: {"a 10 R"}}, "a 9 stale, a 10 reproduced"},
		"the newer one had drifted":                               {map[int][]string{1: {"a 10 D"}, 19: {"a 9 R"}}, "a 10 stale, a 9 reproduced"},
		"the old one could not be verified":                       {map[int][]string{1: {"a 9 R"}, 2: {"a 9 U"}, 19: {"a 10 R"}}, "a 9 stale, a 10 reproduced"},
		"the old one did not run":                                 {map[int][]string{1: {"a 9 R"}, 2: {"a 9 m"}, 19: {"a 10 R"}}, "a 9 stale, a 10 reproduced"},
		"the old one has an alias":                                {map[int][]string{1: {"a 9 R alias=production"}, 19: {"a 10 R alias=next"}}, "a 9 stale, a 10 reproduced"},
		"the alias has moved on":                                  {map[int][]string{1: {"a 9 R alias=production"}, 19: {"a 10 R alias=production"}}, "a 10 reproduced (9)"},
		"two versions that are both checked":                      {map[int][]string{18: {"a 9 R"}, 19: {"a 10 R"}}, "a 10 reproduced, a 9 reproduced"},
		"a model that nobody checks any more is not green":        {map[int][]string{1: {"a 9 R"}}, "a 9 stale"},
		"a new version whose first check did not run":             {map[int][]string{1: {"a 9 R"}, 19: {"a 10 m"}}, "a 9 stale, a 10 new"},
		"a version that was made again under its number":          {map[int][]string{17: {"a 1 D original=x"}, 18: {"a 1 D original=x"}, 19: {"a 1 R original=y"}}, "a 1 reproduced"},
		"two registries have the version, checked in turn":        {map[int][]string{17: {"a 1 D original=x"}, 18: {"a 1 R original=y"}, 19: {"a 1 D original=x"}}, "a 1 drifted of x, a 1 reproduced of y"},
		"in turn, and the other is the last":                      {map[int][]string{16: {"a 1 R original=y"}, 17: {"a 1 D original=x"}, 18: {"a 1 R original=y"}}, "a 1 drifted of x, a 1 reproduced of y"},
		"a late check of the version before":                      {map[int][]string{16: {"a 1 R original=x"}, 18: {"a 1 D original=y"}, 19: {"a 1 R original=x"}}, "a 1 drifted of y, a 1 reproduced of x"},
		"two registries in their first night":                     {map[int][]string{19: {"a 1 D original=x", "a 1 R original=y"}}, "a 1 drifted of x, a 1 reproduced of y"},
		"made again, after two were checked in turn":              {map[int][]string{15: {"a 1 D original=x"}, 16: {"a 1 D original=y"}, 17: {"a 1 D original=x"}, 19: {"a 1 R original=z"}}, "a 1 reproduced"},
		"did not run, and nobody knows which of the two":          {map[int][]string{16: {"a 1 R original=x"}, 17: {"a 1 R original=y"}, 18: {"a 1 R original=x"}, 19: {"a 1 m"}}, "a 1 stale of x, a 1 stale of y"},
		"one name in two repositories":                            {map[int][]string{19: {"a 1 R repository=https://x/y", "a 1 D repository=https://x/z"}}, "a 1 drifted, a 1 reproduced"},
		"a check that two files tell of":                          {map[int][]string{19: {"a 1 R", "a 1 R"}}, "a 1 reproduced"},
	} {
		var checks []repro.Check
		for day, texts := range test.checks {
			for _, text := range texts {
				checks = append(checks, told(day, text))
			}
		}
		var got []string
		Models(checks, night(20), 7*24*time.Hour) // which changes nothing but their order
		for _, m := range Models(checks, night(20), 7*24*time.Hour) {
			row := m.Name + " " + m.Version + " " + string(m.State)
			if m.Run != "" {
				row += " of " + m.Run
			}
			for _, older := range m.Older {
				row += " (" + older.Version + ")"
			}
			got = append(got, row)
			if what == "a check that two files tell of" && len(m.Checks) != 1 {
				t.Errorf("%s: %d checks", what, len(m.Checks))
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %q, want %q", what, strings.Join(got, ", "), test.want)
		}
	}
}

// TestLead counts in one sentence.
func TestLead(t *testing.T) {
	t.Parallel()
	for texts, want := range map[string]string{
		"":                              "No model was checked yet.",
		"a 1 R":                         "The one model reproduces.",
		"a 1 D":                         "The one model has drifted.",
		"a 1 R,b 1 R":                   "All 2 models reproduce.",
		"a 1 R,b 1 D":                   "1 of 2 models reproduces; 1 has drifted.",
		"a 1 D,b 1 D":                   "0 of 2 models reproduce; 2 have drifted.",
		"a 1 R,b 1 R,c 1 U,d 1 D,e 1 m": "2 of 5 models reproduce; 1 has drifted, 1 could not be verified, 1 was never checked.",
	} {
		var checks []repro.Check
		for _, text := range strings.Split(texts, ",") {
			if text != "" {
				checks = append(checks, told(19, text))
			}
		}
		if got := lead(Models(checks, night(20), 7*24*time.Hour)); got != want {
			t.Errorf("%q: %q, want %q", texts, got, want)
		}
	}
}

// TestLeftOut counts the versions that are left out wherever all are counted, and none
// that drifted is among them.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		old  []string
		want string
		n    int
	}{
		{[]string{"a 1 R"}, "The one model reproduces. 1 version that is no longer checked, and last reproduced, is not counted.", 1},
		{[]string{"a 1 R", "a 2 R"}, "The one model reproduces. 2 versions that are no longer checked, and last reproduced, are not counted.", 2},
		{[]string{"a 1 D"}, "1 of 2 model versions reproduces; 1 is stale.", 0},
	} {
		known := Known{Checks: []repro.Check{told(19, "a 9 R")}, Now: night(20), Limit: 7 * 24 * time.Hour}
		for _, old := range test.old {
			known.Checks = append(known.Checks, told(1, old))
		}
		text, err := JSON(known, "reproduce v1.0.0")
		var d struct {
			Summary string
			LeftOut int `json:"versions_left_out"`
		}
		if err != nil || json.Unmarshal(text, &d) != nil || d.Summary != test.want || d.LeftOut != test.n || !strings.HasPrefix(Terminal(known), test.want+"\n") {
			t.Errorf("%q: %v\n%s\n%s", test.old, err, text, Terminal(known))
		}
	}
}

// TestChanges: what a check did not record has not changed.
func TestChanges(t *testing.T) {
	t.Parallel()
	check := func(day int, inputs ...repro.Input) repro.Check {
		c := told(day, "a 1 R")
		c.Inputs = inputs
		return c
	}
	data := func(now string) repro.Input {
		state := repro.InputSame
		if now != "md5 1" {
			state = repro.InputDiffers
		}
		return repro.Input{Kind: repro.KindData, Name: "train", Original: "md5 1", Now: now, State: state}
	}
	python := func(now string) repro.Input {
		return repro.Input{Kind: repro.KindEnvironment, Name: "Python", Original: "", Now: now, State: repro.InputUnknown}
	}
	file := repro.Input{Kind: repro.KindCode, Name: "train.py", Original: "a", Now: "b", State: repro.InputDiffers}
	long := strings.Repeat("0123456789abcdef", 4)
	for what, test := range map[string]struct {
		checks []repro.Check
		want   string
	}{
		"nothing":                                {[]repro.Check{check(1, data("md5 1")), check(2, data("md5 1"))}, ""},
		"there and back":                         {[]repro.Check{check(1, data("md5 1")), check(2, data("md5 2")), check(3, data("md5 1"))}, "3 train md5 2 > md5 1, 2 train md5 1 > md5 2"},
		"from the start":                         {[]repro.Check{check(1, data("md5 2")), check(2, data("md5 2"))}, "1 train md5 1 > md5 2"},
		"not recorded meanwhile":                 {[]repro.Check{check(1, data("md5 1")), check(2), check(3, data("")), check(4, data("md5 3"))}, "4 train md5 1 > md5 3"},
		"recorded later only":                    {[]repro.Check{check(1, data("md5 1")), check(2, data("md5 1"), python("3.11"))}, ""},
		"a file that is listed where it differs": {[]repro.Check{check(1, data("md5 1")), check(2, data("md5 1"), file), check(3, data("md5 1")), check(4, data("md5 1"), file)}, "4 train.py a > b, 2 train.py a > b"},
		"digests that begin alike":               {[]repro.Check{check(1, data(long)), check(2, data(long[:20]+"f"+long[21:]))}, "2 train 0123456789abcdef0123456789abcdef > 0123456789abcdef0123f56789abcdef, 1 train md5 1 > 01234567"},
	} {
		var got []string
		for _, c := range changesOf(test.checks) {
			got = append(got, fmt.Sprintf("%d %s %s > %s", c.At.Day(), c.Name, c.From, c.To))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %q, want %q", what, strings.Join(got, ", "), test.want)
		}
	}
}

// TestNights: what did not run is seen where checks run daily, and not invented where
// they do not.
func TestNights(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		days   []int
		now    time.Time
		every  int // days
		absent int
		late   bool
	}{
		"daily":                 {[]int{1, 2, 3, 4, 5}, night(5).Add(5 * time.Hour), 1, 0, false},
		"daily, one left out":   {[]int{1, 2, 3, 5, 6}, night(6).Add(5 * time.Hour), 1, 1, false},
		"daily, the last two":   {[]int{1, 2, 3, 4, 5}, night(7).Add(5 * time.Hour), 1, 2, true},
		"weekly":                {[]int{1, 8, 15, 22}, night(26), 7, 0, false},
		"weekly, and not today": {[]int{1, 8, 15, 22}, night(29).Add(5 * time.Hour), 7, 0, true},
		"one":                   {[]int{1}, night(9), 0, 0, false},
		"two":                   {[]int{1, 2}, night(9), 1, 6, true},
		"three, a week apart":   {[]int{1, 8, 15}, night(28), 7, 0, true},
		"few and irregular":     {[]int{1, 2, 8}, night(13), 6, 0, false},
		"and then none":         {[]int{1, 2, 8}, night(15), 6, 0, true},
	} {
		var checks []repro.Check
		for _, day := range test.days {
			checks = append(checks, told(day, "a 1 R"), told(day, "b 1 D"))
		}
		slices.Reverse(checks)
		n := nightsOf(checks, Models(checks, test.now, 0), test.now, 0)
		late := n.Late(test.now)
		if n.Every != time.Duration(test.every)*24*time.Hour || n.Absent != test.absent || late != test.late {
			t.Errorf("%s: every %s, %d absent, late %v; want %d days, %d, %v", what, n.Every, n.Absent, late, test.every, test.absent, test.late)
		}
	}
}

// TestQuietNights: a night without a check did not run where something was due, and
// is no fault where nothing was. A letter is a day; models are due after five days.
func TestQuietNights(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		models map[string]string
		absent int
		words  string
		late   bool
	}{
		"nothing was due on days 4 and 5": {map[string]string{"a": "R-----R", "b": "-R-----R", "c": "--R-----R"}, 0, "checks of 6 nights", false},
		"c was due on day 8":              {map[string]string{"a": "R-----R--", "b": "-R-----R-", "c": "R-------R"}, 0, "checks of 5 nights", false},
		"c was due on days 7 to 9":        {map[string]string{"a": "R--R-----R", "b": "-RR------R", "c": "R--------R"}, 3, "checks of 5 nights; 3 nights did not run", false},
		"one that nobody checks any more": {map[string]string{"a": "R-RR---R----R", "a 2": "-R-----------"}, 0, "checks of 6 nights", false},
		"the end, and nothing was due":    {map[string]string{"a": "R-RR----", "b": "-RR-----"}, 0, "checks of 4 nights", false},
		"each day, whatever the interval": {map[string]string{"a": "RRRRR-R", "b": "RRRRR-R"}, 1, "checks of 6 nights; 1 night did not run", false},
		"the end, and a was due":          {map[string]string{"a": "R-RR--------", "b": "-R-R--------"}, 3, "checks of 4 nights; 3 nights did not run", true},
		"mended, and not due since":       {map[string]string{"a": "DDDR---"}, 0, "checks of 4 nights", false},
		"drifted, and due each night":     {map[string]string{"a": "RDD---"}, 3, "checks of 3 nights; 3 nights did not run", true},
		"flaky once, and not due since":   {map[string]string{"a": "RDR----", "b": "RUR----"}, 0, "checks of 3 nights", false},
		"one that never came to anything": {map[string]string{"a": "R-RR-----", "c": "-R-R-----", "b": "m-------"}, 5, "checks of 4 nights; 5 nights did not run", true},
	} {
		var checks []repro.Check
		longest := 0
		for model, letters := range test.models {
			if !strings.Contains(model, " ") {
				model += " 1"
			}
			longest = max(longest, len(letters))
			for i, letter := range letters {
				if letter != '-' {
					checks = append(checks, told(i+1, model+" "+string(letter)))
				}
			}
		}
		now := night(longest).Add(5 * time.Hour)
		n := nightsOf(checks, Models(checks, now, 10*24*time.Hour), now, 5*24*time.Hour)
		if n.Absent != test.absent || n.Chart.Words != test.words || n.Late(now) != test.late {
			t.Errorf("%s: %d absent, %q, late %v; want %d, %q, %v", what, n.Absent, n.Chart.Words, n.Late(now), test.absent, test.words, test.late)
		}
	}
}

// TestChartsOfAnyNumbers: whatever numbers a check has, a chart has none that a
// drawing cannot hold, and two values that differ are not shown as one.
func TestChartsOfAnyNumbers(t *testing.T) {
	t.Parallel()
	numbers := []float64{0, 1, -1, 0.9132, 1e-300, 1e300, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(1), math.Inf(-1), 0.9132000000000001}
	for _, original := range numbers {
		for _, bound := range []float64{0, 1e-6, 0.01, 1e300, math.Inf(1), math.NaN()} {
			var checks []repro.Check
			for i, reproduced := range numbers {
				c := told(1+i, "a 1 D")
				c.Metrics = []repro.CheckedMetric{{Name: "m", Original: original, Reproduced: reproduced, Low: original - bound, High: original + bound, State: repro.StateOutside}}
				checks = append(checks, c)
			}
			checks = append(checks, told(25, "a 1 U"))
			charts := chartsOf(checks)
			if len(charts) != 1 {
				t.Fatalf("%d charts", len(charts))
			}
			c := charts[0]
			drawn := strings.Join([]string{c.BandTop, c.BandHeight, c.OriginalY, c.Line, c.Inside, c.Out, c.Other, c.Gaps, c.Beyond, c.High.Y, c.Low.Y}, " ")
			if strings.ContainsAny(drawn, "NInfe") || len(drawn) > 3000 {
				t.Errorf("original %g, bound %g: %s", original, bound, drawn)
			}
			if c.Gaps == "" {
				t.Errorf("original %g: no gap", original)
			}
			if original != 0.9132000000000001 && c.Original == c.Now && c.Original != "none" {
				t.Errorf("%g and 0.9132000000000001 are both shown as %s", original, c.Now)
			}
		}
	}
}

// TestTwoRunsOfOneNumber are told apart wherever the version is named, and the badge is
// the worse one's.
func TestTwoRunsOfOneNumber(t *testing.T) {
	t.Parallel()
	known := Known{Now: night(20), Checks: []repro.Check{told(17, "a 1 D original=run-x"), told(18, "a 1 R original=run-y"), told(19, "a 1 D original=run-x")}}
	var b strings.Builder
	if err := Write(&b, known, "reproduce v1.0.0"); err != nil {
		t.Fatal(err)
	}
	text, err := JSON(known, "reproduce v1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	for where, says := range map[string]string{"page": b.String(), "table": Terminal(known), "JSON": string(text)} {
		for _, run := range []string{"run-x", "run-y"} {
			if !strings.Contains(says, run) {
				t.Errorf("the %s does not say %s:\n%s", where, run, says)
			}
		}
	}
	for _, file := range Badges(known) {
		if strings.Contains(string(file.Data), string(green)) {
			t.Errorf("%s is green: %s", file.Path, file.Data)
		}
	}
	changes := StateChanges(append(known.Checks, told(19, "a 1 D original=run-y")), []repro.Check{told(19, "a 1 D original=run-y")}, night19, 0, nil)
	if len(changes) != 1 || changes[0].Before != status.Reproduced || changes[0].State != status.Drifted {
		t.Errorf("the changes are %+v", changes)
	}
}

// TestTwoFilesOfOneCheck: of two that tell of one check the worse counts.
func TestTwoFilesOfOneCheck(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	of := func(verdict repro.Verdict, run string) repro.Check {
		return repro.Check{Record: repro.Record{Past: repro.Past{At: at, Verdict: verdict}, Model: "churn", Version: "7", Original: "o", ID: "attempt", Run: run}}
	}
	for _, checks := range [][]repro.Check{
		{of(repro.Reproduced, "r"), of(repro.Drifted, "r")}, {of(repro.Drifted, "r"), of(repro.Reproduced, "r")}, {of(repro.Drifted, "r"), of(repro.Reproduced, "s")},
	} {
		models := Models(checks, at.Add(time.Hour), 0)
		if len(models) != 1 || models[0].State != status.Drifted || len(models[0].Checks) != 1 {
			t.Errorf("%d models, the first %s with %d checks", len(models), models[0].State, len(models[0].Checks))
		}
	}
}
