package workflow

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCommitWithoutEdits makes a commit even so: it carries the attempt's id.
func TestCommitWithoutEdits(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	plan.Files = nil
	change, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || change.Commit == p.Base {
		t.Fatalf("%+v, %v", change, err)
	}
	plan.ID = "two"
	again, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || again.Commit != change.Commit || again.ID != "one" {
		t.Errorf("again: %+v, %v; want the commit of attempt one", again, err)
	}
}

func TestCommitRefuses(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	link := exec.Command("git", "--git-dir", p.Dir, "hash-object", "-w", "--stdin")
	link.Stdin = strings.NewReader("/etc/passwd")
	target, err := link.Output()
	if err != nil {
		t.Fatal(err)
	}
	p.Base = p.PushTree("main", map[string][2]string{
		"link.yaml": {"120000", strings.TrimSpace(string(target))},
		"sub":       {"160000", p.Base},
	})
	edit := func(path, before string) func(*repro.Plan) {
		return func(plan *repro.Plan) {
			plan.Files = []repro.FileEdit{{Path: path, Before: []byte(before), After: []byte("x")}}
		}
	}
	branch := func(name string) func(*repro.Plan) { return func(plan *repro.Plan) { plan.Branch = name } }
	cases := map[string]struct {
		change func(*repro.Plan)
		want   string
	}{
		"a symbolic link":        {edit("link.yaml", "/etc/passwd"), "symbolic link"},
		"a file in a submodule":  {edit("sub/params.yaml", ""), "submodule"},
		"a directory":            {edit(".github", ""), "never edited"},
		"a workflow":             {edit(".github/workflows/train.yml", projecttest.Workflow), "never edited"},
		"a workflow in capitals": {edit(".GitHub/workflows/train.yml", projecttest.Workflow), "never edited"},
		"git's own files":        {edit(".git/config", ""), "inside .git"},
		"a path out":             {edit("../params.yaml", ""), "'..'"},
		"an absolute path":       {edit("/etc/passwd", ""), "empty"},
		"a backslash":            {edit(`conf\params.yaml`, ""), "backslash"},
		"a file that is not":     {edit("missing.yaml", ""), "not exist"},
		"a file that changed":    {edit("params.yaml", "train: {}\n"), "not the one the edit was planned on"},
		"the default branch":     {branch("main"), "default branch"},
		"a full ref":             {branch("refs/heads/main"), "reserved"},
		"HEAD":                   {branch("HEAD"), "reserved"},
		"a commit":               {branch(p.Base), "looks like a commit"},
		"dots":                   {branch("reproduce/a..b"), "'..'"},
		"a lock":                 {branch("reproduce/a.lock"), "cannot be in a ref"},
		"an option":              {branch("--upload-pack=x"), "cannot be in a ref"},
		"a reflog":               {branch("a@{1}"), "'@{'"},
		"an empty part":          {branch("a//b"), "cannot be in a ref"},
		"a blank":                {branch("a b"), "cannot be in a ref"},
		"another repository":     {branch("../../../victim/repo"), "'..'"},
		"a query":                {branch("a?x=1"), "cannot be in a ref"},
		"too long":               {branch(strings.Repeat("a", 300)), "300 bytes"},
		"no id":                  {func(plan *repro.Plan) { plan.ID = "" }, "id"},
		"an id of two lines":     {func(plan *repro.Plan) { plan.ID = "a\nReproduce-Model: other" }, "id"},
		"no commit":              {func(plan *repro.Plan) { plan.Code.Commit = "main; rm -rf /" }, "full commit id"},
	}
	before := len(p.Refs("refs/"))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			plan := p.Plan("one")
			c.change(&plan)
			_, err := p.client(t).Commit(t.Context(), plan, false)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
			if c.want == "id" { // which a look needs none of
				return
			}
			if err := p.client(t).LookAtBranch(t.Context(), plan); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("a look at it says %v, want an error with %q", err, c.want)
			}
		})
	}
	if after := p.Refs("refs/"); len(after) != before {
		t.Errorf("refs were made: %v", after)
	}
}

