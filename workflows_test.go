package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// How a workflow names this action, and the one that puts the command on a PATH.
const (
	ours    = "reproduce-action/reproduce@"
	oursToo = "reproduce-action/reproduce/setup@"
	called  = "reproduce-action/reproduce/.github/workflows/check.yml@" // TestWorkflows_called holds it
)

var (
	pinned     = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	stepOutput = regexp.MustCompile(`steps\.([\w-]+)\.outputs\.([\w-]+)`)
	fencedYAML = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
)

// TestWorkflows holds what people copy, and what this project runs itself,
// against the action as it is: actionlint knows nothing of its inputs.
func TestWorkflows(t *testing.T) {
	a := readContract(t)
	for _, pattern := range []string{"docs/workflows/*.yml", ".github/workflows/*.yml", "internal/scaffold/testdata/*.want/.github/workflows/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		uses := 0
		for _, file := range files {
			root := readYAML(t, file)
			for _, step := range stepsIn(root) {
				if usesOurs(step) {
					uses++
				}
			}
			for _, wrong := range append(a.wrongIn(root), unnamedPermissions(root)...) {
				t.Errorf("%s:%s", file, wrong)
			}
		}
		if uses == 0 && strings.HasPrefix(pattern, "docs/") {
			t.Errorf("%s: no step uses %s: the test looked past them", pattern, ours)
		}
	}
}

// TestWorkflows_inDocs: the examples in prose are parts of workflows.
func TestWorkflows_inDocs(t *testing.T) {
	a := readContract(t)
	for _, file := range []string{"README.md", "docs/action.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		for _, block := range fencedYAML.FindAllSubmatchIndex(text, -1) {
			root, err := doc.Read(doc.YAML, text[block[2]:block[3]], 1<<20)
			if err != nil {
				t.Errorf("%s: a block of YAML that is none: %v\n%s", file, err, text[block[2]:block[3]])
				continue
			}
			steps += len(stepsIn(root))
			for _, wrong := range a.wrongIn(root) {
				t.Errorf("%s, the block at line %d, its line %s", file, 1+strings.Count(string(text[:block[2]]), "\n"), wrong)
			}
		}
		if steps == 0 {
			t.Errorf("%s shows no step that uses the action", file)
		}
	}
}

// TestWorkflows_noPathsOfOurs: a workflow that people copy names no files that a check is for:
// a training reads others, and what a list leaves out is never checked, in silence.
func TestWorkflows_noPathsOfOurs(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("docs/workflows/*.yml")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d workflows to copy, %v", len(files), err)
	}
	for _, file := range files {
		on := readYAML(t, file).Get("on")
		if on == nil {
			t.Fatalf("%s starts on nothing", file)
		}
		for _, event := range []string{"pull_request", "pull_request_target", "push"} {
			if trigger := on.Get(event); trigger != nil && trigger.Get("paths") != nil {
				t.Errorf("%s: %s has paths:, which leaves out what somebody else's training reads; use paths-ignore", file, event)
			}
		}
	}
}

// TestWorkflows_onePin: an action has the same commit in all workflows, those that people
// copy and those of this project, or one of them is left behind on a runtime that is
// gone.
func TestWorkflows_onePin(t *testing.T) {
	t.Parallel()
	pins, places := map[string]string{}, map[string]string{}
	for _, pattern := range []string{"docs/workflows/*.yml", ".github/workflows/*.yml", "internal/scaffold/testdata/*.want/.github/workflows/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, step := range stepsIn(readYAML(t, file)) {
				name, commit, _ := strings.Cut(text(step.Get("uses")), "@")
				if !pinned.MatchString(name + "@" + commit) {
					continue
				}
				if there, known := pins[name]; known && there != commit {
					t.Errorf("%s has %s at %s, and %s at %s", file, name, commit, places[name], there)
				}
				pins[name], places[name] = commit, file
			}
		}
	}
	if len(pins) < 5 {
		t.Errorf("only %d actions are pinned: the test looked past them", len(pins))
	}
}

