package dvc

import (
	"crypto/md5"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
)

// A dependency that DVC 2 hashed is hashed once more from wherever git still
// has the file: the commit of the lock, or that of the run.
func TestCompareLocksHeld(t *testing.T) {
	t.Parallel()
	const old, now = "a\r\nb\r\n", "a\r\nc\r\n"
	unix, windows := fmt.Sprintf("%x", md5.Sum([]byte("a\nb\n"))), fmt.Sprintf("%x", md5.Sum([]byte(old)))
	other := fmt.Sprintf("%x", md5.Sum([]byte(now)))
	lock := func(sign, digest string) string {
		return lockText("train: python train.py | data.csv" + sign + digest + " train.py=c1 | | model.pkl=m1")
	}
	held := fstest.MapFS{"data.csv": {Data: []byte(old)}}
	for _, c := range []struct {
		about, at, digest string
		held              fstest.MapFS
		want              string
	}{
		{"the lock's commit has it", old, windows, nil, "train equal"},
		{"the lock's commit has it, and it changed since", old, other, nil, "train own: data data.csv md5-dos2unix " + unix + " -> md5 " + other + " equal"},
		{"the run's commit has it", now, windows, held, "train equal"},
		{"the run's commit has it, and it changed since", now, other, held, "train own: data data.csv md5-dos2unix " + unix + " -> md5 " + other + " equal"},
		{"nobody has it", now, other, fstest.MapFS{"data.csv": {Data: []byte("z")}}, "train unknown data.csv equal"},
	} {
		before := LockedRun{Project: lockedProject(t, lock("~", unix), map[string]string{"data.csv": c.at})}
		if c.held != nil {
			before.Held = c.held
		}
		after := LockedRun{Project: lockedProject(t, lock("=", c.digest), nil)}
		changes := CompareLocks(before, after)
		if len(changes) != 1 {
			t.Fatalf("%s: %+v", c.about, changes)
		}
		if got := inWords(changes[0]); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.about, got, c.want)
		}
	}
}

// A stage that the earlier run did not have, and what another stage reads of it.
func TestCompareLocksStageAdded(t *testing.T) {
	t.Parallel()
	const evaluate = "evaluate: python evaluate.py | %s models/model_metadata.json=i1 evaluate.py=e1 | | metrics.json=s%d"
	before := lockedProject(t, lockText(fmt.Sprintf(evaluate, "model.pkl=m1 data.csv=d1", 1)), nil)
	after := lockedProject(t, lockText("train: python train.py | data.csv=d1 train.py=c1 | | model.pkl=m1", fmt.Sprintf(evaluate, "model.pkl=m1", 2)), nil)
	if changes := CompareLocks(LockedRun{Project: before}, LockedRun{Project: after}); len(changes) != 0 {
		t.Errorf("the lock has a dependency that dvc.yaml beside it has not: it is of an earlier training, got %+v", changes)
	}
	at := slices.IndexFunc(before.Stages, func(stage Stage) bool { return stage.Name == "evaluate" })
	before.Stages[at].Deps = append(before.Stages[at].Deps, Dependency{Path: "data.csv", Written: "data.csv"})
	want := []string{
		"train enters: command train not there -> python train.py unknown",
		"evaluate enters: data data.csv md5 d1 -> not there; differ metrics.json",
	}
	var got []string
	for _, change := range CompareLocks(LockedRun{Project: before}, LockedRun{Project: after}) {
		got = append(got, inWords(change))
	}
	if !slices.Equal(got, want) {
		t.Errorf(" got %q\nwant %q", got, want)
	}
	if changes := CompareLocks(LockedRun{Project: lockedProject(t, "", nil)}, LockedRun{Project: after}); len(changes) != 0 {
		t.Errorf("no lock of the earlier run, got %+v", changes)
	}
}