// TestLookAtBranch: what may be written and what may not, without a write.
func TestLookAtBranch(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	look := func() string {
		t.Helper()
		before := len(p.Requests())
		err := p.client(t).LookAtBranch(t.Context(), plan)
		for _, request := range p.Requests()[before:] {
			if !strings.HasPrefix(request, "GET ") {
				t.Errorf("it wrote: %s", request)
			}
		}
		if err == nil {
			return ""
		}
		return err.Error()
	}
	if got := look(); got != "" {
		t.Errorf("of a new branch: %s", got)
	}
	if _, err := p.client(t).Commit(t.Context(), plan, false); err != nil {
		t.Fatal(err)
	}
	if got := look(); got != "" {
		t.Errorf("of our own: %s", got)
	}
	p.Protect(plan.Branch)
	if got := look(); !strings.Contains(got, "is protected") {
		t.Errorf("of a protected one: %q", got)
	}
	plan.Branch = "theirs/one"
	p.Push("theirs", map[string][]byte{"work.txt": []byte("mine")})
	if got := look(); !strings.Contains(got, `there is a branch "theirs"`) {
		t.Errorf("below a branch: %q", got)
	}
	plan.Branch = "theirs"
	if got := look(); !strings.Contains(got, "not made by reproduce") {
		t.Errorf("of somebody else's: %q", got)
	}
	plan.Branch = "v1"
	p.Git(t, "tag", "v1", p.Head("main"))
	if got := look(); !strings.Contains(got, "a tag has that name") {
		t.Errorf("of a tag's name: %q", got)
	}
}

// TestBranchOfSomebodyElse is never touched, whatever it is called.
func TestBranchOfSomebodyElse(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	theirs := p.Push(plan.Branch, map[string][]byte{"work.txt": []byte("mine")})
	_, err := p.client(t).Commit(t.Context(), plan, false)
	doubt, ok := repro.AsDoubt(err)
	if !ok || doubt.Reason != repro.NotExecuted || !strings.Contains(err.Error(), "not made by reproduce") {
		t.Errorf("got %v", err)
	}
	if p.Head(plan.Branch) != theirs {
		t.Error("the branch was moved")
	}

	// A branch that starts from a merged reproduction is not ours either.
	other := p.Plan("two")
	other.Branch = "reproduce/churn/v8"
	change, err := p.client(t).Commit(t.Context(), other, false)
	if err != nil {
		t.Fatal(err)
	}
	p.Git(t, "update-ref", "refs/heads/feature", change.Commit)
	plan.Branch = "feature"
	if _, err := p.client(t).Commit(t.Context(), plan, true); err == nil || p.Head("feature") != change.Commit {
		t.Errorf("a branch made from ours was taken for ours: %v", err)
	}
}

// TestNewPlanMovesOurBranch moves a branch that an earlier plan made, and keeps
// what its training committed.
func TestNewPlanMovesOurBranch(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	first, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil {
		t.Fatal(err)
	}
	trained := p.Push(plan.Branch, map[string][]byte{"metrics.json": []byte("{}")})

	same, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || same.Commit != first.Commit || p.Head(plan.Branch) != trained {
		t.Errorf("the same plan: %+v, %v; want it taken up below the training's commit", same, err)
	}
	plan.ID, plan.Files[0].After = "two", []byte("train:\n  lr: 0.5\n  epochs: 5\n")
	second, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || second.Commit != p.Head(plan.Branch) || second.ID != "two" {
		t.Fatalf("a new plan: %+v, %v", second, err)
	}
	if kept := p.Refs("refs/reproduce/kept/"); len(kept) != 1 || kept["refs/reproduce/kept/"+trained] != trained {
		t.Errorf("kept: %v, want %s", kept, trained)
	}
	if claims := p.Refs("refs/reproduce/move/"); len(claims) != 0 {
		t.Errorf("claims stayed behind: %v", claims)
	}

	p.Protect(plan.Branch)
	plan.ID = "three"
	if _, err := p.client(t).Commit(t.Context(), plan, true); err == nil || !strings.Contains(err.Error(), "protected") {
		t.Errorf("a protected branch: %v", err)
	}
	if p.Head(plan.Branch) != second.Commit {
		t.Error("the protected branch was moved")
	}
}

