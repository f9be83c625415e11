package page

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestGapsAreSaid where people and programs look: on the page, in the table, in the JSON.
func TestGapsAreSaid(t *testing.T) {
	t.Parallel()
	for _, checks := range [][]repro.Check{nil, {told(19, "a 1 R")}} {
		for _, unread := range []bool{true, false} {
			known := Known{Checks: checks, Now: night(20), Gaps: repro.HistoryGaps{Notes: []string{"history: left out <b>x\x1b[1m</b>"}, Unread: unread}}
			var b bytes.Buffer
			if err := Write(&b, known, "reproduce v1.0.0"); err != nil {
				t.Fatal(err)
			}
			table := Terminal(known)
			if strings.Contains(b.String(), unreadWords) != unread || strings.Contains(table, unreadWords) != unread {
				t.Errorf("unread %v: not said, or without cause", unread)
			}
			if !strings.Contains(b.String(), "left out &lt;b&gt;x") || !strings.Contains(table, "left out <b>x") || strings.Contains(table, "\x1b") {
				t.Errorf("the note is not in\n%s", table)
			}
			text, err := JSON(known, "reproduce v1.0.0")
			var d struct {
				Complete bool
				Notes    []string
			}
			if err != nil || json.Unmarshal(text, &d) != nil || d.Complete == unread || len(d.Notes) != 1 {
				t.Errorf("%v\n%s", err, text)
			}
		}
	}
}

