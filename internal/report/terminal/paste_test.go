package terminal

import (
	"os/exec"
	"strings"
	"testing"
)

// TestShellLines: what is broken at any width is the same command to a shell.
func TestShellLines(t *testing.T) {
	t.Parallel()
	for _, command := range []string{
		"reproduce run iris-classifier --version 2 --run-command 'make  train' --output-dir /tmp/r2 --repeats 5",
		`printf '%s\n' one "two  three" four\ five 'six "seven"' --eight=nine ten eleven twelve thirteen`,
		"echo short",
	} {
		whole, err := exec.Command("sh", "-c", "reproduce() { printf '<%s>' \"$@\"; }\n"+command).Output()
		if err != nil {
			t.Fatal(err)
		}
		for width := 20; width < 110; width++ {
			lines := shellLines(command, width)
			for i, line := range lines {
				if last := i == len(lines)-1; !last && !strings.HasSuffix(line, ` \`) || Width(line) > width && len(shellWords(strings.TrimSuffix(line, ` \`))) > 1 {
					t.Errorf("at %d: %q", width, line)
				}
			}
			got, err := exec.Command("sh", "-c", "reproduce() { printf '<%s>' \"$@\"; }\n"+strings.Join(lines, "\n    ")).Output()
			if err != nil || string(got) != string(whole) {
				t.Errorf("at %d the shell has %s (%v), want %s", width, got, err, whole)
			}
		}
	}
}

// TestShellLinesKeepValues: an option stays with its value where both fit into one line.
func TestShellLinesKeepValues(t *testing.T) {
	t.Parallel()
	const command = "reproduce run churn --version 12 --run-command 'make train' --output-dir /tmp/here --with data/churn.csv"
	for _, tt := range []struct {
		width int
		want  string
	}{
		{45, "reproduce run churn --version 12 \\\n--run-command 'make train' \\\n--output-dir /tmp/here \\\n--with data/churn.csv"},
		{20, "reproduce run \\\nchurn --version 12 \\\n--run-command \\\n'make train' \\\n--output-dir \\\n/tmp/here --with \\\ndata/churn.csv"},
	} {
		if got := strings.Join(shellLines(command, tt.width), "\n"); got != tt.want {
			t.Errorf("at %d:\n%s\nwant\n%s", tt.width, got, tt.want)
		}
	}
}

// TestFit: nothing of a help is wider than the terminal but single words, and nothing
// is lost.
func TestFit(t *testing.T) {
	t.Parallel()
	const text = "A is the original and B is held against it. Each is a run id, or 8 or more of its\ndigits. Tolerances are relative:\n\n" +
		"  0.5%                     at most 0.5 % of the original's value away, up or down; 0.005 rel is the same\n" +
		"Examples:\n  reproduce compare 3f9c2d1a metrics/metrics.json --metrics-map eval_f1=f1_score   # a file\n"
	for _, width := range []int{60, 80, 120, 0} {
		got := Fit(text, width)
		for line := range strings.Lines(got) {
			if width > 0 && Width(strings.TrimRight(line, "\n")) > width {
				t.Errorf("at %d: %q", width, line)
			}
		}
		bare := func(text string) string { return strings.Join(strings.Fields(strings.ReplaceAll(text, `\`, "")), " ") }
		if width > 100 && got != strings.TrimSuffix(text, "\n") || len(bare(got)) != len(bare(text)) {
			t.Errorf("at %d:\n%s", width, got)
		}
	}
	if got := Fit(text, 70); !strings.Contains(got, "\n"+strings.Repeat(" ", 27)+"up or down; 0.005 rel is the same") || !strings.Contains(got, "  # a file\n  reproduce compare 3f9c2d1a metrics/metrics.json \\\n  --metrics-map eval_f1=f1_score") {
		t.Errorf("got\n%s", got)
	}
}

// TestNoteEndsWithALineToPaste, which a narrow terminal does not fill as a sentence.
func TestNoteEndsWithALineToPaste(t *testing.T) {
	t.Parallel()
	const text = `this training moved alias @production of churn from version 3 to version 7; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_alias("churn", "production", "3")'`
	for width, want := range map[int]string{
		60: "Note: this training moved alias @production of churn from\n  version 3 to version 7; to undo it:\n  python -c \\\n  'import mlflow; mlflow.MlflowClient().set_registered_model_alias(\"churn\", \"production\", \"3\")'\n",
		0:  "Note: " + text + "\n",
	} {
		s := Screen{Style: Style{Width: width}}
		s.Note("Note: ", text)
		if got := s.String(); got != want {
			t.Errorf("at %d:\n%s\nwant\n%s", width, got, want)
		}
	}
}
