package local

import (
	"maps"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestUsed: a program that was neither run nor read is none of the training's, where all was seen.
func TestUsed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*observe.Observation)
		text   string
		want   []string
	}{
		"all was seen":              {func(*observe.Observation) {}, "make", []string{"fit.py", "run.sh"}},
		"not all files were":        {func(o *observe.Observation) { o.Unwatched = "too many" }, "make", []string{"fit.py", "register.py", "run.sh"}},
		"a Python did not report":   {func(o *observe.Observation) { o.Unreported = true }, "make", []string{"fit.py", "register.py", "run.sh"}},
		"one may not have reported": {func(*observe.Observation) {}, "python -I x.py", []string{"fit.py", "register.py", "run.sh"}},
	} {
		seen := observe.Observation{Files: map[string]system.File{"churn/run.sh": {Read: true}}, Processes: []observe.Process{{Code: []observe.Access{{Path: "/place/churn/fit.py"}}}}}
		tt.change(&seen)
		files := filestate.Stamps{}
		for _, file := range []string{"fit.py", "register.py", "run.sh"} {
			files[file] = filestate.Stamps{}[file]
		}
		if got := slices.Sorted(maps.Keys(used(&seen, files, tt.text, "churn", "/place"))); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestSends: what may leave a file with others is found, and a copy within the checkout is not.
func TestSends(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"cp out/w.txt $D/prod.txt":                               true,
		"python train.py && cp model.pkl /srv/models/":           true,
		"mv out/model.pkl ~/models/latest.pkl":                   true,
		"\tcp build/m.bin ../shared/":                            true,
		"rsync -a out/ ada@models:/srv/":                         true,
		"aws s3 cp out/model.pkl s3://models/":                   true,
		"curl -T model.pkl https://models.example/m":             true,
		"curl --fail -X PUT --data-binary @m https://m.example":  true,
		"dvc repro && dvc push":                                  true,
		"requests.put(url, data=open('m.pkl', 'rb'))":            true,
		"urllib.request.Request(url, data, method='PUT')":        true,
		"boto3.client('s3').upload_file('m.pkl', 'models', 'm')": true,
		"python train.py":                                        false,
		"cp out/w.txt metrics/w.txt; python train.py":            false,
		"python train.py 2>/dev/null | tee train.log":            false,
		"mkdir -p out && mv a.csv out/a.csv":                     false,
		"curl -fsSL https://data.example/train.csv -o data.csv":  false,
		"git pull; dvc repro --force":                            false,
		"requests.post(uri + '/api/2.0/mlflow/runs/log-metric')": false,
	} {
		if got := sendingIn(text); (got != "") != want {
			t.Errorf("%s: %q, want one: %v", text, got, want)
		}
	}
}
