package cli

import (
	"os"
	"strings"
	"testing"
)

// TestStep_isFrugalWithDVC: the diagnosis of a DVC project reads locks and
// code as well, and stays within the same budget.
func TestStep_isFrugalWithDVC(t *testing.T) {
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
	s.env["INPUT_VERSION"] = "3"
	before := len(s.Requests())
	s.step(t.Context())
	plain, polls, writes := counted(s.Requests()[before:])
	t.Logf("%d requests besides %d polls, %d of them writes:\n%s", plain, polls, writes, strings.Join(s.Requests(), "\n"))
	if plain > 20 || writes > 6 {
		t.Errorf("%d requests and %d writes; at most 20 and 6", plain, writes)
	}
}
