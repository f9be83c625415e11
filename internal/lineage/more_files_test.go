package lineage

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCodeInputs_more: files that are only counted are said to be unread where all of them are.
func TestCodeInputs_more(t *testing.T) {
	t.Parallel()
	for read, want := range map[string]string{"": repro.NotSeenRead, "f3.csv": repro.NotSeenRead, "notes": ""} {
		files := func(text string) fstest.MapFS {
			all := fstest.MapFS{}
			for i := range 9 {
				all[fmt.Sprintf("f%d.csv", i)] = &fstest.MapFile{Data: []byte(text)}
			}
			if read == "notes" {
				all[".gitignore"] = &fstest.MapFile{Data: []byte(text)}
			}
			return all
		}
		s := source{before: tree{at: "1", files: files("1")}, after: tree{at: "2", files: files("2")}, wasRead: func(file string) (bool, bool) { return file == read, true }}
		s.changed, _ = compareTrees(s.before, s.after, nil, nil)
		inputs := codeInputs(repro.Input{Kind: repro.KindCode, Name: "commit", State: repro.InputDiffers}, s)
		if more := inputs[len(inputs)-1]; !repro.IsMoreFiles(more) || more.Note != want {
			t.Errorf("%q is read: %+v, want %q", read, more, want)
		}
	}
}
