//go:build unix

package flow

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var updateSentences = flag.Bool("update-sentences", false, "write the sentences that the planted situations give")

// A scenario is one planted situation: what was changed, and which cause has
// to be found.
type scenario struct {
	name  string
	plant func(w *planted)
	truth []string // "factor name", most important first; none where nothing differs
	quiet bool     // the change has no effect: nothing drifts, and nothing may be blamed
	alike []string // innocent, and not to be told from the cause by anything that was recorded
}

// later makes the original, then changes the project and trains its head.
func later(change func(w *planted)) func(w *planted) {
	return func(w *planted) {
		w.trainOriginal()
		change(w)
		w.ref = w.save()
	}
}

// sameCode makes the original, then trains the very same commit in other
// surroundings.
func sameCode(change func(w *planted)) func(w *planted) {
	return func(w *planted) {
		w.trainOriginal()
		change(w)
	}
}

func curveOf(name string, pattern repro.Pattern) []repro.Curve {
	point := &repro.CurvePoint{Step: 1, Original: 1, Reproduced: 2}
	return []repro.Curve{{Name: name, Shared: 10, Pattern: pattern, First: point, Last: point, FirstDifferent: point, FirstOutside: point, Largest: point}}
}

// manyRows is a table of n rows.
func manyRows(n int, change map[int]string) string {
	var text strings.Builder
	text.WriteString("x,y\n")
	for i := range n {
		row, other := change[i]
		if !other {
			row = fmt.Sprintf("%d,%d", i, i%7)
		}
		text.WriteString(row + "\n")
	}
	return text.String()
}

