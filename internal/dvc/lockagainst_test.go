package dvc

import (
	"crypto/md5"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestLockAgainst: a lock that DVC wrote where it ran the commit's stages says nothing against
// it, and each thing that it has otherwise does.
func TestLockAgainst(t *testing.T) {
	t.Parallel()
	sum := func(text string) string {
		digest := md5.Sum([]byte(text))
		return hex.EncodeToString(digest[:])
	}
	const pipeline = `stages:
  prepare:
    cmd: python prepare.py
    deps: [prepare.py, raw.csv]
    outs: [data.csv]
  train:
    cmd: python train.py --lr ${train.lr}
    deps: [train.py, data.csv, src]
    params: [train, seed]
    metrics: [m.json: {cache: false}]
`
	lock := `schema: '2.0'
stages:
  prepare:
    cmd: python prepare.py
    deps:
    - {path: prepare.py, hash: md5, md5: ` + sum("p") + `}
    - {path: raw.csv, hash: md5, md5: ` + sum("r") + `}
    outs:
    - {path: data.csv, hash: md5, md5: ` + sum("d") + `}
  train:
    cmd: python train.py --lr 0.1
    deps:
    - {path: train.py, hash: md5, md5: ` + sum("t") + `}
    - {path: data.csv, hash: md5, md5: ` + sum("d") + `}
    - {path: src, hash: md5, md5: SRC.dir, nfiles: 1}
    params:
      params.yaml:
        train: {lr: 0.1, epochs: 5}
        seed: 1
    outs:
    - {path: m.json, hash: md5, md5: ` + sum("{}") + `}
`
	src, err := HashPath(fstest.MapFS{"src/a.py": {Data: []byte("a")}}, "src", MD5)
	if err != nil {
		t.Fatal(err)
	}
	lock = strings.ReplaceAll(lock, "SRC.dir", src.Digest)
	for name, tt := range map[string]struct {
		was, is string // in the lock
		files   map[string]string
		want    string
	}{
		"of the commit":                    {},
		"another command":                  {was: "cmd: python train.py --lr 0.1", is: "cmd: cp old.json m.json", want: "code the command of train"},
		"other code":                       {was: sum("t"), is: sum("other"), want: "code train.py"},
		"other data":                       {was: sum("r"), is: sum("other"), want: "code raw.csv"},
		"what another stage made":          {was: "    - {path: data.csv, hash: md5, md5: " + sum("d") + "}\n    - {path: src", is: "    - {path: data.csv, hash: md5, md5: " + sum("e") + "}\n    - {path: src"},
		"a dependency less":                {was: "    - {path: train.py, hash: md5, md5: " + sum("t") + "}\n", want: "code train.py"},
		"a directory with other content":   {was: src.Digest, is: sum("other") + ".dir", want: "code src"},
		"a directory with bytecode beside": {was: src.Digest + ", nfiles: 1", is: sum("other") + ".dir, nfiles: 2"},
		"hashed in another way":            {was: "{path: train.py, hash: md5, md5: " + sum("t"), is: "{path: train.py, etag: x"},
		"another param":                    {was: "lr: 0.1,", is: "lr: 0.9,", want: "params train.lr (0.9, and the commit has 0.1)"},
		"a param in another spelling":      {was: "lr: 0.1,", is: "lr: 1e-1,"},
		"another param of no section":      {was: "seed: 1", is: "seed: 2", want: "params seed (2, and the commit has 1)"},
		"a key that the commit has not":    {was: "epochs: 5", is: "epochs: 5, decay: 1", want: "params train.decay (1, and the commit has nothing)"},
		"another file":                     {was: sum("{}"), is: sum("other"), want: "outs m.json"},
		"no file":                          {was: "path: m.json", is: "path: n.json", want: "outs m.json"},
		"none of the stage":                {was: "  train:\n", is: "  fit:\n", want: "code train"},
		"no lock":                          {was: lock, is: "schema: '2.0'\n"},
		"no lock at all":                   {was: lock, is: "["},
		"of a stage that is frozen":        {was: sum("t"), is: sum("other"), files: map[string]string{"dvc.yaml": strings.Replace(pipeline, "  train:\n", "  train:\n    frozen: true\n", 1)}},
		"a file that the commit has not":   {files: map[string]string{"train.py": ""}},
	} {
		files := fstest.MapFS{"dvc.yaml": {Data: []byte(pipeline)}, "dvc.lock": {Data: []byte(lock)}, "params.yaml": {Data: []byte("train: {lr: 0.1, epochs: 5}\nseed: 1\n")}}
		for file, text := range map[string]string{"prepare.py": "p", "raw.csv": "r", "train.py": "t", "src/a.py": "a", "m.json": "{}"} {
			if _, taken := tt.files[file]; !taken {
				files[file] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		if other := tt.files["dvc.yaml"]; other != "" {
			files["dvc.yaml"] = &fstest.MapFile{Data: []byte(other)}
		}
		if tt.was != "" {
			if !strings.Contains(lock, tt.was) {
				t.Fatalf("%s: the lock has no %q", name, tt.was)
			}
			files["dvc.lock"] = &fstest.MapFile{Data: []byte(strings.Replace(lock, tt.was, tt.is, 1))}
		}
		project, err := Read(files)
		if err != nil {
			t.Fatal(err)
		}
		against := project.LockAgainst(func(Stage) bool { return true }, []string{"m.json"})
		var got []string
		for kind, found := range map[string][]string{"code": against.Code, "params": against.Params, "outs": against.Outs} {
			for _, one := range found {
				got = append(got, kind+" "+one)
			}
		}
		slices.Sort(got)
		if text := strings.Join(got, "; "); text != tt.want && (tt.want == "" || !strings.HasPrefix(text, tt.want) || len(got) > 1) {
			t.Errorf("%s: %q, want %q", name, text, tt.want)
		}
		if against := project.LockAgainst(func(Stage) bool { return false }, []string{"m.json"}); len(against.Code)+len(against.Params)+len(against.Outs) > 0 {
			t.Errorf("%s: of a stage that did not run: %v", name, against)
		}
	}
}
