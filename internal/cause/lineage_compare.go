package cause

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// CompareLineage lays two lineages side by side, one Input a fact. What one
// side did not record is not recorded, never the same.
func CompareLineage(original, now repro.Lineage) []repro.Input {
	inputs := []repro.Input{compareFacts(repro.KindCode, "commit", original.Commit, now.Commit)}
	inputs = append(inputs, compareData(original.Data, now.Data)...)
	inputs = append(inputs, compareSeeds(original.Seeds, now.Seeds)...)
	inputs = append(inputs, compareVersions("Python", original.Python, now.Python))
	inputs = append(inputs, packaging.ComparePackages(original.Packages, now.Packages)...)
	if original.MLflow.Known() || now.MLflow.Known() {
		inputs = withMLflow(inputs, compareVersions("MLflow", original.MLflow, now.MLflow))
	}
	if original.Command.Known() && now.Command.Known() {
		inputs = append(inputs, compareCommands(original.Command, now.Command))
	}
	if original.Called.Known() && now.Called.Known() {
		inputs = append(inputs, compareFacts(repro.KindCommand, "command line", original.Called, now.Called))
	}
	for _, fact := range []struct {
		kind, name    string
		original, now repro.Fact
	}{{repro.KindRun, "entry point", original.EntryPoint, now.EntryPoint}, {repro.KindEnvironment, repro.DockerImage, original.Image, now.Image}} {
		if fact.original.Known() || fact.now.Known() {
			inputs = append(inputs, compareFacts(fact.kind, fact.name, fact.original, fact.now))
		}
	}
	if original.Parent.Known() && now.Parent.Known() && original.Parent.Value != now.Parent.Value {
		inputs = append(inputs, compareFacts(repro.KindRun, "parent run", original.Parent, now.Parent))
	}
	if original.Threads.Known() || now.Threads.Known() {
		inputs = append(inputs, compareFacts(repro.KindHardware, "threads", original.Threads, now.Threads))
	}
	return append(inputs, compareFacts(repro.KindHardware, "hardware", original.Hardware, now.Hardware))
}

// withMLflow adds what models and runs say of MLflow's version. Where the packages list it as
// well, one of the two is told: the one that was compared, and the package where both were and
// say the same. Where they contradict each other, both are.
func withMLflow(inputs []repro.Input, said repro.Input) []repro.Input {
	at := slices.IndexFunc(inputs, func(input repro.Input) bool {
		return input.Kind == repro.KindEnvironment && packaging.PackageName(input.Name) == "mlflow"
	})
	switch {
	case at < 0:
	case said.State == repro.InputUnknown, said.State == inputs[at].State:
		return inputs
	case inputs[at].State == repro.InputUnknown:
		inputs = slices.Delete(inputs, at, at+1)
	}
	return append(inputs, said)
}

// compareCommands compares programs as they were called. Where one was called
// by its full path, the directory is that of a machine and says nothing.
func compareCommands(original, now repro.Fact) repro.Input {
	input := compareFacts(repro.KindCommand, "command", original, now)
	full := path.IsAbs(original.Value) || path.IsAbs(now.Value)
	if input.State == repro.InputDiffers && full && path.Base(original.Value) == path.Base(now.Value) {
		input.State, input.Note = repro.InputSame, "called from another directory"
	}
	if input.State == repro.InputDiffers && localProject(original.Value) && localProject(now.Value) && projectDir(original.Value) == projectDir(now.Value) {
		input.State, input.Note = repro.InputSame, "an MLflow project in another directory"
	}
	return input
}

// localProject says whether a program is an MLflow project on some machine, as mlflow run
// records it: file:///home/ada/churn#train.
func localProject(program string) bool { return strings.HasPrefix(program, "file:///") }

// projectDir is the directory of a project within its repository.
func projectDir(program string) string {
	_, dir, _ := strings.Cut(program, "#")
	return dir
}

// compareVersions is compareFacts for what has a version number.
func compareVersions(name string, original, now repro.Fact) repro.Input {
	input := compareFacts(repro.KindEnvironment, name, original, now)
	if input.State == repro.InputSame && (original.Note == repro.AsDeclared || now.Note == repro.AsDeclared) {
		input.State, input.Note = repro.InputUnknown, "declared the same; what was installed was not recorded"
	}
	if input.State != repro.InputDiffers {
		return input
	}
	change, _ := packaging.VersionChange(original.Value, now.Value)
	if input.Note = change; change == packaging.VersionSame {
		input.State, input.Note = repro.InputSame, "two spellings of one version"
	}
	return input
}

func compareFacts(kind, name string, original, now repro.Fact) repro.Input {
	input := repro.Input{Kind: kind, Name: name, Original: original.Value, Now: now.Value, State: repro.InputDiffers, Evidence: packaging.Witnesses(original.From, now.From), Note: original.Note}
	switch {
	case !original.Known() || !now.Known():
		input.State, input.Note = repro.InputUnknown, ""
		for _, fact := range []repro.Fact{original, now} {
			if !fact.Known() { // why nobody knows
				input.Note = packaging.JoinNotes(input.Note, fact.Note)
			}
		}
	case original.Value == now.Value:
		input.State = repro.InputSame
	}
	return input
}

