package remedy

// This file says in the message of params that did not arrive how they would.

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/placeholder"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

var (
	plainName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	object     = regexp.MustCompile(`(?:^|[\[( ])[A-Za-z_][\w.]*\(.*\)`)
	plainValue = regexp.MustCompile(`^[^\x00-\x1f\x7f]{1,60}$`)
)

// Of says how the original's values get to the training: as an option of
// the run command, since what differs has no place in a params file. What is by nature
// another in every training is left out.
func Of(plan repro.Plan, training train.Training, run repro.Run, differing []params.Difference) string {
	var fixes, options, unknown, passing []string
	differing = told(differing)
	unplaced, program := "", loggedBy(training, run)
	planned := func(file string) bool {
		return slices.ContainsFunc(plan.Params, func(edit repro.ParamEdit) bool { return edit.File == file })
	}
	source := script(training, program)
	if papermill.MatchString(plan.Command) {
		source = script(training, notebookOf(plan.Command))
	}
	for _, d := range differing {
		if mlflowRun(plan.Command) {
			d.Original = wording.Unquote(d.Original) // logged as it stands in the entry point's command
		}
		if d.Logged && !d.MaybeSecret && !d.Held && params.Passing(d.Name, d.Original, d.Reproduced) {
			passing = append(passing, d.Name)
			continue
		}
		if key := keyMeant(plan.Params, d); key != "" && !d.Held && !d.MaybeSecret {
			fixes = append(fixes, fmt.Sprintf("%s looks like its key: name it with --params-map %s", key, wording.Quote(d.Name+"="+key)))
			continue
		}
		if !d.Logged || d.MaybeSecret || !plainName.MatchString(d.Name) || !plainValue.MatchString(d.Original) {
			continue
		}
		if said, meant := option(plan.Command, d); said != "" && said == meant {
			fixes = append(fixes, fmt.Sprintf("the run command says %s, and the training did not take it", said))
		} else if said != "" {
			fixes = append(fixes, fmt.Sprintf("the run command says %s: make it %s", said, meant))
		} else if file, _ := project.FileHolding(training.Files, planned, repro.Params{{Name: d.Name, Value: d.Original}}); !d.Held && file != "" {
			fixes = append(fixes, fmt.Sprintf("%s has a key for %s: name it with --params-file %s", file, d.Name, wording.Quote(file)))
		} else if !d.Held {
			if unplaced == "" {
				unplaced = d.Name
			}
			if add := addition(plan.Command, source, d); add != "" {
				options = append(options, add)
			} else {
				unknown = append(unknown, fmt.Sprintf("%s (%s)", d.Name, wording.Quote(d.Original)))
			}
		}
	}
	hydra := ""
	if strings.Contains(source, "hydra.main") && wrapped(plan.Command, program, training.Files, "x") != "" {
		hydra = placeholder.HydraCommand(training.Files, plan.Command, plan.Original.Params)
	}
	way := wrapped(plan.Command, program, training.Files, strings.Join(options, " "))
	switch {
	case len(options) > 0 && hydra != "":
		fixes, unplaced = append(fixes, "use "+hydra+" as the run command: it passes all params, as Hydra's overrides"), ""
	case len(options) > 0 && way != "":
		fixes = append(fixes, way)
	case len(options) > 0:
		fixes = append(fixes, "add "+strings.Join(options, " ")+" to the command that trains")
	}
	if len(unknown) > 0 {
		fixes = append(fixes, "add the option of "+called(plan.Command, program)+" that sets "+wording.ListUpTo(unknown, 5))
	}
	text := leaveOut(passing)
	if len(fixes) > 0 {
		text = "; " + wording.List(fixes)
		if unplaced != "" {
			text += fmt.Sprintf(", or map it with --params-map %s=KEY where a params file holds it under another name", unplaced)
		}
		text += leaveOut(passing)
	}
	return text + own(slices.DeleteFunc(slices.Clone(differing), func(d params.Difference) bool { return slices.Contains(passing, d.Name) }))
}

// told leaves out the texts of whole objects, as scikit-learn logs them, where params of
// their own differ as well: nobody passes LogisticRegression(C=0.3) as an option.
func told(differing []params.Difference) []params.Difference {
	plain := slices.DeleteFunc(slices.Clone(differing), func(d params.Difference) bool { return object.MatchString(d.Original) })
	if !slices.ContainsFunc(plain, func(d params.Difference) bool { return d.Logged }) {
		return differing
	}
	return plain
}

// leaveOut says how to leave out what every training has another of.
func leaveOut(passing []string) string {
	if len(passing) == 0 {
		return ""
	}
	var ways []string
	for _, name := range passing {
		ways = append(ways, "--ignore-params "+wording.Quote(name))
	}
	return "; every training has another " + wording.ListUpTo(passing, 5) + ": leave it out with " + strings.Join(ways, " ")
}

