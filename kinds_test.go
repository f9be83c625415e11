//go:build unix && kinds

package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestKinds takes projects of each kind as the documentation of their tools makes them:
// trained for real, reproduced as they are, and again with one change planted. make
// test-projects makes the environment and calls this. testdata/kinds/README.md is the
// table of what came of it.
func TestKinds(t *testing.T) {
	t.Setenv("REPRODUCE_REQUIRE_E2E", "1")
	w := newWorld(t, &tracker)
	k := &kinds{world: w, rows: map[string]*kind{}}
	commands := maps.Clone(storyCommands)
	commands["commit"], commands["kind"], commands["fault"], commands["unchanged"], commands["planted"] = cmdCommit, k.cmdKind, k.cmdFault, k.cmdUnchanged, k.cmdPlanted
	stories, err := filepath.Glob("testdata/kinds/*.txtar") // and not requirements.txt, which Dir would take as well
	if err != nil || len(stories) == 0 {
		t.Fatalf("%d stories, %v", len(stories), err)
	}
	t.Run("story", func(t *testing.T) {
		testscript.Run(t, testscript.Params{Files: stories, Setup: k.story, Cmds: commands, RequireExplicitExec: true, RequireUniqueNames: true})
	})
	if t.Failed() {
		return
	}
	const file = "testdata/kinds/README.md"
	before, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if got := k.table(t, string(before)); *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if got != string(before) {
		t.Errorf("%s is not what came of it; write it with -update:\n%s", file, got)
	}
}

// kinds are the projects, and what came of each.
type kinds struct {
	*world
	sync.Mutex
	rows map[string]*kind // by the name of the story
}

// A kind is a row of the table.
type kind struct {
	title, fault string
	args         []string // of reproduce run
	unchanged    string
	planted      string
}

// story gives one story an environment of its own; its project is in a folder of that name.
func (k *kinds) story(env *testscript.Env) error {
	project := filepath.Join(env.WorkDir, "project")
	env.Cd = project
	env.Vars = append(env.Vars, storyEnv(env.WorkDir, k.path())...)
	env.Vars = append(env.Vars,
		"MLFLOW_TRACKING_URI="+k.uri, "PROJECT="+project, "REPORT="+filepath.Join(env.WorkDir, "report"),
		"OMP_NUM_THREADS=1", "UV_CACHE_DIR="+filepath.Join(filepath.Dir(k.venv), "uv"), "POETRY_CACHE_DIR="+filepath.Join(filepath.Dir(k.venv), "poetry"), "DO_NOT_TRACK=1", "KEDRO_DISABLE_TELEMETRY=1", "PYDEVD_DISABLE_FILE_VALIDATION=1",
		"IPYTHONDIR="+filepath.Join(env.WorkDir, "home", "ipython"), "JUPYTER_PLATFORM_DIRS=1",
	)
	for _, name := range []string{"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "NO_PROXY"} { // for what is downloaded
		if value := os.Getenv(name); value != "" {
			env.Vars = append(env.Vars, name+"="+value)
		}
	}
	return os.MkdirAll(filepath.Join(env.WorkDir, "home"), 0o755)
}

// kind TITLE: makes a git repository of the project's folder, with all that is in it.
func (k *kinds) cmdKind(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: kind TITLE")
	}
	k.set(ts, func(one *kind) { one.title = args[0] })
	ts.Check(ts.Exec("git", "init", "--quiet", "--initial-branch=main"))
	cmdCommit(ts, false, []string{"Start"})
}

// fault WHY: it does not come to the right verdict, and this is why.
func (k *kinds) cmdFault(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fault WHY")
	}
	k.set(ts, func(one *kind) { one.fault = args[0] })
}

