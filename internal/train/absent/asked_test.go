package absent

import (
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestAsks: in any language, by a path or a name; not where an old output is removed.
func TestAsks(t *testing.T) {
	t.Parallel()
	const file = "models/base.json"
	for text, want := range map[string]bool{
		"if [ -f models/base.json ]; then":                                 true,
		"if [ -f models/base.json ]; then cat x; fi":                       true,
		`test -e "./models/base.json" && w=1`:                              true,
		`[ -s "$DIR/base.json" ] || exit 0`:                                true,
		"BASE := $(wildcard models/base.json)":                             true,
		"if os.path.exists('models/base.json'):\n    load()":               true,
		"if exists(f'{d}/base.json') and x:":                               false,
		"os.path.isfile(\"models/base.json\")":                             true,
		"Path('models/base.json').exists()":                                true,
		`if (file.exists("models/base.json")) w <- readRDS(x)`:             true,
		"if (fs.existsSync('models/base.json')) {":                         true,
		"isfile(\"models/base.json\") && load()":                           true,
		"if os.path.exists('models/base.json'):\n    os.remove(x)":         false,
		"[ -f models/base.json ] && rm models/base.json":                   false,
		"os.path.exists('models/other.json')":                              false,
		"os.path.exists('models/base.json.bak')":                           false,
		"open('models/base.json', 'w')":                                    false,
		"cp models/base.json x":                                            false,
		"W = $(if $(wildcard models/*.json),1,0)\ntrain:\n":                true,
		"BASE := models/base.json\nifneq ($(wildcard $(BASE)),)\n":         true,
		"clean:\n\trm -f $(wildcard models/*.json)\n":                      false,
		"SRC = $(wildcard src/*.json) $(wildcard *.json)\n":                false,
		"b=models/base\n[ -s $b.json ] && w=1\n":                           true,
		"b=models/base\nb=models/other\n[ -s $b.json ] && w=1\n":           false,
		"d=models; test -f ${d}/base.json && w=1":                          true,
		"my $d=\"models\"; opendir(D,$d) && do { }":                        true,
		"opendir(D, 'src');":                                               false,
		"w=$(cat models/base.json 2>/dev/null)\n":                          true,
		"for f in `ls models/*.json 2>/dev/null`; do":                      true,
		"ls models/*.json >/dev/null 2>/dev/null && mv models/*.json old/": false,
		"ls models/*.json || true\nrm -f models/*.json":                    false,
		"ls models/*.json\n":                                               false,
		"files <- list.files('models')\nx <- readRDS(files[1])":            true,
		"for _, f := range must(filepath.Glob(\"models/*.json\")) {":       true,
		"for (f of fs.readdirSync('models')) fs.unlinkSync(f)":             false,
	} {
		if got := Asks(text, file); got != want {
			t.Errorf("%s asks: %v, want %v", text, got, want)
		}
	}
}

// TestAskedFor: of what is taken away, and not of what is kept, a declared input, or a program's own.
func TestAskedFor(t *testing.T) {
	t.Parallel()
	whole := fstest.MapFS{
		"churn/train.py":         {Data: []byte("for f in x:\n  os.path.exists('models/base.json')\n  os.path.exists('data/train.csv')\n  os.path.exists('prior.pkl')\n")},
		"churn/models/base.json": {}, "churn/data/train.csv": {}, "churn/prior.pkl": {},
		"churn/dvc.yaml": {Data: []byte("stages:\n  train: {cmd: python train.py, deps: [prior.pkl], outs: [out.bin]}\n")},
	}
	for _, tt := range []struct {
		keep []string
		want []Asked
	}{
		{nil, []Asked{{"train.py", "models/base.json"}}},
		{[]string{"models/base.json"}, nil},
	} {
		if got := AskedFor(whole, "churn", repro.Plan{Keep: tt.keep}); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("keep %q: %+v, want %+v", tt.keep, got, tt.want)
		}
	}
}

// TestRead: what the original read is kept as it read it, and only where it would be taken away.
func TestRead(t *testing.T) {
	t.Parallel()
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	whole := fstest.MapFS{"churn/models/base.json": {}, "models/net.pkl": {}, "churn/train.csv": {}}
	sums := map[string]string{"churn/models/base.json": empty, "models/net.pkl": empty, "churn/train.csv": empty, "churn/gone.pkl": empty}
	if got, want := Read(whole, "churn", repro.Plan{}, sums), []string{"models/base.json", "../models/net.pkl"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	sums["churn/models/base.json"] = "0" + empty[1:]
	if got, want := Read(whole, "churn", repro.Plan{Keep: []string{"models/net.pkl"}}, sums), []string(nil); !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
