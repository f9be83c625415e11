package action

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"testing"
)

// TestStep_isFrugalWithDVC: the diagnosis of a DVC project reads locks and
// code as well, other code is held against the commit that was recorded, a
// comment's author is asked for, and a workflow may have several jobs. All of
// it stays within the same budget, also where the default branch has moved on
// and a configuration is read from it.
func TestStep_isFrugalWithDVC(t *testing.T) {
	t.Parallel()
	original := func(t *testing.T, s *fixture, _ map[string][]byte) {
		s.pullRequest(t, false)
		s.env["INPUT_VERSION"], s.env["INPUT_CODE-REF"] = "3", "original"
	}
	comment := func(t *testing.T, s *fixture, _ map[string][]byte) {
		s.Permit("ada", "write")
		s.comment(t, "ada", "/reproduce iris-classifier 3")
	}
	other := func(t *testing.T, s *fixture, files map[string][]byte) {
		s.pullRequest(t, false)
		files["params.yaml"] = bytes.Replace(files["params.yaml"], []byte("epochs:        200"), []byte("epochs:        100"), 1)
		s.env["INPUT_VERSION"], s.env["INPUT_CODE-REF"] = "3", s.Push("feature", files)
	}
	fourJobs := []byte(strings.Replace(trainWorkflow, "jobs:\n", "jobs:\n  lint:\n    runs-on: x\n  fetch:\n    runs-on: x\n  report:\n    runs-on: x\n", 1))
	matrix := []byte(string(fourJobs) + "    strategy: {matrix: {seed: [1]}}\n")
	for name, test := range map[string]struct {
		ask      func(*testing.T, *fixture, map[string][]byte)
		workflow []byte // nil: one job
		edits    bool   // params are written
		moved    bool   // the default branch has moved on since the original
		config   bool   // the project has a configuration
	}{
		"the original's code":                 {ask: original},
		"the original's code, four jobs":      {ask: original, workflow: fourJobs},
		"the original's code, later":          {ask: original, moved: true, config: true},
		"a pull request's code":               {ask: other, edits: true},
		"a pull request's code, four jobs":    {ask: other, edits: true, workflow: fourJobs},
		"a pull request's code, later":        {ask: other, edits: true, moved: true, config: true},
		"a comment's":                         {ask: comment},
		"a comment's, four jobs":              {ask: comment, workflow: fourJobs},
		"a comment's, four jobs and a matrix": {ask: comment, workflow: matrix},
		"a comment's, later":                  {ask: comment, moved: true, config: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			for _, name := range []string{"dvc.yaml", "dvc.lock", "src/train.py", "src/ingest.py", "src/preprocess.py", "src/evaluate.py"} {
				data, err := os.ReadFile("../../testdata/projects/iris/" + name)
				if err != nil {
					t.Fatal(err)
				}
				files[name] = data
			}
			if test.workflow != nil {
				files[".github/workflows/train.yml"] = test.workflow
			}
			if test.config {
				files[".github/reproduce.yaml"] = []byte("defaults:\n  repeats: 1\n")
			}
			s.Push("main", files)
			s.original(t, 3, "pipeline")
			if test.moved {
				later := maps.Clone(files)
				later["NEWS.md"] = []byte("moved on\n")
				s.Push("main", later)
			}
			s.env["GITHUB_SHA"], s.env["INPUT_COMMIT-STATUS"] = s.Head("main"), "true"
			test.ask(t, s, files)
			before := len(s.Requests())
			if got := s.step(t.Context()); got != 0 {
				t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
			}
			if written := strings.Contains(s.log.String(), "1 written to params.yaml"); written != test.edits {
				t.Errorf("written to params.yaml: %t\n%s", written, s.log.String())
			}
			holdFrugal(t, s.Requests()[before:])
		})
	}
}
