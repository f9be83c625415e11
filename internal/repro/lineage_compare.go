package repro

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// KindDerived is the kind of an Input that a training works out for itself: it
// is shown and never counted as a cause.
const KindDerived = "derived"

// States of an Input.
const (
	InputSame    = "same"
	InputDiffers = "differs"
	InputUnknown = "not recorded"
)

// CompareLineage lays two lineages side by side, one Input a fact. What one
// side did not record is not recorded, never the same.
func CompareLineage(original, now Lineage) []Input {
	inputs := []Input{compareFacts("code", "commit", original.Commit, now.Commit)}
	inputs = append(inputs, compareData(original.Data, now.Data)...)
	inputs = append(inputs, compareSeeds(original.Seeds, now.Seeds)...)
	inputs = append(inputs, compareFacts("environment", "Python", original.Python, now.Python))
	inputs = append(inputs, comparePackages(original.Packages, now.Packages)...)
	return append(inputs, compareFacts("hardware", "hardware", original.Hardware, now.Hardware))
}

func compareFacts(kind, name string, original, now Fact) Input {
	input := Input{Kind: kind, Name: name, Original: original.Value, Now: now.Value, State: InputDiffers, Evidence: original.From, Note: original.Note}
	switch {
	case !original.Known() || !now.Known():
		input.State, input.Note = InputUnknown, ""
	case original.Value == now.Value:
		input.State = InputSame
	}
	return input
}

// compareData pairs data by path. Digests of MLflow's cover the first 10,000
// rows only, so equal ones are no proof.
func compareData(original, now []DataVersion) []Input {
	if len(original) == 0 {
		return []Input{{Kind: "data", Name: "data", State: InputUnknown}}
	}
	var inputs []Input
	for _, data := range original {
		input := Input{Kind: "data", Name: data.Path, Original: data.Hash, State: InputUnknown, Evidence: data.From, Note: data.Note}
		at := slices.IndexFunc(now, func(other DataVersion) bool {
			return other.Path == data.Path && scheme(other.Hash) == scheme(data.Hash)
		})
		if at >= 0 {
			input.Now = now[at].Hash
			input.State = InputDiffers
			if now[at].Hash == data.Hash {
				input.State = InputSame
			}
		}
		inputs = append(inputs, input)
	}
	return inputs
}

// scheme is the part of a hash that says how it was made: "md5", "mlflow".
func scheme(hash string) string {
	before, _, found := strings.Cut(hash, " ")
	if !found {
		return ""
	}
	return before
}

func compareSeeds(original, now []Fact) []Input {
	if len(original) == 0 {
		return []Input{{Kind: "seed", Name: "seed", State: InputUnknown}}
	}
	var inputs []Input
	for _, seed := range original {
		name, _, _ := strings.Cut(seed.Value, " = ")
		other := Fact{}
		for _, candidate := range now {
			if strings.HasPrefix(candidate.Value, name+" = ") {
				other = candidate
			}
		}
		inputs = append(inputs, compareFacts("seed", name, seed, other))
	}
	return inputs
}

func comparePackages(original, now []Package) []Input {
	var inputs []Input
	for _, p := range original {
		input := Input{Kind: "environment", Name: p.Name, Original: p.Version, State: InputUnknown, Evidence: p.From}
		for _, other := range now {
			if other.Name == p.Name && p.Version != "" && other.Version != "" {
				input.Now, input.State = other.Version, InputDiffers
				if other.Version == p.Version {
					input.State = InputSame
				}
			}
		}
		inputs = append(inputs, input)
	}
	return inputs
}

// strengths are the levels of evidence, strongest first.
var strengths = []Strength{Established, Isolated, ConsistentWith, DiffersUntested, NotRecorded, Same}

// CausesOf turns inputs into factors that may explain a difference, strongest
// evidence first. Without an experiment none of them is stronger than "differs,
// untested".
func CausesOf(inputs []Input) []Cause {
	levels := map[string]Strength{InputSame: Same, InputDiffers: DiffersUntested, InputUnknown: NotRecorded}
	var causes []Cause
	for _, input := range inputs {
		if input.Kind == KindDerived {
			continue
		}
		level, known := levels[input.State]
		if !known {
			level = NotRecorded
		}
		causes = append(causes, Cause{Factor: input.Kind, Name: input.Name, Original: input.Original, Now: input.Now, Strength: level, Evidence: input.Evidence})
	}
	slices.SortStableFunc(causes, func(a, b Cause) int {
		return cmp.Compare(slices.Index(strengths, a.Strength), slices.Index(strengths, b.Strength))
	})
	return causes
}

// Conclude says in one sentence what the causes allow to say about a drift; ""
// when nothing drifted.
func Conclude(c Comparison, causes []Cause) string {
	if len(c.In(StateOutside)) == 0 {
		return ""
	}
	var differ []string
	for _, cause := range causes {
		if cause.Strength == DiffersUntested {
			differ = append(differ, cause.Name)
		}
	}
	switch len(differ) {
	case 0:
		return "Nothing that was recorded differs; what nobody recorded may."
	case 1:
		return fmt.Sprintf("One input differs from the original run: %s. It could explain the drift; this was not tested.", differ[0])
	default:
		return fmt.Sprintf("%d inputs differ from the original run. Any of them could explain the drift; they were not tested separately.", len(differ))
	}
}
