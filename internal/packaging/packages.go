package packaging

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Ranks of a package by how likely another version of it changes a metric: a
// guess from what it does, not a measurement.
const (
	RankNumerical = iota
	RankPython
	rankMLflow
	rankRest
)

var numerical = map[string]bool{
	"numpy": true, "scipy": true, "pandas": true, "polars": true, "pyarrow": true, "duckdb": true, "dask": true, "scikit-learn": true, "statsmodels": true, "numba": true,
	"torch": true, "torchvision": true, "torchaudio": true, "pytorch": true, "lightning": true, "pytorch-lightning": true, "timm": true,
	"tensorflow": true, "tensorflow-cpu": true, "tensorflow-gpu": true, "tensorflow-intel": true, "tf-keras": true, "keras": true,
	"jax": true, "jaxlib": true, "flax": true, "optax": true, "xgboost": true, "xgboost-cpu": true, "lightgbm": true, "catboost": true,
	"transformers": true, "tokenizers": true, "accelerate": true, "datasets": true, "sentence-transformers": true, "spacy": true, "gensim": true,
	"prophet": true, "onnxruntime": true, "imbalanced-learn": true, "category-encoders": true, "mkl": true, "libopenblas": true, "libblas": true,
	"blas": true, "intel-openmp": true, "cudatoolkit": true, "cupy": true, "pyspark": true,
}

// PackageRank gives the rank of a package, or of "Python" and "MLflow".
func PackageRank(name string) int {
	switch name = PackageName(name); {
	case numerical[name] || strings.HasPrefix(name, "nvidia-") || strings.HasPrefix(name, "cuda-"):
		return RankNumerical
	case name == "python":
		return RankPython
	case name == "mlflow" || strings.HasPrefix(name, "mlflow-"):
		return rankMLflow
	}
	return rankRest
}

// ComparePackages pairs packages by name, the numerical ones first. A package
// is the same only where both trainings recorded it: two files that declare
// the same pin do not say what was installed.
func ComparePackages(original, now []repro.Package) []repro.Input {
	before, after := ByPackage(original), ByPackage(now)
	var inputs []repro.Input
	for _, name := range union2(before, after) {
		a, inA := before[name]
		b, inB := after[name]
		input := repro.Input{Kind: repro.KindEnvironment, Name: name, Original: a.Version, Now: b.Version, State: repro.InputUnknown, Evidence: Witnesses(a.From, b.From)}
		switch {
		case inA && inB:
			input.State, input.Note = comparePackage(a, b)
			if change, _ := VersionChange(a.Version, b.Version); input.State == repro.InputDiffers && change == VersionSame {
				input.Original, input.Now = told(a, b)
			}
		case inA && listsAll(now, a.From):
			input.State, input.Now, input.Note = repro.InputDiffers, repro.NotThere, "removed"
		case inB && (listsAll(original, b.From) || b.From == repro.SeenInTraining && listsInstalled(original)): // imported here, and not there to be imported then
			input.State, input.Original, input.Note = repro.InputDiffers, repro.NotThere, "added"
		case inB && !lists(original, b.From):
			continue // the original's list is of another kind: it never would have named it
		}
		inputs = append(inputs, input)
	}
	order.Stable(inputs, func(a, b repro.Input) int {
		return cmp.Or(cmp.Compare(PackageRank(a.Name), PackageRank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return inputs
}

func comparePackage(a, b repro.Package) (state, note string) {
	if a.Version == "" || b.Version == "" {
		return repro.InputUnknown, cmp.Or(a.Note, b.Note, "unpinned")
	}
	if strings.Contains(a.Version, "://") != strings.Contains(b.Version, "://") && (a.Installed || b.Installed) {
		return repro.InputUnknown, "known by its address on one side, and by its version on the other"
	}
	change, oneLocal := VersionChange(a.Version, b.Version)
	switch {
	case change != VersionSame && (a.Declared || b.Declared):
		return repro.InputDiffers, change + "; as declared, not as seen in the training"
	case change == versionOther, change == versionBuild:
		return repro.InputDiffers, JoinNotes(change, cmp.Or(a.Note, b.Note))
	case change != VersionSame:
		return repro.InputDiffers, change + " version"
	case !fixed(a.Version):
		return repro.InputUnknown, cmp.Or(a.Note, b.Note)
	case a.Declared || b.Declared:
		return repro.InputUnknown, "declared the same; what was installed was not recorded"
	case a.Conditional || b.Conditional:
		return repro.InputUnknown, cmp.Or(a.Note, b.Note)
	case a.Origin != "" || b.Origin != "" || a.Content != "" && b.Content != "":
		return compareInstalled(a, b)
	case oneLocal:
		return repro.InputSame, fmt.Sprintf("%s and %s: one names its build", a.Version, b.Version)
	}
	return repro.InputSame, ""
}

// ByPackage keeps one entry a name: what a training saw before what a file
// declares, a version before none. Two different pins of one rank leave it
// open.
func ByPackage(list []repro.Package) map[string]repro.Package {
	found := map[string]repro.Package{}
	for _, p := range list {
		p.Name = PackageName(p.Name)
		held, again := found[p.Name]
		switch {
		case !again, held.Declared && !p.Declared, held.Version == "" && p.Version != "" && held.Declared == p.Declared:
			found[p.Name] = p
		case p.Version != "" && held.Version != "" && p.Declared == held.Declared && p.From == held.From && p.Version != held.Version:
			held.Note = JoinNotes(held.Version+" and "+p.Version+" are both listed", held.Note)
			held.Version = ""
			found[p.Name] = held
		}
	}
	return found
}

// Listed is how many packages the most certain witness of some lists, each name once, and which
// witness that is; what others add is not counted, so that whoever counts has one number.
func Listed(list []repro.Package) (number int, from string) {
	names := map[string]bool{}
	for _, p := range list {
		if p.From == list[0].From {
			from, names[PackageName(p.Name)] = p.From, true
		}
	}
	return len(names), from
}

// lists says whether a list comes from a witness of the same kind, "FILE of
// model …" or "FILE at COMMIT": only then does it say something that a package
// is not in it. MLmodel names what it is about and lists nothing.
func lists(packages []repro.Package, from string) bool {
	kind := witnessKind(from)
	return !strings.HasPrefix(kind, "MLmodel") && slices.ContainsFunc(packages, func(p repro.Package) bool { return witnessKind(p.From) == kind })
}

// listsAll says whether a list speaks of a package by not having it. What MLflow wrote with a
// model is inferred from what the model imported when it was saved: that one model's list lacks
// what another's has says nothing of what was installed, unless all that was is known.
func listsAll(packages []repro.Package, from string) bool {
	return lists(packages, from) && (!strings.HasSuffix(witnessKind(from), " of") || listsInstalled(packages))
}

// listsInstalled says whether a list has all that was installed, as record leaves it: those that a
// training was seen to import are not all.
func listsInstalled(packages []repro.Package) bool {
	return slices.ContainsFunc(packages, func(p repro.Package) bool { return p.Installed && p.From != repro.SeenInTraining })
}

func witnessKind(from string) string {
	words := strings.Fields(from)
	return strings.Join(words[:min(2, len(words))], " ")
}

// Witnesses names where both sides come from, in the original's words where
// they are alike.
func Witnesses(a, b string) string {
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	}
	return a + "; " + b
}

func union2[V any](a, b map[string]V) []string {
	names := slices.Sorted(maps.Keys(a))
	for name := range b {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
