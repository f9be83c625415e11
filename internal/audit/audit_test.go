package audit

import (
	"math"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// answers gives findings: all checks passed but those that are named.
func answers(failed, notLooked []Check) []Finding {
	var findings []Finding
	for _, check := range Checks() {
		finding := Finding{Check: check, State: CheckPassed}
		if slices.Contains(failed, check) {
			finding.State = CheckFailed
		}
		if slices.Contains(notLooked, check) {
			finding.State = CheckNotLooked
		}
		findings = append(findings, finding)
	}
	return findings
}

func TestGrade(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name              string
		failed, notLooked []Check
		shown, possible   Level
	}{
		{"everything", nil, nil, 5, 5},
		{"no run", []Check{CheckRun}, nil, 0, 0},
		{"no run, so nothing else was looked at", []Check{CheckRun}, Checks()[1:], 0, 0},
		{"a run that nobody looked for", nil, Checks(), 0, 5},
		{"no metrics", []Check{CheckMetrics}, []Check{CheckFinite}, 0, 0},
		{"no params", []Check{CheckParams}, []Check{CheckWhole}, 1, 1},
		{"params cut off", []Check{CheckWhole}, nil, 1, 1},
		{"no commit", []Check{CheckCommit}, nil, 2, 2},
		{"no commit and no seed", []Check{CheckCommit, CheckSeed}, nil, 2, 2},
		{"a commit with changes beside it", []Check{CheckClean}, nil, 2, 2},
		{"nothing against the commit, as nobody looked", nil, []Check{CheckReachable, CheckPlace}, 5, 5},
		{"a tree of which nobody knows whether it was clean", nil, []Check{CheckClean}, 4, 5},
		{"data that nobody looked for", nil, []Check{CheckData}, 3, 5},
		{"data that nobody looked for, and no seed", []Check{CheckSeed}, []Check{CheckData}, 3, 4},
		{"data that may be gone", nil, []Check{CheckPresent}, 3, 5},
		{"a lock that may lie", nil, []Check{CheckLock}, 3, 5},
		{"a commit of another clone", nil, []Check{CheckClean, CheckReachable, CheckPlace, CheckPresent, CheckLock}, 3, 5},
		{"a lock that lies", []Check{CheckLock}, nil, 3, 3},
		{"an environment that nobody looked at", nil, []Check{CheckEnvironment, CheckPinned}, 4, 5},
		{"unpinned", []Check{CheckPinned}, nil, 4, 4},
	} {
		shown, possible := Grade(answers(test.failed, test.notLooked))
		if shown != test.shown || possible != test.possible {
			t.Errorf("%s: L%d to L%d, want L%d to L%d", test.name, shown, possible, test.shown, test.possible)
		}
	}
	moot := answers(nil, nil)
	for i := range moot {
		moot[i].State = CheckMoot
	}
	if shown, _ := Grade(moot); shown != 0 {
		t.Errorf("questions that do not arise show L%d, want nothing", shown)
	}
	if shown, possible := Grade(nil); shown != 0 || possible != MaxLevel {
		t.Errorf("nothing found: L%d to L%d, want L0 to L5", shown, possible)
	}
}

// TestGradeIsMonotone tries every check in every state: to learn something bad
// never raises a level, and to learn something good never lowers one.
func TestGradeIsMonotone(t *testing.T) {
	t.Parallel()
	order := []CheckState{CheckFailed, CheckNotLooked, CheckMoot, CheckPassed}
	for _, base := range [][]Finding{answers(nil, nil), answers(nil, Checks()), answers([]Check{CheckData}, []Check{CheckCommit}), answers(Checks(), nil)} {
		for i := range base {
			last := [2]Level{-1, -1}
			for _, state := range order {
				findings := slices.Clone(base)
				findings[i].State = state
				shown, possible := Grade(findings)
				if shown > possible {
					t.Errorf("%v: L%d is shown and only L%d is possible", findings, shown, possible)
				}
				// What fails bounds both ends; what is not checked only the lower.
				if shown < last[0] || possible < last[1] {
					t.Errorf("%s %s: L%d to L%d, after L%d to L%d for less", findings[i].Check, state, shown, possible, last[0], last[1])
				}
				last = [2]Level{shown, possible}
			}
		}
	}
}

func version(name, number string, failed, notLooked []Check) AuditedVersion {
	found := map[Check]Finding{}
	for _, finding := range answers(failed, notLooked) {
		found[finding.Check] = finding
	}
	return NewAuditedVersion(repro.ModelVersion{Name: name, Version: number}, found)
}

