package lineage

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

const (
	maxRead  = 100 // files that a training is seen to read and that are listed
	maxOther = 5   // other files that are listed; the rest are counted
)

// A source is what codeInputs compares: two trees, and what is known of how the
// second was trained.
type source struct {
	before, after tree
	edits         []repro.FileEdit // what the product writes over files of the second
	metrics       []string         // the metrics files, or directories of them, which the training writes
	workflow      string           // the workflow that trains, "" where none does
	command       string           // the run command, "" where none trains
	changed       []treeChange
	differ        []string            // the files of changed, and those in which nothing but params that the product wrote differs
	imports       map[string][]string // by stage: what its programs import and name; "" is what was called
	wasRead       wasRead             // nil where nobody looked
	original      Record              // what was recorded of the first training
	data          []repro.Input       // what is known of the data
	gone          []string            // files that were taken away before the training, and that it did not make
}

// takenAway are the files that were taken away before a training, as it makes them: those that it
// made, and those that it did not. These it may have read where they were there.
func takenAway(training Trained) (made, gone []string) {
	for _, file := range training.Absent {
		if training.Wrote == nil || training.Wrote(file) {
			made = append(made, file)
		} else {
			gone = append(gone, file)
		}
	}
	return made, gone
}

// IsProgram says whether a file is something that runs: settings of tools and
// lock files are named elsewhere.
func IsProgram(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".toml", ".cfg", ".ini", ".lock":
		return false
	}
	base := path.Base(file)
	return dvc.IsCode(file) && !strings.HasPrefix(base, "test_") && !strings.HasSuffix(base, "_test.py")
}

// compareTrees lists what differs between the trees of two commits, less what
// the pipelines themselves write there. ok is false where nothing can be said.
func compareTrees(before, after tree, edits []repro.FileEdit, metrics []string) (changed []treeChange, ok bool) {
	if before.files == nil || after.files == nil {
		return nil, false
	}
	changed, ok = changedFiles(before, after, edits)
	return slices.DeleteFunc(changed, func(c treeChange) bool {
		return path.Base(c.file) == "dvc.lock" && (before.hasStages() || after.hasStages()) || covering(metrics, c.file) != "" || before.makes(c.file) || after.makes(c.file)
	}), ok
}

// hasStages says whether DVC writes a lock there: without a pipeline that is a file like others.
func (t tree) hasStages() bool { return t.project == nil || len(t.project.Stages) > 0 }

// makes says whether a file is an output or a metrics file of the pipelines.
func (t tree) makes(file string) bool {
	if t.project == nil {
		return false
	}
	for _, stage := range t.project.Stages {
		for _, out := range stage.Outs {
			if file == out.Path || strings.HasPrefix(file, out.Path+"/") {
				return true
			}
		}
	}
	return slices.ContainsFunc(t.project.MetricFiles(), func(m dvc.MetricsFile) bool { return m.Path == file })
}

// codeInputs says what of the tracked files differs between the commit of the
// original and the one that was trained: file by file, those first that a
// training is seen to read. Two commits whose trees are equal are the same code.
func codeInputs(commit repro.Input, s source) []repro.Input {
	if len(s.changed) == 0 {
		commit.State, commit.Note = repro.InputSame, "another commit, whose files are equal except those that the pipeline writes"
		return []repro.Input{commit}
	}
	commit.Kind = repro.KindDerived
	moved, told := s.moved()
	var all, inputs, others []repro.Input
	for _, change := range s.changed {
		if input, known := s.input(change); !known && !told[change.file] && !(change.other && change.now == nil) {
			all = append(all, input)
		}
	}
	for _, input := range append(all, moved...) { // what has other content comes first
		if (input.Bearing == repro.BearingRead || input.Bearing == repro.BearingUnknown || covering(namedCode(s.after.project), input.Name) != "") && len(inputs) < maxRead {
			inputs = append(inputs, input)
		} else {
			others = append(others, input)
		}
	}
	order.Stable(inputs, func(a, b repro.Input) int {
		return cmp.Or(cmp.Compare(unseen(a), unseen(b)), s.far(a.Name)-s.far(b.Name))
	})
	order.Stable(others, func(a, b repro.Input) int {
		return rank(a.Bearing) - rank(b.Bearing)
	})
	if rest := len(others) - maxOther; rest > 1 {
		more := others[maxOther]
		more.Kind, more.Name, more.Original, more.Now, more.Note = repro.KindFile, wording.Count(rest, repro.MoreFiles, repro.MoreFiles+"s"), s.before.at, s.after.at, ""
		if !slices.ContainsFunc(others[maxOther:], func(input repro.Input) bool {
			return input.Bearing != repro.BearingSeldom || !strings.HasSuffix(input.Note, repro.NotSeenRead)
		}) {
			more.Note = repro.NotSeenRead
		}
		others = append(others[:maxOther], more)
	}
	return append([]repro.Input{commit}, append(inputs, others...)...)
}

