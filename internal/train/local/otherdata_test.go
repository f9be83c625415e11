package local

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestOtherData: what .dvc files name is there as they say, is there otherwise, or not
// at all; what a training makes is its own.
func TestOtherData(t *testing.T) {
	t.Parallel()
	named := func(name, content string) string {
		sum := md5.Sum([]byte(content))
		return fmt.Sprintf("outs:\n- md5: %s\n  size: %d\n  hash: md5\n  path: %s\n", hex.EncodeToString(sum[:]), len(content), name)
	}
	for name, tt := range map[string]struct {
		file, said, is string
		old            bool // DVC 2 wrote the .dvc file
		want           bool
	}{
		"as it says":                      {file: "data.csv", said: "1\n2\n", is: "1\n2\n"},
		"another number":                  {file: "data.csv", said: "1\n2\n", is: "1\n3\n", want: true},
		"another size":                    {file: "raw/data.parquet", said: "1\n2\n", is: "1\n2\n3\n", want: true},
		"not there":                       {file: "data.csv", said: "1\n2\n"},
		"other line ends, as DVC 2 reads": {file: "data.csv", said: "1\n2\n", is: "1\r\n2\r\n", old: true},
		"other line ends":                 {file: "data.csv", said: "1\n2\n", is: "1\r\n2\r\n", want: true},
		"a model that it made":            {file: "models/model.pkl", said: "old", is: "new"},
		"metrics that it made":            {file: "metrics/scores.csv", said: "old", is: "new"},
	} {
		text := named(path.Base(tt.file), tt.said)
		if tt.old {
			text = strings.Replace(text, "  hash: md5\n", "", 1)
		}
		files := fstest.MapFS{tt.file + ".dvc": {Data: []byte(text)}}
		if tt.is != "" {
			files[tt.file] = &fstest.MapFile{Data: []byte(tt.is)}
		}
		pipeline, err := dvc.Read(files)
		if err != nil || len(pipeline.Tracked) != 1 {
			t.Fatalf("%s: %v, %+v", name, err, pipeline)
		}
		var want []string
		if tt.want {
			want = []string{tt.file}
		}
		if got := otherData(pipeline, repro.Plan{}, files); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestOtherData_folder: of a folder as well, by the list of its files.
func TestOtherData_folder(t *testing.T) {
	t.Parallel()
	for folder, differs := range map[string]bool{"data": true, "images": true, "models": false, "reports": false} {
		files := fstest.MapFS{folder + "/a.csv": {Data: []byte("1\n")}, folder + "/b.csv": {Data: []byte("2\n")}}
		hash, err := dvc.HashPath(files, folder, dvc.MD5)
		if err != nil {
			t.Fatal(err)
		}
		files[folder+".dvc"] = &fstest.MapFile{Data: fmt.Appendf(nil, "outs:\n- md5: %s\n  size: 4\n  nfiles: 2\n  hash: md5\n  path: %s\n", hash.Digest, folder)}
		pipeline, err := dvc.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		if got := otherData(pipeline, repro.Plan{}, files); len(got) > 0 {
			t.Errorf("%s as its .dvc file says: %q", folder, got)
		}
		files[folder+"/b.csv"] = &fstest.MapFile{Data: []byte("3\n")}
		if got := otherData(pipeline, repro.Plan{}, files); len(got) > 0 != differs {
			t.Errorf("%s with another file: %q", folder, got)
		}
	}
}
