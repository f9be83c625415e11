package lineage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const recordID = "0123456789abcdef0123456789abcdef"

func documentOf(t *testing.T, change func(*recorded.Lineage)) string {
	t.Helper()
	commit, sum := strings.Repeat("c", 40), strings.Repeat("d", 64)
	l := recorded.Lineage{
		SchemaVersion: 1, Tool: "reproduce test", ID: recordID, StartedAt: "2026-11-20T10:00:00Z", EndedAt: "2026-11-20T10:05:00Z", Command: []string{"python", "train.py", "--note", "a b"},
		Directory: "churn",
		Code: recorded.Code{
			Commit: commit, Branch: "main", Tree: recorded.Dirty, Changed: []string{"README.md", "churn/train.py"}, Diff: &recorded.Diff{File: recorded.DiffFile, SHA256: sum, Bytes: 3},
			Files: []recorded.Content{{Path: "churn/train.py", SHA256: sum}},
		},
		Data: []recorded.Data{
			{Path: "churn/data/a.csv", Hash: "sha256 " + sum, Seen: "python"}, {Path: "churn/b.csv", Hash: "sha256 " + sum, In: recorded.InGit, Seen: "python"},
			{Path: "churn/raw", Hash: "md5 " + recordID, In: recorded.InDVC, Seen: "events"}, {Path: "/mnt/c.csv", Seen: "python"},
		},
		Environment: recorded.Environment{Python: "3.11.7", Platform: "Linux", CPUs: 2, Salt: recordID, Packages: []recorded.Package{{Name: "numpy", Version: "2.4.6"}, {Name: "Extra_One", Version: "1.0"}},
			Variables: []recorded.Variable{{Name: "OMP_NUM_THREADS", Value: "2"}}},
		Seeds: []recorded.Setting{{Name: "random_state", Value: "7", From: "the command"}},
	}
	if change != nil {
		change(&l)
	}
	text, err := l.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// recordFrom reads the record of a run that has a document and tags.
func recordFrom(t *testing.T, text string, tags map[string]string) (Record, string) {
	t.Helper()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{Tags: tags})
	if text != "" {
		server.AddFiles(id, map[string]string{"reproduce/lineage.json": text})
	}
	registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	run, err := registry.Run(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return ReadRecord(context.Background(), registry, run)
}

// TestReadRecord: only the document that was left on the run is believed.
func TestReadRecord(t *testing.T) {
	t.Parallel()
	whole := documentOf(t, nil)
	sum := sha256.Sum256([]byte(whole))
	digest := hex.EncodeToString(sum[:])
	for name, tt := range map[string]struct {
		text  string
		tags  map[string]string
		known bool
		doubt string
	}{
		"not recorded":         {whole, map[string]string{}, false, ""},
		"recorded":             {whole, map[string]string{recorded.Tag: recordID}, true, ""},
		"with its digest":      {whole, map[string]string{recorded.Tag: recordID, recorded.DigestTag: digest}, true, ""},
		"changed since":        {documentOf(t, func(l *recorded.Lineage) { l.ExitCode = 1 }), map[string]string{recorded.Tag: recordID, recorded.DigestTag: digest}, false, "is not the one that was left there"},
		"of another training":  {whole, map[string]string{recorded.Tag: strings.Repeat("0", 32)}, false, "of another training"},
		"of another commit":    {whole, map[string]string{recorded.Tag: recordID, recorded.CommitTag: strings.Repeat("0", 40)}, false, "of another commit"},
		"tags alone":           {"", map[string]string{recorded.Tag: recordID}, false, "only its tags tell of it"},
		"no document of ours":  {`{"schema_version": 1}`, map[string]string{recorded.Tag: recordID}, false, "is not used: it is not as reproduce record writes it"},
		"of a version to come": {`{"schema_version": 2}`, map[string]string{recorded.Tag: recordID}, false, "schema_version is 2"},
	} {
		record, doubt := recordFrom(t, tt.text, tt.tags)
		if record.Known() != tt.known || !strings.Contains(doubt, tt.doubt) || (doubt == "") != (tt.doubt == "") {
			t.Errorf("%s: known %v, doubt %q", name, record.Known(), doubt)
		}
	}
}

// TestRecord_Add: what was seen stands in the place of what a pipeline or a model says.
func TestRecord_Add(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, nil), map[string]string{recorded.Tag: recordID})
	l := record.Add(repro.Lineage{
		Data:     []repro.DataVersion{{Path: "raw", Hash: "md5 of-the-commit", From: "raw.dvc at abc"}, {Path: "raw", Hash: "mlflow 1", From: repro.LoggedAs + "training"}},
		Packages: []repro.Package{{Name: "numpy", Version: "2.4.0", From: "requirements.txt of model churn v1"}},
	})
	var data []string
	for _, version := range l.Data {
		data = append(data, version.Path+" "+version.Hash[:4]+strings.TrimPrefix(version.From, record.from))
	}
	if want := []string{"data/a.csv sha2", "b.csv sha2, in git at the commit", "raw md5 ", "raw mlfl" + repro.LoggedAs + "training"}; !slices.Equal(data, want) {
		t.Errorf("data %q; want %q", data, want)
	}
	if l.Uncommitted.Value != "churn/train.py, README.md" || l.Commit.Value == "" || l.Python.Value != "3.11.7" || l.Called.Value != "python train.py --note 'a b'" ||
		l.Threads.Value != "OMP_NUM_THREADS = 2" || l.Hardware.Value != "Linux, 2 CPUs" || len(l.Packages) != 2 || l.Packages[0].Version != "2.4.6" || l.Seeds[0].Value != "random_state = 7" {
		t.Errorf("%+v", l)
	}
	now := repro.Lineage{Packages: []repro.Package{{Name: "numpy", Version: "2.4.6", From: "requirements.txt of model churn v2"}}, Data: []repro.DataVersion{{Path: "data/a.csv", Hash: "sha256 x", From: repro.SeenRead}}}
	if held := record.comparable(l, now, Record{}); len(held.Packages) != 1 || slices.ContainsFunc(held.Data, func(d repro.DataVersion) bool { return d.Path == "b.csv" }) || len(held.Data) != 3 {
		t.Errorf("held against the other side: %+v", held)
	}
}

