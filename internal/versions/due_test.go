package versions

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// listDue asks a registry what is due, and writes it down: "name version checked",
// one a line.
func listDue(t *testing.T, server *mlflowtest.Server, flags map[string]string) (string, DueList) {
	t.Helper()
	values := settings.Values{"version": "production"}
	maps.Copy(values, flags)
	s, err := values.Settings("list")
	if err != nil {
		t.Fatal(err)
	}
	list, err := Due(t.Context(), connect(t, server), s.Selecting, nil, nil, today)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, v := range list.Tonight {
		checked := "never"
		if !v.Checked.IsZero() {
			checked = v.Checked.Format(time.DateOnly)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", v.Name, v.Version, checked))
	}
	return strings.Join(lines, "\n"), list
}

// ago is the tag of a check so many days before today.
func ago(days int) map[string]string {
	return map[string]string{cause.CheckedTag: today.AddDate(0, 0, -days).Format(time.RFC3339)}
}

func TestDueOrder(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for name, tags := range map[string]map[string]string{
		"churn": ago(20), "fraud": ago(40), "spam": nil, "abuse": nil, "fresh": ago(2), "edge": ago(7),
		"broken": {cause.CheckedTag: "yesterday"},
		"future": {cause.CheckedTag: today.AddDate(1, 0, 0).Format(time.RFC3339)},
		"spaced": {cause.CheckedTag: " " + today.AddDate(0, 0, -30).Format(time.RFC3339) + "\n"},
	} {
		server.AddVersion(name, mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{}), Tags: tags}, "production")
	}
	server.AddVersion("draft", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})})

	got, list := listDue(t, server, map[string]string{"max-models": "0"})
	// Never first and by name; a check whose time is none, or is yet to come, is
	// none; then the oldest. A week is the interval, and over.
	want := "abuse 1 never\nbroken 1 never\nfuture 1 never\nspam 1 never\nfraud 1 2026-10-14\nspaced 1 2026-10-24\nchurn 1 2026-11-03\nedge 1 2026-11-16"
	if got != want || list.CheckedRecently != 1 || len(list.Waiting) != 0 {
		t.Errorf("due:\n%s\n%d fresh, %d later; want:\n%s\n1 fresh", got, list.CheckedRecently, len(list.Waiting), want)
	}
	if len(list.Notes) != 1 || !strings.Contains(list.Notes[0], "draft has no version production") {
		t.Errorf("notes %q, want one about draft", list.Notes)
	}
	if _, list := listDue(t, server, map[string]string{"max-models": "3"}); len(list.Tonight) != 3 || len(list.Waiting) != 5 || list.Tonight[0].Name != "abuse" {
		t.Errorf("of 3: %v and %d later, want abuse first and 5 later", list.Tonight, len(list.Waiting))
	}
	if got, list := listDue(t, server, map[string]string{"min-interval": "0s", "models": "fr*"}); got != "fraud 1 2026-10-14\nfresh 1 2026-11-21" || len(list.Notes) != 0 {
		t.Errorf("fr*, at any age:\n%s\nnotes %q", got, list.Notes)
	}
	if got, _ := listDue(t, server, map[string]string{"models": "[\nspam"}); got != "spam 1 never" {
		t.Errorf("a glob that is none, and a name: %q", got)
	}
}

func TestDueVersion(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := func() string { return server.AddRun(mlflowtest.Run{}) }
	server.AddVersion("churn", mlflowtest.Version{RunID: run(), Stage: "Production"})
	server.AddVersion("churn", mlflowtest.Version{RunID: run(), Stage: "Production"}, "champion")
	server.AddVersion("churn", mlflowtest.Version{RunID: run(), Stage: "Staging"}, "staging")
	server.AddVersion("churn", mlflowtest.Version{RunID: run()})
	for selector, want := range map[string]string{
		"1": "1", "3": "3", "9": "", "latest": "4", "champion": "2",
		"production": "2", // a stage, its highest version
		"Production": "2", "Staging": "3", "archived": "",
	} {
		if got, list := listDue(t, server, map[string]string{"version": selector}); got != strings.TrimSuffix("churn "+want+" never", map[bool]string{true: "churn  never"}[want == ""]) {
			t.Errorf("version %s: %q, want %q (notes %q)", selector, got, want, list.Notes)
		}
	}
}