// compareData pairs data by path. Only hashes that were made the same way are
// compared. Digests of MLflow's cover the first 10,000 rows, so equal ones are
// a sameness of those rows and the name says so.
func compareData(original, now []repro.DataVersion) []repro.Input {
	if len(original)+len(now) == 0 {
		return []repro.Input{{Kind: repro.KindData, Name: "data", State: repro.InputUnknown}}
	}
	var inputs []repro.Input
	for _, data := range original {
		other, found := partner(data, now)
		input := repro.Input{Kind: repro.KindData, Name: nameOf(data, original), Original: data.Hash, Now: other.Hash, State: repro.InputUnknown, Evidence: packaging.Witnesses(data.From, other.From), Note: packaging.JoinNotes(data.Note, extra(data.Note, other.Note))}
		switch {
		case !found && listed(now, data.Path):
			input.Note = packaging.JoinNotes("hashed in two ways, which cannot be compared", input.Note)
		case !found || data.Hash == "" || other.Hash == "":
		case other.Hash != data.Hash:
			input.State = repro.InputDiffers
			if scheme(data.Hash) == "mlflow" {
				input.Note = "" // of equal digests it says what they leave open
			}
		case data.Profile != "" && other.Profile != "" && data.Profile != other.Profile:
			input.State, input.Original, input.Now = repro.InputDiffers, data.Hash+" "+data.Profile, other.Hash+" "+other.Profile
			input.Note = "the digest of the first rows is the same, sizes or shapes are not"
		default:
			input.State = repro.InputSame
			if scheme(data.Hash) == "mlflow" {
				input.Name += " (first 10,000 rows)"
			}
		}
		inputs = append(inputs, input)
	}
	for _, data := range now {
		if !listed(original, data.Path) {
			input := repro.Input{Kind: repro.KindData, Name: data.Path, Now: data.Hash, State: repro.InputUnknown, Evidence: data.From, Note: "not recorded for the original"}
			if pipelineLists(original, data.From) {
				input.State, input.Original, input.Note = repro.InputDiffers, repro.NotThere, "added"
			}
			inputs = append(inputs, input)
		}
	}
	return inputs
}

// nameOf is the data's path. Where a run logged several of one name, it says
// which: "dataset (eval)".
func nameOf(data repro.DataVersion, list []repro.DataVersion) string {
	context, logged := strings.CutPrefix(data.From, repro.LoggedAs)
	for _, other := range list {
		if logged && other.Path == data.Path && other.From != data.From && strings.HasPrefix(other.From, repro.LoggedAs) {
			return data.Path + " (" + context + ")"
		}
	}
	return data.Path
}

// partner finds the version of the same data that was hashed the same way. One
// name may stand for several: autologging calls what it trains on and what it
// evaluates with both "dataset". Then the one with the same witness is meant,
// else one with the same hash.
func partner(data repro.DataVersion, list []repro.DataVersion) (repro.DataVersion, bool) {
	best, rank := repro.DataVersion{}, -1
	for _, other := range list {
		if other.Path != data.Path || scheme(other.Hash) != scheme(data.Hash) {
			continue
		}
		fit := 0
		switch {
		case other.From == data.From:
			fit = 2
		case other.Hash == data.Hash:
			fit = 1
		}
		if fit > rank {
			best, rank = other, fit
		}
	}
	return best, rank >= 0
}

func listed(list []repro.DataVersion, path string) bool {
	return slices.ContainsFunc(list, func(data repro.DataVersion) bool { return data.Path == path })
}

// pipelineLists says whether the pipeline's own lists are known on that side,
// so that what they leave out was not there.
func pipelineLists(list []repro.DataVersion, from string) bool {
	inPipeline := func(from string) bool { return strings.Contains(from, "dvc") || strings.HasPrefix(from, "git at") }
	return inPipeline(from) && slices.ContainsFunc(list, func(data repro.DataVersion) bool { return inPipeline(data.From) })
}

// extra is the second note where it says something else.
func extra(note, other string) string {
	if note == other {
		return ""
	}
	return other
}

// scheme is the part of a hash that says how it was made: "md5", "mlflow".
func scheme(hash string) string {
	before, _, found := strings.Cut(hash, " ")
	if !found {
		return ""
	}
	return before
}

// compareSeeds pairs seeds by name. A seed of None is no seed: both runs drew
// their own, and nobody recorded which.
func compareSeeds(original, now []repro.Fact) []repro.Input {
	if len(original) == 0 {
		return []repro.Input{{Kind: repro.KindSeed, Name: "seed", State: repro.InputUnknown}}
	}
	var inputs []repro.Input
	for _, seed := range original {
		name, value, _ := strings.Cut(seed.Value, " = ")
		other := repro.Fact{}
		for _, candidate := range now {
			if rest, ok := strings.CutPrefix(candidate.Value, name+" = "); ok {
				other = repro.Fact{Value: rest, From: candidate.From}
			}
		}
		input := compareFacts(repro.KindSeed, name, repro.Fact{Value: value, From: seed.From}, other)
		if input.State == repro.InputSame && value == "None" {
			input.State, input.Note = repro.InputUnknown, "None: every training draws its own"
		}
		inputs = append(inputs, input)
	}
	return inputs
}