// TestJSON has all models as the table has them.
func TestJSON(t *testing.T) {
	t.Parallel()
	drift := told(19, "b 1 D")
	drift.Metrics = []repro.CheckedMetric{{Name: "loss", State: repro.StateOutside}, {Name: "f1", State: repro.StateWithin}}
	drift.Summary, drift.Links.Job = "It drifted.", "https://github.example/acme/models/actions/runs/7"
	known := Known{Checks: []repro.Check{told(18, "a 1 R"), told(19, "a 2 R"), drift, told(19, "c 1 m")}, Now: night(20), Limit: 7 * 24 * time.Hour}
	text, err := JSON(known, "reproduce v1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema_version": 1,
  "tool": "reproduce v1.0.0",
  "at": "2026-11-20T02:41:00Z",
  "summary": "2 of 4 model versions reproduce; 1 has drifted, 1 was never checked.",
  "late": false,
  "complete": true,
  "notes": [],
  "last_check": "2026-11-19T02:41:00Z",
  "states": {
    "drifted": 1,
    "new": 1,
    "reproduced": 2
  },
  "versions_left_out": 0,
  "models": [
    {
      "name": "b",
      "version": "1",
      "state": "drifted",
      "since": "2026-11-19T02:41:00Z",
      "checks": 1,
      "checked_at": "2026-11-19T02:41:00Z",
      "verdict": "drifted",
      "verdict_at": "2026-11-19T02:41:00Z",
      "outside": [
        "loss"
      ],
      "summary": "It drifted.",
      "url": "https://github.example/acme/models/actions/runs/7"
    },`
	if !strings.HasPrefix(string(text), want) {
		t.Errorf("it is\n%s", text)
	}
	if none, err := JSON(Known{Now: night(20)}, "reproduce v1.0.0"); err != nil || !strings.Contains(string(none), `"models": []`) || !strings.Contains(string(none), `"states": {}`) {
		t.Errorf("%v\n%s", err, none)
	}
}

// TestCountsModelsAndVersions apart.
func TestCountsModelsAndVersions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a 1 R,b 1 R":       "All 2 models reproduce.",
		"a 1 R,a 2 R":       "All 2 model versions reproduce.",
		"a 1 R,a 2 D":       "1 of 2 model versions reproduces; 1 has drifted.",
		"a 1 R,b 1 D":       "1 of 2 models reproduces; 1 has drifted.",
		"a 1 R,a 2 D,b 1 R": "2 of 3 model versions reproduce; 1 has drifted.",
		"a 1 R":             "The one model reproduces.",
	} {
		var checks []repro.Check
		for _, check := range strings.Split(text, ",") {
			checks = append(checks, told(19, check))
		}
		if got := lead(Models(checks, night(20), 7*24*time.Hour)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := StateChangesTitle([]StateChange{{Model: "a", Version: "1"}, {Model: "a", Version: "2"}}); got != "2 model versions changed their state" {
		t.Errorf("the title is %q", got)
	}
}

// TestTerminalTellsTheLatestVerdict of a version whose state is none.
func TestTerminalTellsTheLatestVerdict(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"16 R,17 D,18 R,19 D": "flaky, drifted 19 Nov", "18 D,19 U": "drifted, last check could not verify", "19 D": "drifted  ", "2 R": "stale, reproduced 2 Nov",
	} {
		var checks []repro.Check
		for _, check := range strings.Split(text, ",") {
			day, verdict, _ := strings.Cut(check, " ")
			n, err := strconv.Atoi(day)
			if err != nil {
				t.Fatal(err)
			}
			checks = append(checks, told(n, "a 1 "+verdict))
		}
		if got := Terminal(Known{Checks: checks, Now: night(20), Limit: 7 * 24 * time.Hour}); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", text, want, got)
		}
	}
}

// TestALostResultIsSaid, and no badge is green from yesterday's.
func TestALostResultIsSaid(t *testing.T) {
	t.Parallel()
	for _, gaps := range []repro.HistoryGaps{{Lost: true}, {Lost: true, Unread: true}, {Unread: true}, {}} {
		known := Known{Checks: []repro.Check{told(19, "a 1 R")}, Now: night(20), Limit: 7 * 24 * time.Hour, Gaps: gaps}
		var b bytes.Buffer
		if err := Write(&b, known, "reproduce v1.0.0"); err != nil {
			t.Fatal(err)
		}
		document, err := JSON(known, "reproduce v1.0.0")
		if err != nil || strings.Contains(string(document), `"complete": false`) != gaps.Any() {
			t.Errorf("%+v: %v\n%s", gaps, err, document)
		}
		for what, text := range map[string]string{"page": b.String(), "table": Terminal(known)} {
			if strings.Contains(text, lostWords) != gaps.Lost || strings.Contains(text, unreadWords) != gaps.Unread {
				t.Errorf("%+v: the %s is wrong", gaps, what)
			}
		}
		for _, file := range Badges(known) {
			text := string(file.Data)
			if strings.Contains(text, string(green)) && gaps.Any() || strings.Contains(text, hex[green]) && gaps.Any() || strings.Contains(text, "a result not read") != gaps.Lost {
				t.Errorf("%+v: %s is %s", gaps, file.Path, text)
			}
			if !IsBadge(file.Data) {
				t.Errorf("%s is no badge: %s", file.Path, text)
			}
		}
	}
	for _, text := range []string{"", "{}\n", `{"schemaVersion":1,"label":"build","message":"passing","color":"brightgreen"}` + "\n", `{"schemaVersion":1,"label":"reproducible","message":"x","color":"red","logo":"y"}` + "\n",
		`{"check_version":1}`, "<svg></svg>\n"} {
		if IsBadge([]byte(text)) {
			t.Errorf("%q is a badge", text)
		}
	}
}

// TestNewKnown: a check of the future is named, counts nowhere, and makes no badge green.
func TestNewKnown(t *testing.T) {
	t.Parallel()
	checks := []repro.Check{told(18, "a 1 D"), told(18, "a 1 R")}
	checks[1].From = "past/checks/a/1/later.json"
	for _, ahead := range []time.Duration{366 * 24 * time.Hour, 23 * time.Hour, 6 * time.Minute} {
		checks[1].At = night19.Add(ahead)
		k := NewKnown(checks, repro.HistoryGaps{}, night19, 48*time.Hour)
		models := Models(k.Checks, k.Now, k.Limit)
		if len(k.Checks) != 1 || len(models) != 1 || models[0].State != "drifted" || !k.Gaps.Unread || BadgeOf(models[0]).lacking(k.Gaps).Color == green ||
			len(k.Gaps.Notes) != 1 || !strings.Contains(k.Gaps.Notes[0], "left out 1 check of the future, the first past/checks/a/1/later.json") {
			t.Errorf("%v ahead: %d checks, %v", ahead, len(k.Checks), k.Gaps)
		}
		if come := NewKnown(checks, repro.HistoryGaps{}, checks[1].At, 48*time.Hour); len(come.Checks) != 2 || come.Gaps.Unread {
			t.Errorf("%v ahead: its time has come, and it does not count: %v", ahead, come.Gaps)
		}
	}
	if same := NewKnown(checks[:1], repro.HistoryGaps{}, night19, 48*time.Hour); same.Gaps.Unread || len(same.Checks) != 1 {
		t.Errorf("%v", same.Gaps)
	}
}