// unchanged MODEL FLAGS...: reproduces the model as it is.
func (k *kinds) cmdUnchanged(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: unchanged MODEL FLAGS...")
	}
	verdict, r := k.run(ts, args)
	if fault := k.of(ts).fault; (r.Verdict == "reproduced") != (fault == "") {
		ts.Fatalf("%s: %s; it must be reproduced where there is no fault: %q", verdict, r.Summary, fault)
	}
	k.set(ts, func(one *kind) { one.args, one.unchanged = args, verdict })
}

// planted 'FACTOR NAME[|FACTOR NAME]' FLAGS...: reproduces it with the code and the data as
// they are committed now. The cause is the first that the report names; what follows from
// a change, as another dataset that the training logs, is as true.
func (k *kinds) cmdPlanted(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: planted 'FACTOR NAME' FLAGS...")
	}
	verdict, r := k.run(ts, slices.Concat(k.of(ts).args, []string{"--code-ref", "head"}, args[1:]))
	if r.Verdict == "reproduced" {
		ts.Fatalf("%s, with a change: %s", verdict, r.Summary)
	}
	if r.Verdict == "drifted" {
		first, strength := "", ""
		if len(r.Diagnosis.Causes) > 0 {
			cause := r.Diagnosis.Causes[0]
			first, strength = cause.Factor+" "+cause.Name, cause.Strength
		}
		if !slices.Contains(strings.Split(args[0], "|"), first) {
			ts.Fatalf("%s: the first cause is %q, not %q", verdict, first, args[0])
		}
		verdict += ": " + first + " (" + strength + ")"
	}
	k.set(ts, func(one *kind) { one.planted = verdict })
}

// run reproduces, and gives the verdict with its reason.
func (k *kinds) run(ts *testscript.TestScript, args []string) (string, causesReport) {
	cmdReproduce(ts, false, slices.Concat([]string{"0", "run"}, args, []string{"--fail-on", "never", "--output-dir", ts.Getenv("REPORT")}))
	r := readCauses(ts)
	return r.Verdict + ", " + r.Reason, r
}

func (k *kinds) of(ts *testscript.TestScript) (one kind) {
	k.set(ts, func(row *kind) { one = *row })
	return one
}

func (k *kinds) set(ts *testscript.TestScript, change func(*kind)) {
	k.Lock()
	defer k.Unlock()
	if k.rows[ts.Name()] == nil {
		k.rows[ts.Name()] = &kind{}
	}
	change(k.rows[ts.Name()])
}

const kindsHead = `# Kinds of projects

<!-- made by make test-projects TESTFLAGS=-update -->

Each is made as the documentation of its tools makes it, with the versions of
[requirements.txt](requirements.txt), and trained for real with an MLflow server. Then it is
reproduced as it is, and once more with one change committed. The story beside this page has
the files and the commands.

| Kind | Flags of reproduce run | As it is | With one change | First cause | What is not as it should be |
|:--|:--|:--|:--|:--|:--|
`

// table is the page: the rows of the stories that ran now, and of the others as they stand.
func (k *kinds) table(t *testing.T, before string) string {
	stories, err := filepath.Glob("testdata/kinds/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	text := kindsHead
	for _, story := range stories {
		name := strings.TrimSuffix(filepath.Base(story), ".txtar")
		if row := k.rows[name]; row != nil {
			text += row.line(name)
			continue
		}
		for line := range strings.Lines(before) {
			if strings.Contains(line, "]("+name+".txtar)") {
				text += line
			}
		}
	}
	return text
}

// line is a row of the table.
func (row *kind) line(story string) string {
	var flags []string
	for _, arg := range row.args[1:] {
		if strings.HasPrefix(arg, "--") {
			flags = append(flags, "`"+arg+"`")
		}
	}
	planted, cause, _ := strings.Cut(row.planted, ": ")
	return fmt.Sprintf("| [%s](%s.txtar) | %d: %s | %s | %s | %s | %s |\n", row.title, story, len(flags), strings.Join(flags, " "), row.unchanged, planted, cmp.Or(cause, "–"), cmp.Or(row.fault, "–"))
}
