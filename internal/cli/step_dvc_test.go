package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestStep_isFrugalWithDVC: the diagnosis of a DVC project reads locks and
// code as well, and stays within the same budget. Other code takes more: its
// params are edited, and it is held against the commit that was recorded.
func TestStep_isFrugalWithDVC(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code         string
		plain, write int
	}{
		"the original's code":   {"original", 20, 6},
		"a pull request's code": {"", 23, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			files := s.files(t, "")
			for _, name := range []string{"dvc.yaml", "dvc.lock", "src/train.py", "src/ingest.py", "src/preprocess.py", "src/evaluate.py"} {
				data, err := os.ReadFile("../../testdata/projects/iris/" + name)
				if err != nil {
					t.Fatal(err)
				}
				files[name] = data
			}
			s.Push("main", files)
			s.original(t, 3, "pipeline")
			s.env["GITHUB_SHA"] = s.Head("main")
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.env["INPUT_COMMIT-STATUS"], s.env["INPUT_CODE-REF"] = "3", "true", test.code
			if test.code == "" {
				files["params.yaml"] = bytes.Replace(files["params.yaml"], []byte("epochs:        200"), []byte("epochs:        100"), 1)
				s.env["INPUT_CODE-REF"] = s.Push("feature", files)
			}
			before := len(s.Requests())
			if got := s.step(t.Context()); got != 0 {
				t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
			}
			if written := strings.Contains(s.log.String(), "1 written to params.yaml"); written != (test.code == "") {
				t.Errorf("written to params.yaml: %t\n%s", written, s.log.String())
			}
			plain, polls, writes := counted(s.Requests()[before:])
			t.Logf("%d requests besides %d polls, %d of them writes:\n%s", plain, polls, writes, strings.Join(s.Requests()[before:], "\n"))
			if plain > test.plain || writes > test.write {
				t.Errorf("%d requests and %d writes; at most %d and %d", plain, writes, test.plain, test.write)
			}
		})
	}
}
