package dvc_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

func TestALockOfBothDVCs(t *testing.T) {
	t.Parallel()
	lock, err := dvc.ReadLock(tree("dvc.lock", `
schema: '2.0'
stages:
  train@0:
    cmd:
    - echo 1
    - python train.py
    deps:
    - path: data/new
      hash: md5
      md5: ac80cfdc49980b2602214e4ec65145db.dir
      size: 15
      nfiles: 6
    - path: old.txt
      md5: 12345678901234567890123456789012
      size: 6
    - path: s3://bucket/x
      etag: '"abc"'
    - path: hdfs://x
      checksum: 0123
      size: 0
    params:
      params.yaml:
        train.lr: 0.001
        prep:
          a: 1
          b:
  plain: {cmd: date}
`), "dvc.lock")
	if err != nil {
		t.Fatal(err)
	}
	stage := lock.Stage("train@0")
	if stage == nil {
		t.Fatalf("no train@0 in %+v", lock)
	}
	if want := []string{"echo 1", "python train.py"}; !reflect.DeepEqual(stage.Cmd, want) {
		t.Errorf("cmd %q, want %q", stage.Cmd, want)
	}
	want := []dvc.LockedPath{
		{"data/new", dvc.Hash{dvc.MD5, "ac80cfdc49980b2602214e4ec65145db.dir"}, 15, 6},
		{"old.txt", dvc.Hash{dvc.MD5DVC2, "12345678901234567890123456789012"}, 6, -1},
		{"s3://bucket/x", dvc.Hash{"etag", `"abc"`}, -1, -1},
		{"hdfs://x", dvc.Hash{"checksum", "0123"}, 0, -1},
	}
	if !reflect.DeepEqual(stage.Deps, want) {
		t.Errorf("got  %+v\nwant %+v", stage.Deps, want)
	}
	if value, ok := stage.Param("params.yaml", "train.lr"); !ok || value.Text != "0.001" {
		t.Errorf("train.lr is %v, %v", value, ok)
	}
	if value, ok := stage.Param("params.yaml", "prep"); !ok || value.Get("a").Text != "1" {
		t.Errorf("prep is %v, %v", value, ok)
	}
	if _, ok := stage.Param("other.yaml", "train.lr"); ok {
		t.Error("a param of another file was found")
	}
	if plain := lock.Stage("plain"); plain == nil || len(plain.Deps) != 0 {
		t.Errorf("plain is %+v", plain)
	}
	if none := lock.Stage("none"); none != nil {
		t.Errorf("none is %+v", none)
	}
}

func TestALockThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"stages: {}\n":                                            "schema",
		"schema: '1.0'\nstages: {}\n":                             "schema",
		"train: {cmd: x}\n":                                       "schema", // DVC 1
		"schema: '2.0'\nstages: [a]\n":                            "dvc.lock:2",
		"schema: '2.0'\nstages:\n  a: run\n":                      "dvc.lock:3",
		"schema: '2.0'\nstages:\n  a:\n    deps:\n    - md5: x\n": "dvc.lock:5",
		"schema: '2.0'\n<<<<<<< HEAD\nstages: {}\n":               "dvc.lock:",
	} {
		lock, err := dvc.ReadLock(tree("dvc.lock", content), "dvc.lock")
		if err == nil || !strings.Contains(err.Error(), want) || len(lock.Stages) > 0 {
			t.Errorf("ReadLock(%q) = %+v, %v; want an error with %q", content, lock, err, want)
		}
	}
	if lock, err := dvc.ReadLock(tree("dvc.lock", ""), "dvc.lock"); err != nil || len(lock.Stages) > 0 {
		t.Errorf("an empty lock: %+v, %v", lock, err)
	}
}

func TestImportsSayWhereTheyCameFrom(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"data/a.dvc", "md5: 00\nfrozen: true\ndeps:\n- path: x\n  repo: {url: https://host/repo, rev_lock: 8a1b2c3}\nouts:\n- {md5: '11', path: a, size: 2}\n",
		"data/c.dvc", "deps: [{path: s3://shelf/c}]\nouts: [{path: c}]\n",
		"data/d.dvc", "cmd: python d.py\nouts: [{md5: '33', path: d}]\n",
		"data/b.dvc", "wdir: ..\nouts:\n- {md5: '22', path: b, hash: md5}\n",
	))
	want := []dvc.Tracked{
		{"data/a.dvc", "data/a", dvc.Hash{dvc.MD5DVC2, "11"}, 2, -1, "https://host/repo at 8a1b2c3", false},
		{"data/b.dvc", "b", dvc.Hash{dvc.MD5, "22"}, -1, -1, "", false},
		{"data/c.dvc", "data/c", dvc.Hash{}, -1, -1, "s3://shelf/c", false},
		{"data/d.dvc", "data/d", dvc.Hash{dvc.MD5DVC2, "33"}, -1, -1, "", true},
	}
	if !reflect.DeepEqual(project.Tracked, want) {
		t.Errorf("got  %+v\nwant %+v", project.Tracked, want)
	}
}
