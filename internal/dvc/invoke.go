package dvc

import (
	"io/fs"
	"path"
	"strings"
)

// A Repro is one call of dvc repro or dvc exp run in a command or script.
type Repro struct {
	Line    string // the call as written
	File    string // where it was found; "" is the command itself
	Force   bool   // --force: stages run whatever DVC remembers
	Dry     bool   // --dry: nothing runs
	Pull    bool   // --pull: missing outputs are fetched instead of made
	Quiet   bool   // --quiet: DVC does not say what it skips
	Targets []string
}

// FindRepro finds calls of dvc repro in a command line and, where the command
// is make or a script of the project, in the Makefile or the script. It reads
// them as text: what is put together at run time is not found.
func FindRepro(files fs.FS, command string) []Repro {
	calls := parseRepro(command, "")
	for _, script := range scripts(command) {
		data, err := readBytes(files, script.file, 1<<20)
		if err != nil {
			continue
		}
		text := string(data)
		if script.make {
			text = recipes(text, script.goals)
		}
		calls = append(calls, parseRepro(text, script.file)...)
		if script.make {
			break // make reads the first file that it finds
		}
	}
	return calls
}

// Repros is FindRepro in the project's own files.
func (p *Project) Repros(command string) []Repro { return FindRepro(p.files, command) }

// A script is a file whose text a command runs.
type script struct {
	file  string
	make  bool
	goals []string // of make; none means its first target
}

func scripts(command string) []script {
	var found []script
	for _, part := range splitCommands(command) {
		words := strings.Fields(part)
		for len(words) > 1 && strings.Contains(words[0], "=") { // VAR=value make
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		switch base := path.Base(words[0]); {
		case base == "make" || base == "gmake":
			found = append(found, makefiles(words[1:])...)
		case base == "sh" || base == "bash" || base == "zsh" || base == "source" || base == ".":
			for _, word := range words[1:] {
				if !strings.HasPrefix(word, "-") {
					found = append(found, script{file: path.Clean(word)})
					break
				}
			}
		case strings.HasPrefix(words[0], "./") || strings.HasSuffix(words[0], ".sh"):
			found = append(found, script{file: path.Clean(words[0])})
		}
	}
	return found
}

// parseRepro finds the calls in a text of shell lines.
func parseRepro(text, file string) []Repro {
	text = undollar(strings.ReplaceAll(text, "\\\n", " "))
	var calls []Repro
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, part := range splitCommands(line) {
			if call, ok := parseCall(part); ok && len(calls) < maxNoted {
				call.File = file
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// splitCommands cuts a shell line where one command ends and another begins.
func splitCommands(line string) []string {
	return strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(";&|()\n`", c) })
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
		case word == "--dry":
			call.Dry = true
		case word == "--pull":
			call.Pull = true
		case word == "--quiet":
			call.Quiet = true
		case strings.HasPrefix(word, "--"):
		case strings.HasPrefix(word, "-"): // short flags, perhaps several in one word
			call.Force = call.Force || len(word) <= 5 && strings.Contains(word, "f")
			call.Quiet = call.Quiet || len(word) <= 5 && strings.Contains(word, "q")
		default:
			call.Targets = append(call.Targets, word)
		}
	}
	return call
}
