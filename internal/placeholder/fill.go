//go:build !nodesk

package placeholder

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// The names that stand for many params.
const (
	allHydra     = "hydra"
	allMLproject = "mlproject"
)

// Fill puts a run's params into a command. compared are those of them that {hydra} and
// {mlproject} stand for. A name that the run did not log is an error, and a value that
// cannot be passed safely a Doubt. files are the project's.
func Fill(command string, files fs.FS, logged, compared repro.Params) (Filled, error) {
	s := scan(command)
	f := filler{scanner: s, files: files, logged: logged}
	if f.here() == 0 {
		return Filled{Command: command, Warnings: f.leftAlone(compared)}, nil
	}
	if s.unsure != "" {
		return Filled{}, fmt.Errorf("run-command: a placeholder beside %s: which text is quoted there depends on the shell; put that part into a script", s.unsure)
	}
	for _, m := range s.marks { // first, as the others leave these out
		if !m.quoted && m.name != allHydra && m.name != allMLproject {
			f.passed = append(f.passed, m.name)
		}
	}
	var b strings.Builder
	at := 0
	for _, m := range s.marks {
		if m.quoted {
			continue
		}
		text, err := f.text(m, compared)
		if err != nil {
			return Filled{}, err
		}
		b.WriteString(command[at:m.from] + text)
		at = m.to
	}
	slices.Sort(f.passed)
	return Filled{b.String() + command[at:], slices.Compact(f.passed), append(f.leftAlone(compared), f.warnings...)}, nil
}

type filler struct {
	*scanner
	files    fs.FS
	logged   repro.Params
	passed   []string
	warnings []string
}

// here counts the placeholders.
func (f *filler) here() int {
	n := 0
	for _, m := range f.marks {
		if !m.quoted {
			n++
		}
	}
	return n
}

// leftAlone warns of names of logged params in quotes.
func (f *filler) leftAlone(compared repro.Params) []string {
	var names []string
	for _, m := range f.marks {
		if _, logged := f.logged.Get(m.name); m.quoted && (logged || m.name == allHydra || m.name == allMLproject) && !slices.Contains(names, "{"+m.name+"}") {
			names = append(names, "{"+m.name+"}")
		}
	}
	if len(names) == 0 {
		return nil
	}
	way := ""
	if direct := HydraCommand(f.files, f.scanner.text, compared); slices.Contains(names, "{"+allHydra+"}") && slices.ContainsFunc(f.simple, byMake) && direct != "" {
		way = "; make would take {" + allHydra + "} for words of its own: call the program that it runs, " + direct
	}
	return []string{"run-command: in quotes, braces stay as they are: " + wording.ListUpTo(names, 5) + ". Outside of quotes they stand for the original's params" + way}
}

// text is what takes the place of one placeholder.
func (f *filler) text(m mark, compared repro.Params) (string, error) {
	switch {
	case m.program:
		return "", fmt.Errorf("run-command: {%s} is in the place of a program; a param may be an argument only", m.name)
	case m.redirect:
		return "", fmt.Errorf("run-command: {%s} is in the place of a file that the shell opens; a param may be an argument only", m.name)
	case m.name == allHydra && byMake(m.before):
		direct := HydraCommand(f.files, f.scanner.text, compared)
		if direct == "" {
			direct = "python TRAINING_PROGRAM {" + allHydra + "}"
		}
		return "", fmt.Errorf("run-command: {%s} stands for several words, which make would take for its own; call the program that make runs: %s", m.name, direct)
	case (m.name == allHydra || m.name == allMLproject) && !m.whole:
		return "", fmt.Errorf("run-command: {%s} stands for several words; put blanks around it", m.name)
	case m.name == allHydra:
		return f.many(m, f.overrides(f.without(compared)))
	case m.name == allMLproject:
		options, err := f.projectParams(f.without(compared))
		if err != nil {
			return "", err
		}
		return f.many(m, options)
	}
	value, logged := f.logged.Get(m.name)
	if !logged {
		return "", f.unknown(m.name)
	}
	if err := f.check(m.name, value); err != nil {
		return "", err
	}
	if err := f.papermill(m, value); err != nil {
		return "", err
	}
	if m.begins && strings.HasPrefix(value, "-") && !number.MatchString(value) {
		return "", refuse(m.name, "it would be taken for an option", "write it as --OPTION={"+m.name+"}")
	}
	if quoted := quote(value); quoted != value || m.to == len(f.scanner.text) || strings.IndexByte("<>", f.scanner.text[m.to]) < 0 {
		return quoted, nil
	}
	return "'" + value + "'", nil // 30>log opens the file for descriptor 30
}

// without leaves out the params that have a placeholder of their own.
func (f *filler) without(compared repro.Params) repro.Params {
	return slices.DeleteFunc(slices.Clone(compared), func(p repro.Param) bool { return slices.Contains(f.passed, p.Name) })
}

// A given is one param as one or two words.
type given struct {
	name   string
	option string // before it, as a word of its own; "" for none
	word   string
}

// many are the words of several params.
func (f *filler) many(m mark, all []given) (string, error) {
	if len(all) == 0 {
		return "", fmt.Errorf("run-command: {%s} stands for no param: the original logged none that it can pass; leave it out", m.name)
	}
	var words []string
	for _, one := range all {
		if err := f.check(one.name, one.word); err != nil {
			return "", err
		}
		if one.option != "" {
			words = append(words, one.option)
		}
		words = append(words, quote(one.word))
		f.passed = append(f.passed, one.name)
	}
	return strings.Join(words, " "), nil
}

func (f *filler) unknown(name string) error {
	var names []string
	for _, param := range f.logged {
		names = append(names, param.Name)
	}
	text := fmt.Sprintf("run-command: the original logged no param %s, so {%s} stands for nothing.", name, name)
	if near := wording.Nearest(name, append(slices.Clone(names), allHydra, allMLproject)); near != "" {
		text += " Did you mean {" + printable.OneLine(near, 60) + "}?"
	} else if len(names) > 0 {
		text += " It logged " + wording.ListUpTo(names, 5) + "."
	}
	return fmt.Errorf("%s Braces that are meant for a program go in quotes: '{%s}'", text, name)
}

var (
	plain  = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)
	number = regexp.MustCompile(`^-(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$|^-(?:inf|nan)$`)
)

// check says why a value cannot be a word of the command.
func (f *filler) check(name, value string) error {
	switch why := params.Truncated(value); {
	case strings.IndexFunc(value, unicode.IsControl) >= 0:
		return refuse(name, "it has line breaks or control characters", "let the training read it from a params file")
	case why != "":
		return refuse(name, why, "write the whole value into the run command")
	case redact.InParam(name, value):
		return refuse(name, "it looks like a secret, and reports show the command", "have the training read it from its environment")
	case !plain.MatchString(value) && f.again != "":
		return refuse(name, fmt.Sprintf("%s would read its signs as text of a shell: %s", f.again, printable.Quote(value, 60)), "call the training program itself")
	}
	return nil
}

func refuse(name, why, wayOut string) error {
	return repro.Doubtf(repro.ParamsNotWritable, "run-command: param %s cannot be passed: %s; %s", printable.OneLine(name, 60), why, wayOut)
}

// quote writes a value as one word, or as a part of one.
func quote(value string) string {
	if plain.MatchString(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