// TestDueOriginals: what reproductions registered themselves is never due; the
// version it reproduces stands in for it.
func TestDueOriginals(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	first := server.AddRun(mlflowtest.Run{})
	ours := func(of string) string {
		return server.AddRun(mlflowtest.Run{Tags: map[string]string{repro.IDTag: "x", repro.OriginalTag: of}})
	}
	server.AddVersion("moved", mlflowtest.Version{RunID: first}, "old")
	server.AddVersion("moved", mlflowtest.Version{RunID: ours(first)}, "production")
	server.AddVersion("strange", mlflowtest.Version{RunID: ours("ffffffffffffffffffffffffffffffff")}, "production")
	server.AddVersion("runless", mlflowtest.Version{}, "production")

	got, list := listDue(t, server, nil)
	if got != "moved 1 never\nrunless 1 never" {
		t.Errorf("due:\n%s", got)
	}
	if len(list.Notes) != 1 || !strings.HasPrefix(list.Notes[0], "strange production was registered by a reproduction") {
		t.Errorf("notes %q", list.Notes)
	}
	if got, _ := listDue(t, server, map[string]string{"version": "latest"}); !strings.HasPrefix(got, "moved 1 never") {
		t.Errorf("latest: %q; the newest version is a reproduction's", got)
	}
}

// TestDueIsCheap: however many models there are, one nightly listing is a
// handful of requests.
func TestDueIsCheap(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for i := range 300 {
		server.AddVersion(fmt.Sprintf("model-%03d", i), mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})}, "production")
	}
	server.Requests()
	if _, list := listDue(t, server, map[string]string{"max-models": "5"}); len(list.Tonight) != 5 || len(list.Waiting) != 295 {
		t.Errorf("%d due, %d later", len(list.Tonight), len(list.Waiting))
	}
	if requests := server.Requests(); len(requests) > 12 {
		t.Errorf("%d requests for 300 models:\n%s", len(requests), strings.Join(requests, "\n"))
	}
}

// TestDueReadsNewestRuns: of versions that no reproduction registered only the newest one's run is
// read, as a registry has many more versions than models.
func TestDueReadsNewestRuns(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for i := range 300 {
		for range 4 {
			server.AddVersion(fmt.Sprintf("model-%03d", i), mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})})
		}
	}
	server.Requests()
	if _, list := listDue(t, server, map[string]string{"version": "latest"}); len(list.Tonight) == 0 {
		t.Error("nothing is due")
	}
	searches := slices.DeleteFunc(server.Requests(), func(request string) bool { return !strings.Contains(request, "runs/search") })
	if len(searches) != 1 {
		t.Errorf("%d searches for the runs of 300 newest versions, as for those of 1,200:\n%s", len(searches), strings.Join(searches, "\n"))
	}
}

