package challenge

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file finds a param that no params file and no placeholder takes where a program, a
// settings file or the run command gives its name its value. Only a challenge changes it
// there: nobody's params are written into a program.

// constants are the texts of a commit and the run command, as a plan leaves them.
type constants struct {
	plan  repro.Plan
	texts []repro.FileEdit // Before and After are the same but for the plan's own edits
}

// Bounds on the texts that are looked through.
const (
	maxTexts = 500
	maxText  = 128 << 10 // bytes of one
)

// Constants reads the programs and settings of a plan's commit. What it gives is the plan with
// another value of a param, in the one place where its name has its old value; false where
// there is none.
func Constants(files fs.FS, plan repro.Plan) func(edit repro.ParamEdit, value string) (repro.Plan, bool) {
	return constants{plan: plan, texts: textsOf(files, plan)}.changed
}

// textsOf are the programs and settings of a plan's commit, as the plan leaves them.
func textsOf(files fs.FS, plan repro.Plan) (texts []repro.FileEdit) {
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error { // what cannot be read has no constants
		switch {
		case err != nil, len(texts) >= maxTexts:
			return fs.SkipAll
		case entry.IsDir() && name != "." && strings.HasPrefix(path.Base(name), "."):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !holdsConstants(name) || name == plan.Original.From: // where the original's params are read from
			return nil
		}
		if at := slices.IndexFunc(plan.Files, func(edit repro.FileEdit) bool { return edit.Path == name }); at >= 0 {
			texts = append(texts, plan.Files[at])
			return nil
		}
		if info, err := entry.Info(); err == nil && info.Size() <= maxText {
			if data, err := doc.ReadFile(files, name); err == nil {
				texts = append(texts, repro.FileEdit{Path: name, Before: data, After: data})
			}
		}
		return nil
	})
	return texts
}

// holdsConstants says of a file whether a training may take a param from its text.
func holdsConstants(name string) bool {
	switch path.Ext(name) {
	case ".py", ".ini", ".cfg", ".conf", ".env", ".properties", ".txt", ".toml", ".yaml", ".yml", ".json":
		return !strings.HasPrefix(path.Base(name), "requirements") && !strings.HasPrefix(path.Base(name), "test_")
	}
	return lineage.IsProgram(name)
}

// changed looks in the command, in the params file that the edit names, else in any text.
func (c constants) changed(edit repro.ParamEdit, value string) (repro.Plan, bool) {
	plan, last := c.plan, repro.LastPart(edit.Name)
	if text, ok := replaced(plan.Command, option(last), edit.Logged, value); ok {
		plan.Command = text
		return plan, true
	}
	own := slices.DeleteFunc(slices.Clone(c.texts), func(text repro.FileEdit) bool { return text.Path != edit.File })
	for _, try := range []struct {
		texts []repro.FileEdit
		place *regexp.Regexp
	}{{own, assignment(last)}, {own, number}, {c.texts, assignment(last)}} {
		if changed, ok := changedIn(try.texts, try.place, edit.Logged, value); ok {
			plan.Files = append(slices.DeleteFunc(slices.Clone(plan.Files), func(other repro.FileEdit) bool { return other.Path == changed.Path }), changed)
			return plan, true
		}
	}
	if text, ok := replaced(plan.Command, number, edit.Logged, value); ok {
		plan.Command = text
		return plan, true
	}
	return plan, false
}

// changedIn changes the one of several texts that has the value in the one place.
func changedIn(texts []repro.FileEdit, place *regexp.Regexp, old, value string) (repro.FileEdit, bool) {
	var found []repro.FileEdit
	for _, text := range texts {
		if n := len(places(string(text.After), place, old)); n > 1 {
			return repro.FileEdit{}, false
		} else if n == 1 {
			after, _ := replaced(string(text.After), place, old, value)
			text.After = []byte(after)
			found = append(found, text)
		}
	}
	if len(found) != 1 {
		return repro.FileEdit{}, false
	}
	return found[0], true
}

const (
	aNumber  = `([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?:["',;:)\]}\s]|$)`
	anyQuote = `["']?`
)

// number finds a number that is a word of its own.
var number = regexp.MustCompile(`(?:^|[\s=:("',\[])` + aNumber)

// assignment finds a number that is given to a name: lr = 0.1, "lr": 0.1, lr: float = 0.1,
// add_argument("--lr", default=0.1), environ.get("LR", "0.1").
func assignment(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\w.#-]|["']--?)` + spelled(name) + anyQuote + `(?:[ \t]*(?::[ \t]*\w+[ \t]*)?[=:]|,(?:[^()\n]*\bdefault[ \t]*=)?)[ \t]*` + anyQuote + aNumber)
}

// option finds a number that an option or a variable of a command has: --lr 0.1, lr=0.1, LR=0.1.
func option(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[\s'".+-])` + spelled(name) + `(?:=|:|[ \t]+)` + anyQuote + aNumber)
}

// spelled takes _ and - for each other.
func spelled(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(regexp.QuoteMeta(name), "-", "_"), "_", "[_-]")
}

// places are where a text has a value, as the offsets of its number.
func places(text string, place *regexp.Regexp, old string) (found [][]int) {
	for from := 0; ; {
		at := place.FindStringSubmatchIndex(text[from:])
		if at == nil {
			return found
		}
		start, end := from+at[2], from+at[3]
		if params.Equal(old, text[start:end]) {
			found = append(found, []int{start, end})
		}
		from = end // what ends one number may begin the next
	}
}

// replaced changes the value in the one place that has it.
func replaced(text string, place *regexp.Regexp, old, value string) (string, bool) {
	found := places(text, place, old)
	if len(found) != 1 {
		return text, false
	}
	return text[:found[0][0]] + value + text[found[0][1]:], true
}
