package dvc

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/scripts"
)

// A Repro is one call of dvc repro or dvc exp run in a command or script.
type Repro struct {
	Line    string // the call as written
	File    string // where it was found; "" is the command itself
	Force   bool   // --force: stages run whatever DVC remembers
	Dry     bool   // --dry: nothing runs
	Pull    bool   // --pull: missing outputs are fetched instead of made
	Part    bool   // --single-item, --downstream: stages before it do not run
	Quiet   bool   // --quiet: DVC does not say what it skips
	Targets []string
}

// FindRepro finds calls of dvc repro in a command line and, where the command
// is make or a script of the project, in the Makefile or the script. It reads
// them as text: what is put together at run time is not found.
func FindRepro(files fs.FS, command string) []Repro {
	calls := parseRepro(command, "")
	for _, script := range scripts.Of(command) {
		data, err := readBytes(files, script.File, 1<<20)
		if err != nil {
			continue
		}
		text := string(data)
		if script.Make {
			text = scripts.Recipes(text, script.Goals)
		}
		calls = append(calls, parseRepro(text, script.File)...)
		if script.Make {
			break // make reads the first file that it finds
		}
	}
	return calls
}

// Repros is FindRepro in the project's own files.
func (p *Project) Repros(command string) []Repro { return FindRepro(p.files, command) }

// parseRepro finds the calls in a text of shell lines.
func parseRepro(text, file string) []Repro {
	text = undollar(strings.ReplaceAll(text, "\\\n", " "))
	var calls []Repro
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, part := range scripts.Commands(line) {
			if call, ok := parseCall(part); ok && len(calls) < maxNoted {
				call.File = file
				calls = append(calls, call)
			}
		}
	}
	return calls
}

func parseCall(part string) (Repro, bool) {
	words := strings.Fields(strings.NewReplacer(`"`, " ", `'`, " ", "{", " ", "}", " ").Replace(part))
	for i, word := range words {
		if path.Base(strings.TrimLeft(word, "@-+")) != "dvc" {
			continue
		}
		rest, quiet := words[i+1:], false
		for len(rest) > 0 && strings.HasPrefix(rest[0], "-") { // -q, -v; --cd takes a value
			quiet = quiet || rest[0] == "-q" || rest[0] == "--quiet"
			if rest[0] == "--cd" && len(rest) > 1 {
				rest = rest[1:]
			}
			rest = rest[1:]
		}
		var call Repro
		switch {
		case len(rest) > 0 && rest[0] == "repro":
			call = flags(rest[1:])
		case len(rest) > 1 && (rest[0] == "exp" || rest[0] == "experiments") && rest[1] == "run":
			call = flags(rest[2:])
		default:
			continue
		}
		call.Line, call.Quiet = strings.TrimSpace(part), call.Quiet || quiet
		return call, true
	}
	return Repro{}, false
}

// undollar writes a variable called dvc, as Makefiles have it, as the program.
func undollar(text string) string {
	return strings.NewReplacer("$(DVC)", "dvc", "${DVC}", "dvc", "$DVC", "dvc", "$(dvc)", "dvc", "${dvc}", "dvc", "$dvc", "dvc").Replace(text)
}

func flags(words []string) Repro {
	var call Repro
	for _, word := range words {
		switch {
		case word == "--force":
			call.Force = true
		case word == "--single-item" || word == "--downstream":
			call.Part = true
		case word == "--dry":
			call.Dry = true
		case word == "--pull":
			call.Pull = true
		case word == "--quiet":
			call.Quiet = true
		case strings.HasPrefix(word, "--"):
		case strings.HasPrefix(word, "-"): // short flags, perhaps several in one word
			call.Force = call.Force || len(word) <= 5 && strings.Contains(word, "f")
			call.Part = call.Part || len(word) <= 5 && strings.Contains(word, "s")
			call.Quiet = call.Quiet || len(word) <= 5 && strings.Contains(word, "q")
		default:
			call.Targets = append(call.Targets, word)
		}
	}
	return call
}

// Remade says whether a command makes a file anew whatever DVC remembers: an
// output of a stage that is not frozen, of a forced call for the whole pipeline,
// and none that the stage goes on with.
func (p *Project) Remade(command, file string) bool {
	forced := slices.ContainsFunc(p.Repros(command), func(call Repro) bool {
		return call.Force && !call.Dry && !call.Pull && !call.Part && len(call.Targets) == 0
	})
	return forced && slices.ContainsFunc(p.Stages, func(stage Stage) bool {
		return !stage.Frozen && slices.ContainsFunc(stage.Outs, func(out Output) bool { return !out.Persist && within(file, out.Path) })
	})
}