// TestDueNothing: what names no model or no version at all is said, and told from
// a registry in which all was checked lately.
func TestDueNothing(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{}), Tags: ago(1)}, "production")
	server.AddVersion("draft", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})})
	for name, test := range map[string]struct {
		flags     map[string]string
		empty     string // in the error; "" for none
		unmatched string
	}{
		"checked lately":           {nil, "", ""},
		"a name misspelt":          {map[string]string{"models": "chrun"}, "no registered model matches chrun", "no registered model matches chrun"},
		"a class of letters":       {map[string]string{"models": "chur[mn]"}, "no registered model matches chur[mn]; the only wildcard is *", "the only wildcard is *"},
		"a name nearly right":      {map[string]string{"models": "churns"}, "did you mean churn?", "did you mean churn?"},
		"one of two globs":         {map[string]string{"models": "churn\nfraud-*"}, "", "no registered model matches fraud-*"},
		"an alias of nobody":       {map[string]string{"version": "champion"}, "none of the 2 models that match has a version champion", ""},
		"an alias misspelt":        {map[string]string{"version": "prodction"}, "has a version prodction; did you mean production?; reproduce list", ""},
		"an alias like no other":   {map[string]string{"version": "@blue"}, "has a version @blue; there are latest, production; reproduce list", ""},
		"a glob misspelt":          {map[string]string{"models": "churm-*"}, "did you mean churn*?", "did you mean churn*?"},
		"an alias of another":      {map[string]string{"models": "draft"}, "has no version production", ""},
		"an alias of some of them": {map[string]string{"models": "*"}, "", ""},
	} {
		_, list := listDue(t, server, test.flags)
		if got := fmt.Sprint(list.Empty); (list.Empty == nil) != (test.empty == "") || !strings.Contains(got, test.empty) {
			t.Errorf("%s: %v, want %q", name, list.Empty, test.empty)
		}
		if got := strings.Join(list.Unmatched, "; "); (got == "") != (test.unmatched == "") || !strings.Contains(got, test.unmatched) {
			t.Errorf("%s: unmatched %q, want %q", name, got, test.unmatched)
		}
	}
	reproduced := mlflowtest.New(t)
	reproduced.AddVersion("churn", mlflowtest.Version{RunID: reproduced.AddRun(mlflowtest.Run{Tags: map[string]string{repro.IDTag: "x", repro.OriginalTag: strings.Repeat("f", 32)}})}, "production")
	if _, list := listDue(t, reproduced, nil); list.Empty == nil || !strings.Contains(list.Empty.Error(), "its original is not here") {
		t.Errorf("of a reproduction alone: %v", list.Empty)
	}
	if _, list := listDue(t, mlflowtest.New(t), nil); list.Empty == nil || !strings.Contains(list.Empty.Error(), "the registry has no models; ") || strings.Contains(list.Empty.Error(), "reproduce list") {
		t.Errorf("of a registry without models: %v", list.Empty)
	}
}

// TestDueInVain: a night that lets nothing through of what is due is an error, with the way out.
func TestDueInVain(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := func(took int64) string {
		return server.AddRun(mlflowtest.Run{Start: 1700000000000, End: 1700000000000 + took*60000})
	}
	server.AddVersion("long", mlflowtest.Version{RunID: run(90)}, "production")
	server.AddVersion("short", mlflowtest.Version{RunID: run(5), Tags: ago(1)}, "production")
	for name, test := range map[string]struct {
		flags map[string]string
		want  string // in the error; "" for none
	}{
		"no limit":            {nil, ""},
		"enough":              {map[string]string{"budget": "90m"}, ""},
		"too little":          {map[string]string{"budget": "89m"}, "nothing is checked this night: 1 version is due and takes longer than budget allows; give a larger budget, or leave out on purpose, with budget-per-model, what takes longer"},
		"too little for all":  {map[string]string{"budget": "1m"}, "longer than budget allows; give a larger budget"},
		"left out on purpose": {map[string]string{"budget": "89m", "budget-per-model": "30m"}, ""},
		"and so are all":      {map[string]string{"budget-per-model": "1m"}, "longer than budget-per-model allows; give a larger budget-per-model"},
		"nothing was due":     {map[string]string{"models": "short", "budget": "1m"}, ""},
	} {
		_, list := listDue(t, server, test.flags)
		if got := fmt.Sprint(list.Vain); (list.Vain == nil) != (test.want == "") || !strings.HasSuffix(got, test.want) && test.want != "" {
			t.Errorf("%s: %v, want %q", name, list.Vain, test.want)
		}
	}
}

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func connect(t *testing.T, server *mlflowtest.Server) *mlflow.Registry {
	t.Helper()
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = registry.Close() })
	return registry
}

