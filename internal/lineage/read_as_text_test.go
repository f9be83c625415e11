package lineage

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestReadAsText: a file of which the text alone differs is listed as one that may be read where a
// program or command of the project reads its text, and never where it is known that nobody did.
func TestReadAsText(t *testing.T) {
	t.Parallel()
	unread := func(string) (bool, bool) { return false, true }
	for name, tt := range map[string]struct {
		file, program, command string
		wasRead                wasRead
		want                   string // the reader; "-" where the file is only told as one whose text differs
	}{
		"imported":                 {"cfg.py", "import cfg\n", "", nil, "-"},
		"run":                      {"cfg.py", "subprocess.run(['python', 'cfg.py'])\n", "", nil, "-"},
		"opened":                   {"cfg.py", "import cfg\nw = re.search('# w: (.*)', open('cfg.py').read())\n", "", nil, "train.py"},
		"by its path":              {"cfg.py", "text = Path(HERE, 'cfg.py').read_text()\n", "", nil, "train.py"},
		"of another name":          {"cfg.py", "text = open('mycfg.py').read()\n", "", nil, "-"},
		"its source is asked for":  {"cfg.py", "import cfg, inspect\ns = inspect.getsource(cfg)\n", "", nil, "train.py"},
		"its lines are counted":    {"cfg.py", "n = sys._getframe().f_lineno\n", "", nil, "train.py"},
		"a notebook of comments":   {"cfg.py", "", "jupytext --to ipynb --execute cfg.py", nil, "the run command"},
		"all of a kind":            {"cfg.py", "for p in glob('*.py'): h.update(open(p).read())\n", "", nil, "train.py"},
		"itself":                   {"train.py", "w = open(__file__).read()\n", "", nil, "train.py"},
		"nobody opened it":         {"cfg.py", "w = open('cfg.py').read()\n", "", unread, "-"},
		"settings by a parser":     {"env.yaml", "p = yaml.safe_load(open('env.yaml'))\n", "", nil, "-"},
		"settings by one below":    {"env.yaml", "with open('env.yaml') as f:\n    p = yaml.safe_load(f)\n", "", nil, "-"},
		"outputs of a notebook":    {"n.ipynb", "w = json.load(open('n.ipynb'))['cells'][0]['outputs']\n", "", nil, "train.py"},
		"settings as text":         {"env.yaml", "with open('env.yaml') as f:\n    p = f.read()\n", "", nil, "train.py"},
		"settings by sed":          {"env.yaml", "w = subprocess.run(\"sed -n 's/.*# w=//p' env.yaml\", shell=True)\n", "", nil, "train.py"},
		"settings by the command":  {"env.yaml", "", "python train.py $(grep -o 'w=.*' env.yaml)", nil, "the run command"},
		"settings through a shell": {"env.yaml", "", "python train.py < env.yaml", nil, "the run command"},
		"settings no one opened":   {"env.yaml", "", "grep w env.yaml", unread, "-"},
	} {
		at := func(name, comment string) tree {
			files := fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
			value := "a = 1 # " + comment + "\n"
			if strings.HasSuffix(tt.file, ".ipynb") {
				value = `{"cells": [{"cell_type": "code", "source": "1", "outputs": ["` + comment + `"]}]}`
			} else if strings.HasSuffix(tt.file, ".yaml") {
				value = "a: 1 # " + comment + "\n"
			} else if tt.file == "train.py" {
				value += tt.program
			}
			files[tt.file] = &fstest.MapFile{Data: []byte(value)}
			return tree{at: name, files: files, project: &dvc.Project{}}
		}
		s := source{before: at("1", "w=1"), after: at("2", "w=2"), wasRead: tt.wasRead, command: tt.command}
		s.changed, _ = changedFiles(s.before, s.after, nil)
		input, _ := s.input(s.changed[0])
		bearing, reader := repro.BearingIdle, ""
		if tt.want != "-" {
			bearing, reader = repro.BearingSeldom, "; "+tt.want+" may read it as text"
		}
		if tt.wasRead != nil {
			reader = "; " + repro.NotSeenRead
		}
		why, _, _ := strings.Cut(input.Note, "; ")
		if len(s.changed) != 1 || input.Bearing != bearing || input.Note != why+reader || repro.TextAlone(input.Note) != (tt.wasRead == nil) {
			t.Errorf("%s: %q (%s), want %q %q", name, input.Bearing, input.Note, bearing, reader)
		}
	}
}
