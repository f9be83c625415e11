//go:build unix

package flow

import (
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// check reproduces as the world is now and keeps the result as an earlier
// check: the first is of 26 October, and one more of each day after it.
func (w *planted) check(verdict repro.Verdict) {
	w.t.Helper()
	r := w.reproduce()
	n := len(w.past)
	r.Verdict, r.CheckedAt = verdict, time.Date(2026, time.October, 26+n, 0, 0, 0, 0, time.UTC)
	r.Plan.ID, r.Reproduction.ID = "check "+strconv.Itoa(n), plantedID(strconv.Itoa(n))
	w.past = append(w.past, cause.RecordOf(r, "check.json"))
}

// TestDataSeenRead: data outside of git and of the pipeline is held against what
// the check that reproduced was seen to read.
func TestDataSeenRead(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	w := newPlanted(t)
	w.trainOriginal()
	was, is := strings.Repeat("a", 64), strings.Repeat("b", 64)
	w.seen = []observe.Data{{Path: "churn.csv", SHA256: was}, {Path: "data/raw.csv", SHA256: was}, {Path: "large.csv"}}
	w.check(repro.Reproduced)
	w.seen = []observe.Data{{Path: "churn.csv", SHA256: is}, {Path: "data/raw.csv", SHA256: is}, {Path: "large.csv"}}
	w.around.noise = "second"
	r := w.reproduce()
	at := slices.IndexFunc(r.Inputs, func(input repro.Input) bool { return input.Name == "churn.csv" })
	if at < 0 || r.Inputs[at].State != repro.InputDiffers || r.Inputs[at].Original != "sha256 "+was || r.Inputs[at].Now != "sha256 "+is {
		t.Errorf("inputs %+v", r.Inputs)
	}
	if len(r.Causes) == 0 || r.Causes[0].Name != "churn.csv" || !strings.Contains(r.Diagnosis, "churn.csv has changed") {
		t.Errorf("%s\n%s", r.Diagnosis, causesText(r.Causes))
	}
	if slices.ContainsFunc(r.Inputs, func(input repro.Input) bool {
		return input.Evidence == repro.SeenRead && input.Name != "churn.csv"
	}) {
		t.Errorf("git has data/raw.csv, and nobody hashed large.csv: %+v", r.Inputs)
	}
}

// TestPlantedLedger plants changes before and after a check that reproduced:
// what came after it has to come first, and what was there is said to be.
func TestPlantedLedger(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	for _, tt := range []struct {
		name  string
		plant func(w *planted)
		first string   // "factor name: since"
		rest  []string // and these among the others
		says  string
	}{
		{
			name: "data after the check, code before it", first: "data data/raw.csv: changed", rest: []string{"code src/train.py: already"},
			plant: func(w *planted) {
				w.edit("src/train.py", "train'", "train better'")
				w.ref = w.save()
				w.check(repro.Reproduced)
				w.edit("data/raw.csv", "3,4", "3,5")
				w.ref = w.save()
			},
			says: "Since v1 last reproduced on 26 Oct 2026, data/raw.csv has changed, which makes it the likelier cause: it is an input of stage prepare, whose outputs differ (dvc.lock at BASE and after the training). Already different then: src/train.py. This was not tested.",
		}, {
			name: "code after the check, data before it", first: "code src/train.py: changed", rest: []string{"data data/raw.csv: already"},
			plant: func(w *planted) {
				w.edit("data/raw.csv", "3,4", "3,5")
				w.ref = w.save()
				w.check(repro.Reproduced)
				w.edit("src/train.py", "train'", "train better'")
				w.ref = w.save()
			},
			says: "Since v1 last reproduced on 26 Oct 2026, src/train.py has changed, which makes it the likelier cause. Already different then: data/raw.csv. This was not tested.",
		}, {
			name: "a package after the check, code and a comment before it", first: "environment scikit-learn: changed", rest: []string{"code src/features.py: already"},
			plant: func(w *planted) {
				w.edit("src/features.py", "features'", "other features'")
				w.ref = w.save()
				w.check(repro.Reproduced)
				w.with(map[string]string{"scikit-learn": "1.5.0"})
				w.edit("src/features.py", "print", "# a word\nprint")
				w.ref = w.save()
			},
		}, {
			name: "a package upgraded twice", first: "environment scikit-learn: changed",
			plant: func(w *planted) {
				w.with(map[string]string{"scikit-learn": "1.4.0"})
				w.check(repro.Reproduced)
				w.with(map[string]string{"scikit-learn": "1.5.0"})
			},
			says: "Since v1 last reproduced on 26 Oct 2026, scikit-learn has changed, which makes it the likelier cause: the outputs of stage train differ, although its command and declared dependencies are equal (dvc.lock at BASE and after the training). This was not tested.",
		}, {
			name: "nothing after the check", first: "environment scikit-learn: already",
			plant: func(w *planted) {
				w.with(map[string]string{"scikit-learn": "1.5.0"})
				w.check(repro.Reproduced)
				w.around.noise = "second"
			},
		}, {
			name: "data after the check, and code after it first drifted", first: "data data/raw.csv: changed", rest: []string{"code src/train.py: later"},
			plant: func(w *planted) {
				w.check(repro.Reproduced)
				w.edit("data/raw.csv", "3,4", "3,5")
				w.ref = w.save()
				w.check(repro.Drifted)
				w.edit("src/train.py", "train'", "train better'")
				w.ref = w.save()
			},
		}, {
			name: "a check that drifted is nothing to start from", first: "data data/raw.csv: ",
			plant: func(w *planted) {
				w.check(repro.Drifted)
				w.edit("data/raw.csv", "3,4", "3,5")
				w.ref = w.save()
			},
		}, {
			name: "the commit of the check is gone", first: "data data/raw.csv: changed", rest: []string{"code src/train.py: "},
			plant: func(w *planted) {
				w.edit("src/train.py", "train'", "train better'")
				w.ref = w.save()
				w.check(repro.Reproduced)
				w.past[0].Commit = strings.Repeat("e", 40)
				w.edit("data/raw.csv", "3,4", "3,5")
				w.ref = w.save()
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newPlanted(t)
			w.trainOriginal()
			tt.plant(w)
			r := w.reproduce()
			var got []string
			for _, cause := range r.Causes {
				got = append(got, cause.Factor+" "+cause.Name+": "+cause.Since)
			}
			if len(got) == 0 || got[0] != tt.first {
				t.Errorf("first is %q, want %q\n%s", got[:min(1, len(got))], tt.first, causesText(r.Causes))
			}
			for _, want := range tt.rest {
				if !slices.Contains(got, want) {
					t.Errorf("no %q among\n%s", want, causesText(r.Causes))
				}
			}
			if says := strings.ReplaceAll(r.Diagnosis, gitformat.Short(w.commit), "BASE"); tt.says != "" && says != tt.says {
				t.Errorf("it says\n%s\nwant\n%s", says, tt.says)
			} else {
				t.Log(says)
			}
		})
	}
}
