package demo

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func newProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := WriteProject(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func trained(t *testing.T, dir string) string {
	t.Helper()
	if _, err := Train(context.Background(), Environment{Dir: dir, Store: t.TempDir(), Output: io.Discard}); err != nil {
		t.Fatal(err)
	}
	metrics, err := os.ReadFile(filepath.Join(dir, "metrics", "metrics.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(metrics)
}

func TestTrain_learnsTheFlowers(t *testing.T) {
	flowers, err := readFlowers(filepath.Join(newProject(t), "data", "iris.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got := fit(flowers, settings{testSize: 0.3, splitSeed: 7, epochs: 200, learningRate: 0.5, l2: 1e-3, seed: 42})
	if got.train != 105 || got.test != 45 {
		t.Errorf("split into %d and %d, want 105 and 45", got.train, got.test)
	}
	if got.accuracy < 0.9 || got.accuracy > 1 {
		t.Errorf("accuracy %v; a softmax regression gets more than 0.9 on iris", got.accuracy)
	}
	if first, last := got.curve[0], got.curve[len(got.curve)-1]; last > first/4 {
		t.Errorf("the loss went from %v to %v; it did not learn", first, last)
	}
}

func TestTrain_comesBackTheSame(t *testing.T) {
	if a, b := trained(t, newProject(t)), trained(t, newProject(t)); a != b {
		t.Errorf("two trainings on the same data differ:\n%s%s", a, b)
	}
}

func TestTrain_hangsOnItsData(t *testing.T) {
	dir := newProject(t)
	before := trained(t, dir)
	if err := Relabel(filepath.Join(dir, "data", "iris.csv")); err != nil {
		t.Fatal(err)
	}
	if after := trained(t, dir); after == before {
		t.Errorf("other labels gave the same numbers:\n%s", after)
	}
}

func TestTrain_hangsOnItsParams(t *testing.T) {
	dir := newProject(t)
	before := trained(t, dir)
	file := filepath.Join(dir, "params.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "epochs:        200", "epochs: 20", 1)
	if changed == string(text) {
		t.Fatal("params.yaml has no epochs: 200")
	}
	if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	if after := trained(t, dir); after == before {
		t.Errorf("a tenth of the epochs gave the same numbers:\n%s", after)
	}
}

func TestTrain_namesAWrongParam(t *testing.T) {
	dir := newProject(t)
	if err := os.WriteFile(filepath.Join(dir, "params.yaml"), []byte("split:\n  test_size: 3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Train(context.Background(), Environment{Dir: dir, Store: t.TempDir(), Output: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "split.test_size") || !strings.Contains(err.Error(), "train.epochs") {
		t.Errorf("got %v; want every wrong param named", err)
	}
}