// unseen puts what the later training was not seen to read after what it was.
func unseen(input repro.Input) int {
	if strings.HasSuffix(input.Note, namedByCalled) || strings.HasSuffix(input.Note, readThen) {
		return 1
	}
	return 0
}

// bearings are in the order in which files are listed.
var bearings = []repro.Bearing{repro.BearingRead, repro.BearingUnknown, repro.BearingTracked, repro.BearingSeldom, repro.BearingIdle}

// input is one changed path as an input. told is true where another input says
// the same.
func (s source) input(change treeChange) (input repro.Input, told bool) {
	file := change.file
	input = repro.Input{
		Kind: repro.KindFile, Name: file, Original: s.before.at, Now: s.after.at, State: repro.InputDiffers,
		Evidence: "git at " + s.before.at + " and " + s.after.at, Note: change.how(),
	}
	if IsProgram(file) || change.submodule() {
		input.Kind = repro.KindCode
	}
	if then, now := change.then, change.now; change.submodule() && then != nil && now != nil {
		input.Original, input.Now = fmt.Sprint(then.Sys()), fmt.Sprint(now.Sys()) // the commits of the other repository
	} else if change.then == nil && !change.other {
		input.Original = repro.NotThere
	} else if change.now == nil {
		input.Now = repro.NotThere
	}
	if slices.ContainsFunc(s.data, func(data repro.Input) bool { // the same is what the original had, and no commit then
		return data.Name == file && (data.State == repro.InputDiffers || data.State == repro.InputSame && change.then == nil)
	}) {
		return input, true
	}
	var why string
	if input.Bearing, why = s.bearing(change); input.Bearing == repro.BearingIdle {
		switch input.Note = why; {
		case !repro.TextAlone(why):
		case s.unread(file):
			input.Note = joined(why, repro.NotSeenRead)
		default:
			if reader := s.readerOfText(file); reader != "" {
				input.Bearing, input.Note = repro.BearingSeldom, why+"; "+reader+" may read it as text"
			}
		}
		return input, false
	}
	input.Note = joined(input.Note, why)
	if slices.Contains(s.gone, file) {
		if input.Bearing != repro.BearingRead { // an old model of something else
			input.Bearing = repro.BearingSeldom
		}
		input.Note = joined(input.Note, "taken away before the training, which did not make it; --keep has it stay")
	}
	return input, false
}

// namedCode lists the dependencies of all stages.
func namedCode(project *dvc.Project) []string {
	var named []string
	if project == nil {
		return nil
	}
	for _, stage := range project.Stages {
		for _, dep := range stage.Deps {
			named = append(named, dep.Path)
		}
	}
	return named
}

// covering finds the dependency that a file is or lies in.
func covering(named []string, file string) string {
	for _, dep := range named {
		if file == dep || strings.HasPrefix(file, dep+"/") {
			return dep
		}
	}
	return ""
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// paths lists the files of changes.
func paths(changed []treeChange) []string {
	var files []string
	for _, change := range changed {
		files = append(files, change.file)
	}
	return files
}
