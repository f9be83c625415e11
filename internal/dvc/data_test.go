package dvc_test

import (
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestDataIsWhatThePipelineReadsAndDoesNotMake(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"raw.dvc", "deps: [{path: s3://shelf/raw}]\nouts: [{md5: aa11, hash: md5, path: raw}]\n",
		"iris.csv", "a\n", "old.csv", "now\n", "train.py", "print(1)\n",
		"dvc.yaml", `
stages:
  prep: {cmd: prep, deps: [raw, iris.csv, old.csv, lost.csv, s3://bucket/x, prep.py], outs: [clean]}
  train: {cmd: train, deps: [clean, clean/part, train.py, iris.csv], outs: [model.pkl]}
`,
		"dvc.lock", `
schema: '2.0'
stages:
  prep:
    cmd: prep
    deps:
    - {path: iris.csv, hash: md5, md5: 60b725f10c9c85c70d97880dfe8191b3}
    - {path: old.csv, md5: 0123}
    - {path: lost.csv, hash: md5, md5: cc33}
    - {path: s3://bucket/x, etag: e1}
`))
	want := []repro.DataVersion{
		{Path: "raw", Hash: "md5 aa11", From: "raw.dvc at 1234", Note: "imported from s3://shelf/raw"},
		{Path: "iris.csv", Hash: "md5 60b725f10c9c85c70d97880dfe8191b3", From: "git at 1234"},
		{Path: "old.csv", Hash: "md5-dos2unix e4c8860ad5fd9da4bfa1b158e1c76670", From: "git at 1234", Note: "dvc.lock has another: the file changed after the stage last ran"},
		{Path: "lost.csv", Hash: "md5 cc33", From: "dvc.lock at 1234", Note: "not in git"},
		{Path: "s3://bucket/x", Hash: "etag e1", From: "dvc.lock at 1234", Note: "not in git"},
	}
	if got := project.Data("1234"); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