// TestWorkflows_called holds the lines that call the shared check against it: GitHub refuses
// an input, a secret or a permission that does not fit, before any job starts.
func TestWorkflows_called(t *testing.T) {
	t.Parallel()
	check, call := readYAML(t, ".github/workflows/check.yml"), readYAML(t, "docs/workflows/call.yml")
	job := call.Get("jobs", "reproduce")
	if got := text(job.Get("uses")); got != called+"v1" {
		t.Fatalf("call.yml uses %q", got)
	}
	if n := len(keys(job)) + len(keys(job.Get("with"))) + len(keys(job.Get("secrets"))); n > 10 {
		t.Errorf("the job has %d lines, want ten at most", n)
	}
	takes := check.Get("on", "workflow_call")
	for what, given := range map[string]*doc.Node{"inputs": job.Get("with"), "secrets": job.Get("secrets")} {
		for _, name := range keys(given) {
			if !slices.Contains(keys(takes.Get(what)), name) {
				t.Errorf("call.yml gives %s of %s, which check.yml does not take", name, what)
			}
		}
	}
	for _, name := range keys(takes.Get("inputs")) {
		if text(takes.Get("inputs", name, "required")) == "true" && !slices.Contains(keys(job.Get("with")), name) {
			t.Errorf("call.yml does not give %s", name)
		}
		if option, ours := settings.Find(name); name != "artifact" && (!ours || option.NoInput || !option.Reads("run")) {
			t.Errorf("check.yml takes %s, which is no input of a check", name)
		}
	}
	if call.Get("on", "pull_request") == nil || text(job.Get("with", "code-ref")) != text(readYAML(t, "docs/workflows/pull-request.yml").Get("jobs", "reproduce", "steps").Items()[0].Get("with", "code-ref")) {
		t.Error("call.yml does not check the pull request's own code, as pull-request.yml does")
	}
	needs := check.Get("jobs", "check", "permissions")
	for i, name := range keys(needs) {
		if got := text(job.Get("permissions", name)); got != text(needs.Values[i]) {
			t.Errorf("call.yml gives %s: %q, and check.yml needs %s", name, got, text(needs.Values[i]))
		}
	}
}

// TestWorkflows_wrong breaks each rule once.
func TestWorkflows_wrong(t *testing.T) {
	t.Parallel()
	a := readContract(t)
	const before = "permissions: {}\njobs:\n  a:\n    permissions:\n      contents: write\n    steps:\n"
	for text, want := range map[string]string{
		before + "      - uses: reproduce-action/reproduce@v1\n        with:\n          workflow: train.yml\n":                           "",
		before + "      - uses: ./\n        with:\n          model: iris\n":                                                              "",
		before + "      - run: echo hello\n":                                                                                             "",
		before + "      - uses: reproduce-action/reproduce@v1\n        with:\n          tolerence: 1%\n":                                 `9: the action has no input "tolerence"`,
		before + "      - uses: reproduce-action/reproduce@v1\n        with:\n          fail-on: drift\n":                                "7: fail-on: ",
		before + "      - uses: reproduce-action/reproduce@v1\n        with:\n          command: demo\n":                                 "7: command: ",
		before + "      - uses: reproduce-action/reproduce@v1\n        id: r\n      - run: echo\n        if: steps.r.outputs.verdicts\n": `10: the action has no output "verdicts"`,
		before + "      - uses: actions/checkout@v4\n":                                                                                   "7: actions/checkout@v4 is not pinned",
		before + "      - uses: actions/checkout@11bd719\n":                                                                              "7: actions/checkout@11bd719 is not pinned",
		before + "      - run: echo ${{ github.head_ref }}\n":                                                                            "7: an expression inside run",
		before + "      - run: |\n          true\n          echo ${{github.head_ref}}\n":                                                 "7: an expression inside run",
		strings.Replace(before, "permissions: {}\n", "", 1) + "      - run: echo\n":                                                      "1: the workflow does not name its permissions",
		strings.Replace(before, "{}", "write-all", 1) + "      - run: echo\n":                                                            "1: the workflow does not name its permissions",
		strings.Replace(before, "\n      contents: write", " read-all", 1) + "      - run: echo\n":                                       "4: job a does not name its permissions",
	} {
		root, err := doc.Read(doc.YAML, []byte(text), 1<<20)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		got := append(a.wrongIn(root), unnamedPermissions(root)...)
		if want == "" && len(got) == 0 || want != "" && len(got) == 1 && strings.HasPrefix(got[0], want) {
			continue
		}
		t.Errorf("%s\ngot %q, want %q", text, got, want)
	}
}

// A contract is what action.yml declares.
type contract struct{ inputs, outputs []string }