// TestBranchOfAnotherOriginal: a training that was asked for when the original had other values is
// not taken up, and its branch stays.
func TestBranchOfAnotherOriginal(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	plan.Original.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9})
	first, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil {
		t.Fatal(err)
	}
	plan.Original.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9, "f1": 0.8})
	if again, err := p.client(t).Commit(t.Context(), plan, false); err != nil || again.Commit != first.Commit {
		t.Errorf("one value more: %+v, %v", again, err)
	}
	plan.Original.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.91})
	_, err = p.client(t).Commit(t.Context(), plan, false)
	if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != repro.OriginalChanged || p.Head(plan.Branch) != first.Commit {
		t.Errorf("another value: %v, branch at %s", err, p.Head(plan.Branch))
	}
}

// TestMoveIsFinishedForTheDead lets a process die between claiming a move and
// making it; whoever comes next makes it.
func TestMoveIsFinishedForTheDead(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	first, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil {
		t.Fatal(err)
	}
	plan.ID, plan.Files[0].After = "two", []byte("train:\n  lr: 0.5\n  epochs: 5\n")
	p.Deny("PATCH /repos/{owner}/{repo}/git/refs/{ref}", "not now")
	if _, err := p.client(t).Commit(t.Context(), plan, false); err == nil {
		t.Fatal("moved although GitHub refused")
	}
	p.Allow("PATCH /repos/{owner}/{repo}/git/refs/{ref}")
	plan.ID = "three"
	second, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || second.ID != "two" || second.Commit == first.Commit || second.Commit != p.Head(plan.Branch) {
		t.Errorf("got %+v, %v; want the commit of attempt two", second, err)
	}
}

// TestOldWorkflowFiles meets the permission that no job's token has.
func TestOldWorkflowFiles(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{OldWorkflows: true, Train: projecttest.TrainWell})
	withCommit := strings.Replace(projecttest.Workflow, "      data:", "      commit:\n        type: string\n      data:", 1)
	p.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(strings.Replace(projecttest.Workflow, "Train", "Train better", 1))})
	plan := p.Plan("one")

	_, err := p.client(t).Commit(t.Context(), plan, false)
	var refused *gitdata.WorkflowsPermissionError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "--code-ref head") || !strings.Contains(err.Error(), `input "commit"`) {
		t.Fatalf("got %v, want a *gitdata.WorkflowsPermissionError with ways out", err)
	}
	if p.Head(plan.Branch) != "" {
		t.Error("a branch was made all the same")
	}

	p.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(withCommit)})
	trainer := Trainer{Client: p.client(t)}
	change, err := trainer.Apply(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	if change.Head == "" || change.Head != p.Head(plan.Branch) || change.Commit == change.Head {
		t.Errorf("change is %+v, the branch is at %s", change, p.Head(plan.Branch))
	}
	if got := string(p.File(change.Commit, "params.yaml")); !strings.Contains(got, "0.002") {
		t.Errorf("the commit to train has params %q", got)
	}
	execution, err := trainer.Train(t.Context(), plan, change)
	if err != nil || execution.Status != repro.ExecSucceeded {
		t.Fatalf("%+v, %v", execution, err)
	}
	if run := p.Runs()[0]; run.Inputs["commit"] != change.Commit || run.Commit != change.Head {
		t.Errorf("the run is on %s with %v; want %s on %s", run.Commit, run.Inputs, change.Commit, change.Head)
	}
	anew := plan
	anew.ID = "anew"
	if fresh, err := p.client(t).Commit(t.Context(), anew, true); err != nil || fresh.ID != "anew" || fresh.Head == "" || fresh.Head == change.Head {
		t.Errorf("another attempt: %+v, %v", fresh, err)
	}
	p.Git(t, "update-ref", "refs/heads/"+plan.Branch, change.Head)
	plan.ID = "two"
	second := Trainer{Client: p.client(t)}
	again, err := second.Apply(t.Context(), plan)
	if err != nil || again != change {
		t.Errorf("again: %+v, %v; want %+v", again, err, change)
	}
	if _, err := second.Train(t.Context(), plan, again); err != nil || len(p.Runs()) != 1 {
		t.Errorf("again: %d runs, %v", len(p.Runs()), err)
	}
}