var scenarios = []scenario{
	{"code of a stage changed", later(func(w *planted) { w.edit("src/train.py", "train'", "train better'") }), []string{"code src/train.py"}, false, nil},
	{"code that no stage names changed", later(func(w *planted) { w.edit("src/features.py", "features'", "other features'") }), []string{"code src/features.py"}, false, nil},
	{"code of the first stage changed", later(func(w *planted) { w.edit("src/prepare.py", "prepare'", "prepare more'") }), []string{"code src/prepare.py"}, false, nil},
	{"only the evaluation changed", later(func(w *planted) { w.edit("src/evaluate.py", "evaluate'", "evaluate otherwise'") }), []string{"code src/evaluate.py"}, false, nil},
	{"a comment in the code changed", later(func(w *planted) { w.edit("src/train.py", "from", "# a word\nfrom") }), nil, true, nil},
	{"readme changed", later(func(w *planted) { w.edit("README.md", "Churn", "Churn, explained") }), nil, true, nil},
	{"code that nobody reads changed", later(func(w *planted) { w.edit("src/unused.py", "unused", "still unused") }), nil, true, nil},
	{"code of a stage that leads to no metric changed", later(func(w *planted) { w.edit("src/page.py", "page'", "page two'") }), nil, true, nil},
	{"data changed", later(func(w *planted) { w.edit("data/raw.csv", "3,4", "3,5") }), []string{"data data/raw.csv"}, false, nil},
	{"data changed past row 10,000, MLflow's digest did not", func(w *planted) {
		w.digest = true
		w.write("data/raw.csv", manyRows(12_000, nil))
		w.trainOriginal()
		w.write("data/raw.csv", manyRows(12_000, map[int]string{11_000: "9,9"}))
		w.ref = w.save()
	}, []string{"data data/raw.csv"}, false, nil},
	{"only the order of rows changed", func(w *planted) {
		w.digest = true
		w.trainOriginal()
		w.write("data/raw.csv", "x,y\n3,4\n1,2\n")
		w.ref = w.save()
	}, []string{"data data/raw.csv", "data churn"}, false, nil},
	{"data and code changed", later(func(w *planted) {
		w.edit("data/raw.csv", "3,4", "3,5")
		w.edit("src/train.py", "train'", "train better'")
	}), []string{"data data/raw.csv", "code src/train.py"}, false, nil},
	{"data changed, and code without effect", later(func(w *planted) {
		w.edit("data/raw.csv", "3,4", "3,5")
		w.edit("src/unused.py", "unused", "still unused")
	}), []string{"data data/raw.csv"}, false, nil},
	{"data changed, and a comment in the code that reads it", later(func(w *planted) {
		w.edit("data/raw.csv", "3,4", "3,5")
		w.edit("src/prepare.py", "print", "# a word\nprint")
	}), []string{"data data/raw.csv"}, false, nil},
	{"two numerical packages upgraded, one of them innocent", sameCode(func(w *planted) {
		w.around.packages["scipy"] = "1.11.1"
		w.trainOriginal()
		w.with(map[string]string{"numpy": "2.0.0", "scipy": "1.12.0"})
	}), []string{"environment numpy"}, false, []string{"environment scipy"}},
	{"a command changed", later(func(w *planted) { w.edit("dvc.yaml", "python src/train.py", "python src/train.py --fast") }), []string{"command train"}, false, nil},
	{"a param that no run logs changed", later(func(w *planted) {
		w.edit("dvc.yaml", "prepare.test_size", "prepare.test_size, prepare.fold")
		w.edit("params.yaml", "  test_size: 0.3", "  test_size: 0.3\n  fold: 2")
		w.edit("dvc.yaml", "python src/prepare.py", "python src/prepare.py --fold")
	}), []string{"params prepare.fold", "command prepare"}, false, nil},
	{"a logged param that no file has changed", func(w *planted) {
		w.around.params = map[string]string{"batch": "32"}
		w.trainOriginal()
		w.around.params = map[string]string{"batch": "64"}
	}, []string{"params batch", "non-determinism stage train"}, false, nil},
	{"a numerical package upgraded", sameCode(func(w *planted) { w.with(map[string]string{"scikit-learn": "1.5.0"}) }), []string{"environment scikit-learn"}, false, nil},
	{"a package without effect upgraded", sameCode(func(w *planted) { w.with(map[string]string{"boto3": "1.35.0"}) }), nil, true, nil},
	{"a numerical and an innocent package upgraded", sameCode(func(w *planted) { w.with(map[string]string{"numpy": "2.0.0", "boto3": "1.35.0"}) }), []string{"environment numpy"}, false, nil},
	{"Python and a numerical package changed", sameCode(func(w *planted) {
		w.around.python = "3.12.1"
		w.with(map[string]string{"scikit-learn": "1.4.0"})
	}), []string{"environment scikit-learn"}, false, nil},
	{"a package upgraded, and nobody wrote a lock", sameCode(func(w *planted) {
		w.stale = true
		w.with(map[string]string{"numpy": "2.0.0"})
		w.curve = curveOf("train_loss", repro.PatternArithmetic)
	}), []string{"environment numpy"}, false, nil},
	{"a package upgraded in requirements.txt only", func(w *planted) {
		w.around.noModel = true
		w.write("requirements.txt", "scikit-learn==1.3.2\n")
		w.trainOriginal()
		w.write("requirements.txt", "scikit-learn==1.5.0\n")
		w.with(map[string]string{"scikit-learn": "1.5.0"})
		w.ref = w.save()
	}, []string{"environment scikit-learn"}, false, nil},
	{"a package that only models name that nobody registered", sameCode(func(w *planted) {
		w.loose = true
		w.with(map[string]string{"scikit-learn": "1.5.0"})
	}), []string{"environment scikit-learn"}, false, nil},
	{"an unseeded estimator", func(w *planted) {
		w.edit("params.yaml", "random_state: 42", "random_state: None")
		w.around.noise = "first"
		w.trainOriginal()
		w.around.noise = "second"
	}, []string{"non-determinism unseeded estimator"}, false, nil},
	{"chance that nothing recorded shows", sameCode(func(w *planted) { w.around.noise = "second" }), []string{"non-determinism stage train"}, false, nil},
	{"chance that nothing recorded shows, and a comment in the code", later(func(w *planted) {
		w.edit("src/train.py", "from", "# a word\nfrom")
		w.around.noise = "second"
	}), []string{"non-determinism stage train"}, false, nil},
	{"chance that nothing recorded shows, and a lock that is older than the run", func(w *planted) {
		w.trainOriginal()
		w.edit("src/train.py", "from", "# a word\nfrom")
		w.commit = w.save() // the lock in it has equal metrics, and the hash of another src/train.py
		w.original = w.train(w.dir, plantedID("a"))
		w.git("checkout", "--quiet", "--", "dvc.lock")
		w.around.noise = "second"
	}, nil, false, nil},
	{"the seed was removed", later(func(w *planted) {
		w.edit("dvc.yaml", ", train.random_state", "")
		w.edit("params.yaml", "  random_state: 42\n", "")
		w.edit("src/train.py", "train'", "train without a seed'")
		w.around.noise = "second"
	}), []string{"seed random_state", "code src/train.py"}, false, nil},
	{"another number of threads", func(w *planted) {
		w.around.params = map[string]string{"n_jobs": "4"}
		w.trainOriginal()
		w.around.params = map[string]string{"n_jobs": "8"}
	}, []string{"params n_jobs", "non-determinism threads"}, false, nil},
	{"another GPU", func(w *planted) {
		w.around.hardware = "A100"
		w.trainOriginal()
		w.around.hardware = "T4"
	}, []string{"hardware hardware", "non-determinism another machine"}, false, nil},
	{"a metric renamed", sameCode(func(w *planted) { w.rename = map[string]string{"accuracy": "eval_accuracy"} }), []string{"evaluation accuracy"}, false, nil},
	{"a param changed and not committed", func(w *planted) {
		w.trainOriginal()
		before := w.commit
		w.edit("params.yaml", "max_depth: 5", "max_depth: 7")
		w.edit("src/train.py", "train'", "train in a hurry'")
		w.original = w.train(w.dir, plantedID("a")) // never committed
		w.git("checkout", "--quiet", "--", ".")
		w.commit = before
	}, []string{"code uncommitted changes"}, false, nil},
	{"a DVC 2 lock against a DVC 3 lock", func(w *planted) {
		w.scheme = dvc.MD5DVC2
		w.trainOriginal()
		w.scheme = dvc.MD5
		w.edit("src/train.py", "train'", "train better'")
		w.ref = w.save()
	}, []string{"code src/train.py"}, false, nil},
	{"a DVC 2 lock against a DVC 3 lock, nothing changed", func(w *planted) {
		w.scheme = dvc.MD5DVC2
		w.trainOriginal()
		w.scheme = dvc.MD5
	}, nil, true, nil},
	{"a lock that lies", func(w *planted) {
		w.original = w.train(w.dir, plantedID("a"))
		w.edit("src/train.py", "train'", "train, edited too late'")
		w.commit = w.save()
		w.noTag, w.tags = true, map[string]string{"git_commit": w.commit} // told afterwards; MLflow's own tag names what was there before
	}, []string{"code src/train.py", "code uncommitted changes"}, false, nil},
	{"the lock was committed after the training", func(w *planted) {
		w.trainOriginal()
		w.edit("data/raw.csv", "1,2", "1,3")
		w.save()
		w.original = w.train(w.dir, plantedID("a"))
		w.commit = w.git("rev-parse", "HEAD") // as MLflow saw it
		w.save()
		w.edit("src/train.py", "train'", "train better'")
		w.ref = w.save()
	}, []string{"code src/train.py"}, false, nil},
	{"the run recorded no commit", func(w *planted) {
		w.trainOriginal()
		w.noTag = true
		w.edit("data/raw.csv", "3,4", "3,5")
		w.ref = w.save()
	}, []string{"data data/raw.csv"}, false, nil},
	{"the recorded commit was never pushed", func(w *planted) {
		w.trainOriginal()
		w.edit("data/raw.csv", "3,4", "3,5")
		w.ref = w.save()
		w.commit = strings.Repeat("d", 40)
	}, []string{"data data/raw.csv"}, false, nil},
	{"nothing changed", sameCode(func(*planted) {}), nil, true, nil},
}

