package lineage

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestInFiles: a logged param that differs as a key of a changed file does is told with the file,
// which is where to look; one that differs otherwise is not.
func TestInFiles(t *testing.T) {
	t.Parallel()
	at := func(name, conf string) tree {
		return tree{at: name, files: fstest.MapFS{
			"conf.json": {Data: []byte(conf)}, "params.yaml": {Data: []byte("k: " + name + "\n")}, "a.csv": {Data: []byte(name)}, "bad.json": {Data: []byte("{" + name)},
		}}
	}
	s := source{before: at("1", `{"m": {"depth": 3, "lr": 1}, "w": 1}`), after: at("2", `{"m": {"depth": 5, "lr": 2}, "w": 1}`)}
	s.changed, _ = compareTrees(s.before, s.after, nil, nil)
	param := func(name, then, now string) repro.Input {
		return repro.Input{Kind: repro.KindParams, Name: name, Original: then, Now: now, State: repro.InputDiffers, Evidence: loggedByBoth}
	}
	unknown, same := param("depth", "3", "5"), param("depth", "3", "5")
	unknown.Evidence, same.State = "the new run did not log it", repro.InputSame
	inputs := inFiles([]repro.Input{param("depth", "3", "5"), param("m.lr", "1.0", "2.0"), param("depth", "3", "4"), param("epth", "3", "5"), param("k", "1", "2"), unknown, same}, s.valueChanges())
	for i, want := range []bool{true, true, false, false, false, false, false} {
		if got := repro.IsKeyOf("conf.json", inputs[i].Kind, inputs[i].Evidence); got != want || repro.IsKeyOf("params.yaml", inputs[i].Kind, inputs[i].Evidence) {
			t.Errorf("%d %s: %q", i, inputs[i].Name, inputs[i].Evidence)
		}
	}
}
