package lineage

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFar: of the files that were read those come first that are nearest to what was called, not
// those whose names come first.
func TestFar(t *testing.T) {
	t.Parallel()
	text := map[string]string{
		"zz_train.py": "import yy_model\nopen('cc.csv')\n", "yy_model.py": "import xx_base\nopen('bb.json')\n", "xx_base.py": "", "cc.csv": "", "bb.json": "", "aa.json": "", "aa_plugin.py": "",
	}
	at := func(name, more string) tree {
		files := fstest.MapFS{}
		for file, program := range text {
			files[file] = &fstest.MapFile{Data: []byte(program + more)}
		}
		return tree{at: name, files: files, project: &dvc.Project{}}
	}
	for command, want := range map[string]string{
		"python zz_train.py":            "zz_train.py yy_model.py xx_base.py cc.csv bb.json aa.json aa_plugin.py",
		"python yy_model.py":            "yy_model.py xx_base.py bb.json aa.json aa_plugin.py cc.csv zz_train.py",
		"make train":                    "aa.json aa_plugin.py bb.json cc.csv xx_base.py yy_model.py zz_train.py",
		"python aa_plugin.py && python": "aa_plugin.py aa.json bb.json cc.csv xx_base.py yy_model.py zz_train.py",
	} {
		s := source{before: at("1", "#a\nx=1\n"), after: at("2", "#b\nx=2\n"), command: command, wasRead: func(string) (bool, bool) { return true, true }}
		s.changed, _ = compareTrees(s.before, s.after, nil, nil)
		s.imports = importsOf(s.after, paths(s.changed), []string{command})
		var names []string
		for _, input := range codeInputs(repro.Input{Kind: repro.KindCode, Name: "commit"}, s)[1:] {
			names = append(names, input.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s\nwant %s", command, got, want)
		}
	}
}
