package params

import (
	"strings"
	"testing"
)

const pyParams = `"""Params of the training.

FAKE = 1
"""
import os

SEED = 1  # of everything
NAME = "a # b"
SIZES = [1, 2]
BIG = 1_000
HOME = os.environ["HOME"]
if SEED == 2:
    SEED = 3


class Cfg(Base):
    """Of the model."""

    TEMP = 1e-8
    epochs: int = 3

    def __init__(self, depth=4):
        self.width = 8
        width = 9

    def train(self):
        self.width = 10


def main():
    SEED = 4
`

// A Python file is read as DVC reads it, every param of it is accounted for, and
// it is never written.
func TestPythonParamsFile(t *testing.T) {
	t.Parallel()
	files := []File{{"params.yaml", []byte("train:\n  lr: 0.001\n")}, {"params.py", []byte(pyParams)}}
	result := planWith(t, files, map[string]string{
		"lr": "0.01", "Cfg.TEMP": "0.0001", "SEED": "1", "NAME": "a # b", "SIZES": "[1, 2]", "BIG": "1000", "Cfg.epochs": "3", "Cfg.width": "8", "FAKE": "1", "HOME": "x",
	}, Options{})
	want := `BIG -> BIG: unchanged: 1_000 (exact key)
Cfg.TEMP -> Cfg.TEMP: refused (exact key)
Cfg.epochs -> Cfg.epochs: unchanged: 3 (exact key)
Cfg.width -> Cfg.width: unchanged: 8 (exact key)
FAKE: logged only
HOME: logged only
NAME -> NAME: unchanged: "a # b" (exact key)
SEED -> SEED: unchanged: 1 (exact key)
SIZES -> SIZES: unchanged: [1, 2] (exact key)
lr -> train.lr: written: 0.001 => 0.01 (the only key of that name)`
	if got := lines(result.Edits); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(result.Files) != 1 || result.Files[0].Path != "params.yaml" {
		t.Errorf("files %+v change, want params.yaml alone", result.Files)
	}
	for _, edit := range result.Edits {
		if want := "params.py is Python, which is read and not written; set it on line 19 by hand and train with code-ref head"; edit.Name == "Cfg.TEMP" && (edit.Note != want || edit.Line != 19) {
			t.Errorf("line %d, note %q, want %q", edit.Line, edit.Note, want)
		}
	}
	added := planWith(t, files[1:], map[string]string{"new": "1", "Cfg.new": "1"}, Options{Insert: true})
	if len(added.Files) > 0 || strings.Contains(lines(added.Edits), "assumed") {
		t.Errorf("a Python file was written: %s", lines(added.Edits))
	}
}

// What is no Python at all has no params, and stops nothing.
func TestPythonParamsFileThatIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x = ", "class", "\"\"\"", "x = '", "\x00\xff= 1", "self.x = 1", "  y = 1\nclass A:\nx == 1"} {
		result := planWith(t, []File{{"p.py", []byte(text)}}, map[string]string{"x": "2"}, Options{})
		if len(result.Files) > 0 || result.Edits[0].Status == "written" {
			t.Errorf("%q: %s", text, lines(result.Edits))
		}
	}
}