// TestDueByHistory: a registry that takes no tags is none the worse where past
// checks are known, and the later of both counts.
func TestDueByHistory(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for _, name := range []string{"churn", "fraud", "spam", "wrong"} {
		server.AddVersion(name, mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{}), Tags: map[string]map[string]string{"fraud": ago(9), "spam": ago(40)}[name]}, "production")
	}
	s, err := settings.Values{"version": "production"}.Settings("list")
	if err != nil {
		t.Fatal(err)
	}
	past := func(name, version string, days int) repro.Check {
		return repro.Check{Record: repro.Record{Model: name, Version: version, Past: repro.Past{At: today.AddDate(0, 0, -days), Verdict: repro.Reproduced}}}
	}
	list, err := Due(t.Context(), connect(t, server), s.Selecting, []repro.Check{past("churn", "1", 2), past("churn", "1", 30), past("fraud", "1", 30), past("spam", "1", 20), past("spam", "2", 1), past("wrong", "1", -100)}, nil, today)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range list.Tonight {
		got = append(got, v.Name+" "+v.Checked.Format(time.DateOnly))
	}
	want := "wrong 0001-01-01, spam " + today.AddDate(0, 0, -20).Format(time.DateOnly) + ", fraud " + today.AddDate(0, 0, -9).Format(time.DateOnly)
	if strings.Join(got, ", ") != want || list.CheckedRecently != 1 {
		t.Errorf("due are %q and %d were checked recently; want %s and 1", got, list.CheckedRecently, want)
	}
}

// TestDueKnows: the price of a version is that of its checks, with their re-runs, else
// what its original took; and what makes it due sooner is found in checks and commits.
func TestDueKnows(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	runs := map[string]string{}
	for _, name := range []string{"checked", "new", "open", "renewed", "missed", "touched"} {
		run := mlflowtest.Run{Start: 1_700_000_000_000, End: 1_700_000_000_000 + 20*60*1000, Tags: map[string]string{"mlflow.source.name": "models/" + name + "/train.py"}}
		if name == "open" {
			run.End = -1
		}
		runs[name] = server.AddRun(run)
		server.AddVersion(name, mlflowtest.Version{RunID: runs[name]}, "production")
	}
	check := func(name, original string, days int, verdict repro.Verdict, minutes float64, data string) repro.Check {
		c := repro.Check{Record: repro.Record{Model: name, Version: "1", Original: original, Past: repro.Past{At: today.AddDate(0, 0, -days), Verdict: verdict}}, Seconds: 60, Trainings: minutes * 60}
		c.Inputs = []repro.Input{{Kind: repro.KindData, Name: "a.csv", Now: data, State: repro.InputSame}}
		return c
	}
	past := []repro.Check{
		check("checked", runs["checked"], 3, repro.Drifted, 45, "1"),
		check("renewed", "another run", 1, repro.Reproduced, 99, "1"),
		check("missed", runs["missed"], 8, repro.Reproduced, 30, "9"), check("missed", runs["missed"], 2, repro.Missed, 0, ""),
		check("touched", runs["touched"], 3, repro.Reproduced, 30, "9"),
		check("other", "", 20, repro.Reproduced, 5, "1"), check("other", "", 2, repro.Reproduced, 5, "2"),
	}
	s, err := settings.Values{"version": "production", "budget": "10h"}.Settings("list")
	if err != nil {
		t.Fatal(err)
	}
	commits := func(latest repro.Check) []due.Commit {
		return []due.Commit{{At: today, Files: []string{"models/missed/train.py", "models/touched/requirements.txt"}}}
	}
	list, err := Due(t.Context(), connect(t, server), s.Selecting, past, commits, today)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range list.Tonight {
		got = append(got, fmt.Sprint(item.Name, " ", item.Price.Took.Minutes(), " ", item.Price.From, " ", item.Events))
	}
	want := []string{
		"new 20 the original []", "renewed 20 the original []", "open 30 the median of the others []",
		"checked 45 past checks [data drifted]", "missed 30 past checks [code missed]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || list.Unknown != 1 || list.CheckedRecently != 1 {
		t.Errorf("tonight:\n%s\n%d prices unknown, %d checked recently; want:\n%s\n1, 1", strings.Join(got, "\n"), list.Unknown, list.CheckedRecently, strings.Join(want, "\n"))
	}
	// The commit of the original is trained again, unless other code is asked for.
	s.CodeMoves = true
	if list, err = Due(t.Context(), connect(t, server), s.Selecting, past, commits, today); err != nil || len(list.Tonight) != 6 || list.CheckedRecently != 0 {
		t.Errorf("with today's code: %d tonight, %d checked recently, %v; want 6, 0", len(list.Tonight), list.CheckedRecently, err)
	}
}