// TestRecord_readInGit: what Python read as the commit has it, and did not write.
func TestRecord_readInGit(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("d", 64)
	record, doubt := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Data = append(l.Data, recorded.Data{Path: "churn/models/net.json", Hash: "sha256 " + sum, In: recorded.InGit, Seen: "python"},
			recorded.Data{Path: "churn/models/seen.json", Hash: "sha256 " + sum, In: recorded.InGit, Seen: "events"})
		l.Wrote = []string{"churn/models/net.json"}
	}), map[string]string{recorded.Tag: recordID})
	if got := record.ReadInGit(); doubt != "" || !maps.Equal(got, map[string]string{"churn/b.csv": sum}) {
		t.Errorf("%v, %s", got, doubt)
	}
	if got := (Record{}).ReadInGit(); len(got) > 0 {
		t.Errorf("no record: %v", got)
	}
}

// TestRecord_dirt: recorded changes are named, those that ran first; a tree that was clean
// is known to be; and what only one of two runs recorded is not compared.
func TestRecord_dirt(t *testing.T) {
	t.Parallel()
	tags := map[string]string{recorded.Tag: recordID}
	dirty, _ := recordFrom(t, documentOf(t, nil), tags)
	clean, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Code.Tree, l.Code.Changed, l.Code.Diff = recorded.Clean, nil, nil
	}), tags)
	idle, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) { l.Code.Changed = []string{"README.md"} }), tags)
	made, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Code.Changed, l.Code.Untracked, l.Wrote = nil, []string{"churn/_gen.py"}, []string{"churn/_gen.py"}
	}), tags)
	if inputs, known := made.dirt(nil, nil); !known || len(inputs) > 0 {
		t.Errorf("what the training made itself is no change: %v %+v", known, inputs)
	}
	inputs, known := dirty.dirt(nil, nil)
	if !known || len(inputs) != 1 || inputs[0].Evidence != "uncommitted changes were recorded: churn/train.py, README.md" || inputs[0].Bearing != repro.BearingRead {
		t.Errorf("%v %+v", known, inputs)
	}
	if inputs, known := idle.dirt(nil, nil); !known || inputs[0].Bearing != repro.BearingSeldom {
		t.Errorf("changes that nothing read: %v %+v", known, inputs)
	}
	file := fstest.MapFS{"README.md": {Data: []byte("as it was")}}
	sum := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	for name, tt := range map[string]struct {
		digest string
		gaps   []string
		now    tree
		edits  []repro.FileEdit
		want   string
	}{
		"committed since":             {sum("as it was"), nil, tree{files: file}, nil, ""},
		"written for this training":   {sum("put back"), nil, tree{files: file}, []repro.FileEdit{{Path: "README.md", After: []byte("put back")}}, ""},
		"in a folder of a repository": {sum("put back"), nil, tree{files: file, whole: file, prefix: "churn"}, []repro.FileEdit{{Path: "../README.md", After: []byte("put back")}}, ""},
		"the same, not all seen":      {sum("as it was"), []string{"a Python process did not report"}, tree{files: file}, nil, repro.InputUnknown},
		"written over as it was not":  {sum("as it was"), nil, tree{files: file}, []repro.FileEdit{{Path: "README.md", After: []byte("put back")}}, repro.InputDiffers},
		"another":                     {sum("another"), nil, tree{files: file}, nil, repro.InputDiffers},
		"gone":                        {sum("as it was"), nil, tree{files: fstest.MapFS{}}, nil, repro.InputDiffers},
		"no digest":                   {"", nil, tree{files: file}, nil, repro.InputDiffers},
		"nobody knows what is there":  {sum("as it was"), nil, tree{}, nil, repro.InputDiffers},
	} {
		r, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
			l.Code.Changed, l.Code.Untracked, l.Gaps = []string{"README.md"}, nil, tt.gaps
			l.Params = append(l.Params, recorded.Content{Path: "README.md", SHA256: tt.digest})
		}), tags)
		inputs, known := r.dirt(trainedFiles(tt.now, tt.edits), nil)
		state := ""
		if len(inputs) > 0 {
			state = inputs[0].State
		}
		if !known || state != tt.want {
			t.Errorf("a change that is %s: %q (%v)", name, state, known)
		}
	}
	gap, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Code.Tree, l.Code.Changed, l.Code.Diff, l.Gaps = recorded.Clean, nil, nil, []string{"a Python process did not report"}
	}), tags)
	if _, known := gap.dirt(nil, nil); known {
		t.Error("a clean tree, of which not all that ran was seen, is known to be all of the code")
	}
	if inputs, known := clean.dirt(nil, nil); !known || len(inputs) > 0 {
		t.Errorf("a clean tree: %v %+v", known, inputs)
	}
	ran, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) { l.Code.Changed = []string{"churn/train.py"} }), tags)
	other, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) { l.Code.Changed, l.Code.Diff = []string{"other.py"}, nil }), tags)
	edited, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Code.Tree, l.Code.Changed, l.Code.Diff, l.Code.Files = recorded.Clean, nil, nil, nil
	}), tags)
	commit := repro.Input{Kind: repro.KindCode, Name: "commit", State: repro.InputSame}
	for name, tt := range map[string]struct {
		a, b           Record
		states, commit string
		clean          bool
	}{
		"none recorded":     {Record{}, Record{}, "", repro.InputSame, false},
		"both clean":        {clean, clean, "", repro.InputSame, true},
		"one dirty":         {dirty, clean, repro.InputDiffers, repro.InputUnknown, false},
		"other unknown":     {dirty, Record{}, repro.InputUnknown, repro.InputUnknown, false},
		"the same changes":  {dirty, dirty, repro.InputSame, repro.InputSame, false},
		"committed since":   {ran, clean, "", repro.InputSame, true},
		"changed once more": {ran, other, repro.InputDiffers, repro.InputUnknown, false},
		"not run since":     {ran, edited, repro.InputDiffers, repro.InputUnknown, false},
	} {
		with, isClean := withRecordedDirt([]repro.Input{commit}, tt.a, tt.b, tree{})
		states := ""
		if len(with) > 1 {
			states = with[1].State
		}
		if states != tt.states || with[0].State != tt.commit || isClean != tt.clean {
			t.Errorf("%s: %q, commit %q, clean %v", name, states, with[0].State, isClean)
		}
	}
	if inputs := dirty.variables(nil, nil); inputs != nil {
		t.Errorf("an environment that nobody knows: %v", inputs)
	}
	if inputs := dirty.variables([]string{"A=1"}, tree{}.naming()); len(inputs) != 1 || inputs[0].Name != "OMP_NUM_THREADS" || inputs[0].Original != "2" || inputs[0].Now != "not set" {
		t.Errorf("%+v", inputs)
	}
}