func readContract(t *testing.T) contract {
	t.Helper()
	root := readYAML(t, "action.yml")
	c := contract{keys(root.Get("inputs")), keys(root.Get("outputs"))}
	if len(c.inputs) == 0 || len(c.outputs) == 0 {
		t.Fatalf("action.yml: %d inputs and %d outputs", len(c.inputs), len(c.outputs))
	}
	return c
}

// wrongIn holds every step of a workflow to the rules: LINE: what is wrong.
func (c contract) wrongIn(workflow *doc.Node) []string {
	var wrong []string
	say := func(at *doc.Node, format string, args ...any) {
		wrong = append(wrong, fmt.Sprintf("%d: ", at.Line)+fmt.Sprintf(format, args...))
	}
	var mine []string
	for _, step := range stepsIn(workflow) {
		if strings.Contains(text(step.Get("run")), "${{") {
			say(step, "an expression inside run: its value would be run as shell text; pass it through env")
		}
		name := text(step.Get("uses"))
		switch {
		case usesOurs(step):
			mine = append(mine, text(step.Get("id")))
			for _, key := range keys(step.Get("with")) {
				if !slices.Contains(c.inputs, key) {
					say(step.Get("with", key), "the action has no input %q", key)
				}
			}
			if err := checkSettings(step.Get("with")); err != nil {
				say(step, "%v", err)
			}
		case strings.HasPrefix(name, oursToo):
		case strings.HasPrefix(name, called):
		case name != "" && !strings.HasPrefix(name, "./") && !pinned.MatchString(name):
			say(step, "%s is not pinned by the SHA of a commit", name)
		}
	}
	eachText(workflow, func(at *doc.Node) {
		for _, use := range stepOutput.FindAllStringSubmatch(at.Text, -1) {
			if slices.Contains(mine, use[1]) && !slices.Contains(c.outputs, use[2]) {
				say(at, "the action has no output %q", use[2])
			}
		}
	})
	return wrong
}

// checkSettings reads the inputs as the action would, but for those that only a run
// knows and those that it does not have.
func checkSettings(with *doc.Node) error {
	values := settings.Values{}
	for _, key := range keys(with) {
		if _, known := settings.Find(key); known && !strings.Contains(text(with.Get(key)), "${{") {
			values[key] = text(with.Get(key))
		}
	}
	command, said := values["command"]
	if option, _ := settings.Find("command"); said && !slices.Contains(option.Choices, command) {
		return fmt.Errorf("command: %q is none of %s", command, strings.Join(option.Choices, ", "))
	}
	_, err := values.Settings(command)
	return err
}

// unnamedPermissions wants the workflow to say what its token may, and a job
// that says so itself to say it in full: read-all and write-all name nothing.
func unnamedPermissions(workflow *doc.Node) []string {
	var wrong []string
	if p := workflow.Get("permissions"); p == nil || p.Kind != doc.Map {
		wrong = append(wrong, "1: the workflow does not name its permissions")
	}
	jobs := workflow.Get("jobs")
	for _, name := range keys(jobs) {
		if p := jobs.Get(name, "permissions"); p != nil && p.Kind != doc.Map {
			wrong = append(wrong, fmt.Sprintf("%d: job %s does not name its permissions", p.Line, name))
		}
	}
	return wrong
}

// stepsIn gives every map that uses or runs something, a job that calls a
// workflow among them, in document order.
func stepsIn(n *doc.Node) []*doc.Node {
	if n == nil {
		return nil
	}
	var steps []*doc.Node
	if text(n.Get("uses")) != "" || text(n.Get("run")) != "" {
		steps = append(steps, n)
	}
	for _, value := range n.Values {
		steps = append(steps, stepsIn(value)...)
	}
	return steps
}

func eachText(n *doc.Node, visit func(*doc.Node)) {
	if n.Kind == doc.Scalar {
		visit(n)
	}
	for _, value := range n.Values {
		eachText(value, visit)
	}
}

func usesOurs(step *doc.Node) bool {
	name := text(step.Get("uses"))
	return name == "./" || strings.HasPrefix(name, ours)
}

func text(n *doc.Node) string {
	value, _ := n.Str()
	return value
}

func keys(n *doc.Node) []string {
	var names []string
	if n != nil && n.Kind == doc.Map {
		for _, key := range n.Keys {
			names = append(names, key.Text)
		}
	}
	return names
}

func readYAML(t *testing.T, file string) *doc.Node {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	root, err := doc.Read(doc.YAML, data, 1<<20)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return root
}