// TestPlantedCauses plants each situation and asks what the report would say.
// The true cause has to be listed and come first, and no other may be called
// consistent with the drift. What people read is kept in a file.
func TestPlantedCauses(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	var page bytes.Buffer
	page.WriteString("# What the diagnosis says\n\nOne planted situation each, and the sentence that its report has. Written by the test; read it aloud.\n")
	var table bytes.Buffer
	results := make([]repro.Result, len(scenarios))
	t.Run("all", func(t *testing.T) {
		for i, s := range scenarios {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				w := newPlanted(t)
				s.plant(w)
				results[i] = w.reproduce()
			})
		}
	})
	first := 0
	for i, s := range scenarios {
		listed, leads, blamed := judgeSituation(s, results[i])
		if leads {
			first++
		}
		fmt.Fprintf(&table, "%-58s listed %-5v first %-5v blamed %s\n", s.name, listed, leads, strings.Join(blamed, ", "))
		if len(s.alike) > 0 {
			fmt.Fprintf(&table, "%-58s not told from %s\n", "", strings.Join(s.alike, ", "))
		}
		if !listed || len(blamed) > 0 {
			t.Errorf("%s: listed %v, first %v, innocent blamed: %q\nwant %q\n%s", s.name, listed, leads, blamed, s.truth, causesText(results[i].Causes))
		} else if !leads {
			t.Logf("%s: not first\nwant %q\n%s", s.name, s.truth, causesText(results[i].Causes))
		}
		if drifted := len(results[i].Comparison.In(repro.StateOutside, repro.StateMissing)) > 0; drifted == s.quiet {
			t.Errorf("%s: drifted %v, and the plan was %v", s.name, drifted, !s.quiet)
		}
		sentence := results[i].Diagnosis
		if sentence == "" {
			sentence = "(nothing drifted)"
		}
		fmt.Fprintf(&page, "\n**%s**\n%s\n", s.name, sentence)
	}
	t.Logf("\n%s%d situations, first in %d", table.String(), len(scenarios), first)
	if first < len(scenarios)-3 {
		t.Errorf("the true cause is first in %d of %d situations, want all but three", first, len(scenarios))
	}
	golden := filepath.Join("testdata", "diagnosis", "sentences.md")
	if *updateSentences {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, page.Bytes()) {
		t.Errorf("%s differs from what is said now (-update-sentences writes it):\n%s", golden, page.String())
	}
}

// judgeSituation holds the causes against the truth. A situation without a true cause
// is right when nothing is called consistent with a drift.
func judgeSituation(s scenario, r repro.Result) (listed, first bool, blamed []string) {
	label := func(c repro.Cause) string { return c.Factor + " " + c.Name }
	for _, cause := range r.Causes {
		if slices.Contains(s.alike, label(cause)) {
			continue
		}
		if cause.Strength == repro.ConsistentWith && !slices.Contains(s.truth, label(cause)) {
			blamed = append(blamed, label(cause))
		}
	}
	if len(s.truth) == 0 {
		return true, true, blamed
	}
	for i, cause := range r.Causes {
		if cause.Strength != repro.Same && slices.Contains(s.truth, label(cause)) {
			listed = true
			first = first || i == 0
		}
	}
	return listed, first, blamed
}

func causesText(causes []repro.Cause) string {
	var text strings.Builder
	for _, cause := range causes {
		fmt.Fprintf(&text, "  %-18s %s %s: %s\n", cause.Strength, cause.Factor, cause.Name, cause.Evidence)
	}
	return text.String()
}