// called names the program that takes options: as the command starts it, where that is
// short and starts no other by way of make, DVC or a script.
func called(command, program string) string {
	starts := startsItself.MatchString(command)
	switch {
	case starts && (program == "" || program == "." || strings.Contains(command, path.Base(program)) || moduleCall(command, program)):
		return startsItself.FindStringSubmatch(command)[1]
	case program == "" || program == ".":
		return "the training program"
	default:
		return wording.Quote(program)
	}
}

// startsItself is a command that is a call of Python and nothing else.
var startsItself = regexp.MustCompile(`^\s*(python[0-9.]*\s+(?:-m\s+)?[\w./-]+)(?:\s[^;&|<>$` + "`" + `]*)?$`)

// own says how to leave a param out that each training works out for itself; what
// a params file holds is none.
func own(differing []params.Difference) string {
	for _, d := range differing {
		if d.Logged && !d.Held {
			return "; where the training itself works " + d.Name + " out, leave it out with --ignore-params " + wording.Quote(d.Name)
		}
	}
	return ""
}

// spellings are the ways in which commands name a param.
func spellings(name string) []string {
	last := lastPart(name)
	return slices.Compact([]string{name, strings.ReplaceAll(name, "_", "-"), last, strings.ReplaceAll(last, "_", "-")})
}

// lastPart is what a program may call a param that a library logs with where it belongs:
// model.depth, and clf__C of scikit-learn's pipelines.
func lastPart(name string) string {
	name = repro.LastPart(name)
	if at := strings.LastIndex(name, "__"); at > 0 && at+2 < len(name) {
		return name[at+2:]
	}
	return name
}

// option finds what the command itself says of a param, and what it should say.
func option(command string, d params.Difference) (said, meant string) {
	if mlflowRun(command) {
		if said := regexp.MustCompile(`'` + regexp.QuoteMeta(d.Name) + `=(?:[^']|'\\'')*'`).FindString(command); said != "" {
			return said, wording.Quote(d.Name + "=" + d.Original)
		}
	}
	if papermill.MatchString(command) {
		given := regexp.MustCompile(`\s(-[pr]|--parameters(?:_raw)?)\s+` + regexp.QuoteMeta(d.Name) + `\s+('[^']*'|[^\s'"]+)`).FindStringSubmatch(command)
		if given != nil {
			return given[1] + " " + d.Name + " " + given[2], given[1] + " " + d.Name + " " + wording.Quote(d.Original)
		}
	}
	for _, name := range spellings(d.Name) {
		found := regexp.MustCompile(`(?:^|[\s'"])((?:--?|\+\+?)?` + regexp.QuoteMeta(name) + `(?:=|\s+))('[^']*'|"[^"]*"|[^\s'"]+)`).FindStringSubmatch(command)
		if found != nil && (strings.HasPrefix(found[1], "-") || strings.HasSuffix(found[1], "=")) {
			return found[1] + found[2], found[1] + wording.Quote(d.Original)
		}
	}
	return "", ""
}

// papermill is a command that runs a notebook with params.
var papermill = regexp.MustCompile(`(?:^|[\s/])papermill\s`)

// notebookOf is the first notebook that a command names.
func notebookOf(command string) string {
	return path.Clean(strings.Trim(notebook.FindString(command), `'"`))
}

var notebook = regexp.MustCompile(`[^\s;&|]+\.ipynb\b['"]?`)

// papermillOption is -r for what would not be text with -p and may have been.
func papermillOption(notebook string, d params.Difference) string {
	if regexp.MustCompile(`(?m)(?:^|"|\\n)\s*` + regexp.QuoteMeta(d.Name) + `\s*=\s*(?:'|\\")`).MatchString(notebook) {
		return "-r"
	}
	return "-p"
}

func mlflowRun(command string) bool { return strings.Contains(command, "mlflow run") }

// addition is the option to add: as Hydra or mlflow run take them, or as the training's
// program declares it; "" where its text does not tell.
func addition(command, program string, d params.Difference) string {
	value := wording.Quote(d.Original)
	switch {
	case mlflowRun(command):
		return "-P " + d.Name + "=" + value
	case papermill.MatchString(command):
		return papermillOption(program, d) + " " + d.Name + " " + value
	case strings.Contains(program, "hydra.main"):
		return d.Name + "=" + value
	}
	flag := flagOf(program, d.Name)
	if flag == "" {
		return ""
	}
	return flag + " " + value
}

// loggedBy names the program that logged the run, as the commit has it: a full path may
// be that of any checkout. "" where nobody can look, or it is not there.
func loggedBy(training train.Training, run repro.Run) string {
	name := path.Clean(run.Tags[lineage.MlflowSource])
	if training.Files == nil || !path.IsAbs(name) {
		return name
	}
	for parts := strings.Split(strings.Trim(name, "/"), "/"); len(parts) > 0; parts = parts[1:] {
		if info, err := fs.Stat(training.Files, path.Join(parts...)); err == nil && info.Mode().IsRegular() {
			return path.Join(parts...)
		}
	}
	return name
}

// script reads that program; "" where nobody can look.
func script(training train.Training, program string) string {
	text, err := readIn(training.Files, program)
	if err != nil {
		return ""
	}
	return text
}