// TestCodeOlderThanTheWorkflow is trained by the default branch's workflow, if
// that can be told which commit.
func TestCodeOlderThanTheWorkflow(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, NoCheckout: true})
	p.Base = p.Push("main", map[string][]byte{".github/workflows/train.yml": nil})
	p.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(projecttest.Workflow)})
	trainer := Trainer{Client: p.client(t)}
	if _, err := trainer.Apply(t.Context(), p.Plan("one")); err == nil || p.Head(p.Plan("one").Branch) != "" {
		t.Fatalf("got %v, want a refusal and no branch", err)
	}
	withCommit := strings.Replace(projecttest.Workflow, "      data:", "      commit:\n        type: string\n      data:", 1)
	p.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(withCommit)})
	var warnings []string
	trainer = Trainer{Client: p.client(t), Warn: func(text string) { warnings = append(warnings, text) }}
	if err := trainer.Preflight(t.Context(), p.Plan("one")); err != nil || len(warnings) != 1 {
		t.Errorf("preflight: %v, %q", err, warnings)
	}
	change, err := trainer.Apply(t.Context(), p.Plan("one"))
	if err != nil || change.Head == "" {
		t.Fatalf("%+v, %v", change, err)
	}
	execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
	if err != nil || execution.Status != repro.ExecSucceeded || p.Runs()[0].Inputs["commit"] != change.Commit {
		t.Errorf("%+v, %v; inputs %v", execution, err, p.Runs()[0].Inputs)
	}
}

func TestCommitChangesNothingElse(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	p.Base = p.Push("main", map[string][]byte{
		"conf/train params.yaml*": []byte("a: 1\n"),
		"latin1.yaml":             []byte("n: caf\xe9\n"),
	})
	plan := p.Plan("one")
	plan.Files = append(plan.Files,
		repro.FileEdit{Path: "conf/train params.yaml", Before: []byte("a: 1\n"), After: []byte("a: 2\n")},
		repro.FileEdit{Path: "latin1.yaml", Before: []byte("n: caf\xe9\n"), After: []byte("n: th\xe9\n")})
	change, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil {
		t.Fatal(err)
	}
	if change.Base != p.Base || change.ID != "one" || change.Commit != p.Head(plan.Branch) || change.Head != "" || change.URL == "" {
		t.Errorf("change is %+v", change)
	}
	for name, want := range map[string]string{
		"conf/train params.yaml": "a: 2\n", "latin1.yaml": "n: th\xe9\n", "train.py": "print('training')\n",
		".github/workflows/train.yml": projecttest.Workflow,
	} {
		if got := string(p.File(change.Commit, name)); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"conf/train params.yaml": "100755", "train.py": "100755", "params.yaml": "100644"} {
		if got := p.Mode(change.Commit, name); got != want {
			t.Errorf("%s has mode %s, want %s", name, got, want)
		}
	}
	out, err := exec.Command("git", "--git-dir", p.Dir, "diff", "--name-only", p.Base, change.Commit).Output()
	if want := "conf/train params.yaml\nlatin1.yaml\nparams.yaml\n"; err != nil || string(out) != want {
		t.Errorf("git sees changes in %q, want %q (%v)", out, want, err)
	}
}

// TestBranchNamesReachGitHub: what the rule for names takes comes out of the API
// as the branch of that name, and no other.
func TestBranchNamesReachGitHub(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"feature+lr=0.1", "user@host/try_2", "a/-b", "@a"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{NoCheckout: true})
			plan := p.Plan("one")
			plan.Branch = name
			trainer := Trainer{Client: p.client(t)}
			change, err := trainer.Apply(t.Context(), plan)
			if err != nil || change.Commit != p.Head(name) {
				t.Fatalf("%+v, %v; the branch is at %q", change, err, p.Head(name))
			}
			execution, err := trainer.Train(t.Context(), plan, change)
			if err != nil || execution.Status != repro.ExecSucceeded {
				t.Errorf("%+v, %v", execution, err)
			}
			plan.ID, plan.Files[0].After = "two", []byte("train:\n  lr: 0.5\n  epochs: 5\n")
			if moved, err := p.client(t).Commit(t.Context(), plan, false); err != nil || moved.Commit != p.Head(name) {
				t.Errorf("moved: %+v, %v; the branch is at %q", moved, err, p.Head(name))
			}
			if branches := p.Refs("refs/heads/"); len(branches) != 2 {
				t.Errorf("branches: %v", branches)
			}
		})
	}
}
