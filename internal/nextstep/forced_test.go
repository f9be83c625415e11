//go:build !nodesk

package nextstep

import "testing"

// A command that kept what caused the verdict would meet it again.
func TestForced(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"dvc repro":                           "dvc repro --force",
		"dvc repro -q":                        "dvc repro --force",
		"dvc repro --force --quiet":           "dvc repro --force",
		"dvc repro -qf":                       "dvc repro --force",
		"dvc -q repro -f":                     "dvc repro --force",
		"dvc repro -f train":                  "dvc repro --force",
		"dvc repro -s -f train":               "dvc repro --force",
		"dvc repro --force sub/dvc.yaml":      "",
		"dvc repro sub/dvc.yaml:train":        "dvc repro --force",
		"dvc repro -q sub/dvc.yaml":           "dvc repro --force sub/dvc.yaml",
		"uv run dvc repro -P -q":              "uv run dvc repro --force -P",
		"dvc repro -q && python eval.py":      "dvc repro --force && python eval.py",
		"sh -c 'dvc repro -q'":                "",
		"dvc repro $STAGE":                    "",
		"dvc repro --force":                   "",
		"dvc repro -f -v":                     "",
		"make run":                            "",
		"dvc reproduce":                       "",
		"dvc repro --dry":                     "dvc repro --force",
		"python -m dvc repro --single-item x": "python -m dvc repro --force",
	} {
		if got := forced(command); got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}