func TestBestFixUnlocksMost(t *testing.T) {
	t.Parallel()
	audit := Audit{Versions: []AuditedVersion{
		version("a", "1", []Check{CheckSeed}, nil),
		version("a", "2", []Check{CheckSeed}, nil),
		version("a", "3", []Check{CheckCommit, CheckSeed}, nil), // the commit alone lifts it to L4
		version("a", "4", []Check{CheckCommit, CheckClean}, nil),
		version("a", "5", []Check{CheckData, CheckLock, CheckSeed}, nil),
		version("a", "6", nil, nil),
	}}
	best, found := audit.BestFix()
	if want := (Tally{Check: CheckSeed, Passed: 2, Failed: 4, Unlocks: 2}); !found || best != want {
		t.Errorf("best fix %+v, %v; want %+v", best, found, want)
	}
	// Beyond question: pass the check, and so many versions stand higher.
	for _, tally := range audit.Tallies() {
		lifted := 0
		for _, v := range audit.Versions {
			findings := slices.Clone(v.Findings)
			at := slices.IndexFunc(findings, func(f Finding) bool { return f.Check == tally.Check })
			findings[at].State = CheckPassed
			if _, possible := Grade(findings); possible > v.Possible {
				lifted++
			}
		}
		if lifted != tally.Unlocks {
			t.Errorf("%s: unlocks %d, but lifts %d", tally.Check, tally.Unlocks, lifted)
		}
	}
	pair := Audit{Versions: []AuditedVersion{version("a", "1", []Check{CheckData, CheckLock}, nil), version("a", "2", []Check{CheckData, CheckLock, CheckSeed}, nil)}}
	if best, found := pair.BestFix(); !found || best.Check != CheckData || best.Unlocks != 0 || best.Failed != 2 {
		t.Errorf("no single fix: %+v, %v; want data, which two lack", best, found)
	}
	if best, found := (Audit{Versions: []AuditedVersion{version("a", "1", nil, Checks())}}).BestFix(); found {
		t.Errorf("nothing failed, and the best fix is %+v", best)
	}
}

func TestFunnelAndOrder(t *testing.T) {
	t.Parallel()
	audit := Audit{Versions: []AuditedVersion{
		version("b", "10", nil, nil),
		version("b", "9", nil, []Check{CheckEnvironment}),
		version("a", "1", []Check{CheckRun}, Checks()[1:]),
		version("a", "10", []Check{CheckCommit}, nil),
		version("a", "9", []Check{CheckCommit}, nil),
		version("a", "2", []Check{CheckCommit, CheckSeed}, nil),
	}}
	audit.Sort()
	var order []string
	for _, v := range audit.Versions {
		order = append(order, v.Name+v.Version)
	}
	if want := []string{"a1", "a2", "a10", "a9", "b9", "b10"}; !reflect.DeepEqual(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	want := []LevelCount{{0, 1, 0}, {1, 0, 0}, {2, 3, 0}, {3, 0, 0}, {4, 1, 1}, {5, 1, 0}}
	if got := audit.Funnel(); !reflect.DeepEqual(got, want) {
		t.Errorf("funnel %v, want %v", got, want)
	}
}

func TestNonFinite(t *testing.T) {
	t.Parallel()
	got := judge.NonFinite(repro.NewMetrics(map[string]float64{
		"accuracy": 0.9, "f1": math.NaN(), "val_loss": math.Inf(-1), "system/gpu_power": math.NaN(), "train_runtime": math.Inf(1),
	}))
	if want := []string{"f1", "val_loss"}; !reflect.DeepEqual(got, want) {
		t.Errorf("not finite: %v, want %v", got, want)
	}
}

// TestEveryCheckCanBeMended holds the table to what its readers rely on.
func TestEveryCheckCanBeMended(t *testing.T) {
	t.Parallel()
	last := Level(1)
	for _, check := range Checks() {
		fix := check.Fix()
		if check.Label() == "" || check.Missing() == "" || !strings.HasSuffix(fix.Do, ".") || fix.Check != check {
			t.Errorf("%s: label %q, missing %q, fix %+v", check, check.Label(), check.Missing(), fix)
		}
		if check.Level() < last || check.Level() > MaxLevel {
			t.Errorf("%s is of level %d, after one of %d", check, check.Level(), last)
		}
		last = check.Level()
		if fix.Snippet != "" && fix.Lang != "python" && fix.Lang != "sh" {
			t.Errorf("%s: a snippet in %q", check, fix.Lang)
		}
	}
	for level := Level(0); level <= MaxLevel; level++ {
		if level.Word() == "" {
			t.Errorf("level %d has no words", level)
		}
	}
}

// TestSnippetsAreReal has the languages themselves read the snippets.
func TestSnippetsAreReal(t *testing.T) {
	t.Parallel()
	for lang, reader := range map[string][]string{
		"python": {"python3", "-c", "import sys\nfor text in sys.stdin.read().split('\\0'): compile(text, text, 'exec')"},
		"sh":     {"sh", "-n"},
	} {
		var snippets []string
		for _, check := range Checks() {
			if fix := check.Fix(); fix.Lang == lang {
				snippets = append(snippets, fix.Snippet)
			}
		}
		if _, err := exec.LookPath(reader[0]); err != nil {
			t.Logf("%s is not here; %d snippets were not read", reader[0], len(snippets))
			continue
		}
		between := map[string]string{"python": "\x00", "sh": "\n"}[lang]
		cmd := exec.Command(reader[0], reader[1:]...)
		cmd.Stdin = strings.NewReader(strings.Join(snippets, between))
		if out, err := cmd.CombinedOutput(); err != nil || len(snippets) == 0 {
			t.Errorf("%s: %d snippets: %v\n%s", lang, len(snippets), err, out)
		}
	}
}
