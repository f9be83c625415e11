//go:build !nodesk

package placeholder

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// papermillNumber is what papermill's -p makes a number of, as Python's int and float do.
var papermillNumber = regexp.MustCompile(`^\s*[-+]?(?i:(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:e[-+]?[0-9](?:_?[0-9])*)?|nan|inf(?:inity)?)\s*$`)

// papermill refuses -p NAME {param} where it would hand another type to a notebook than the
// notebook's own cell of parameters has. -p makes a number or a bool of what
// looks like one, and has no lists. A log does not tell a text from a number, and the
// training would drift.
// https://papermill.readthedocs.io/en/latest/usage-execute.html
func (f *filler) papermill(m mark, value string) error {
	if !m.whole || !slices.ContainsFunc(m.before, func(word string) bool { return path.Base(unquoted(word)) == "papermill" }) {
		return nil
	}
	variable := ""
	switch last := len(m.before) - 1; {
	case last > 0 && (m.before[last-1] == "-p" || m.before[last-1] == "--parameters"):
		variable = unquoted(m.before[last])
	case strings.HasPrefix(m.before[last], "-p"):
		variable = unquoted(m.before[last][2:])
	}
	if variable == "" {
		return nil
	}
	converted := slices.Contains([]string{"True", "False", "None"}, value) || papermillNumber.MatchString(value)
	for _, given := range f.notebookValues(variable) {
		switch text := textLiteral.MatchString(given); {
		case text && converted:
			return refuse(m.name, fmt.Sprintf("papermill's -p makes a number, a bool or None of it, and the notebook has %s as text", variable),
				fmt.Sprintf("write -r %s {%s}, or, if the original was given it without quotes, -p %s %s", variable, m.name, variable, quote(value)))
		case !text && !converted && strings.ContainsRune("[({", rune(given[0])) && strings.ContainsRune("[({", rune((value + " ")[0])):
			return refuse(m.name, fmt.Sprintf("papermill's -p makes text of it, and the notebook has %s as a list or a map", variable),
				"write it into the command as YAML: -y "+wording.Quote(variable+": "+yamlOf(value)))
		}
	}
	return nil
}

// yamlOf writes a logged list or map as YAML; as it was logged where that is not known.
func yamlOf(value string) string {
	if text, ok := params.HydraValue(value); ok {
		return text
	}
	return value
}

// textLiteral is how Python writes a text.
var textLiteral = regexp.MustCompile(`^(?:[rRuUbBfF]{0,2}["']|str\()`)

// notebookValues are the values that the notebooks of the command give a variable in their
// cell of parameters, as they are written there: of all notebooks of the project where the
// command names none of them.
func (f *filler) notebookValues(variable string) []string {
	assigned := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(variable) + `[ \t]*(?::[ \t]*([^=\n]+?)[ \t]*)?=[ \t]*([^\s=].*)$`)
	var named, all []string
	for _, directories := range []string{"", "*/", "*/*/", "*/*/*/"} {
		notebooks, err := fs.Glob(f.files, directories+"*.ipynb")
		if err != nil {
			continue
		}
		for _, notebook := range notebooks[:min(len(notebooks), maxConfigs-min(len(all), maxConfigs))] {
			for _, found := range assigned.FindAllStringSubmatch(f.parametersCell(notebook), -1) {
				value := found[2]
				if found[1] == "str" {
					value = "str("
				}
				all = append(all, value)
				if slices.ContainsFunc(f.scanner.all, func(word string) bool { return path.Base(unquoted(word)) == path.Base(notebook) }) {
					named = append(named, value)
				}
			}
		}
	}
	if len(named) > 0 {
		return named
	}
	return all
}

// parametersCell is the text of a notebook's cell with the tag that papermill looks for.
func (f *filler) parametersCell(notebook string) string {
	data, err := doc.ReadFile(f.files, notebook)
	if err != nil {
		return ""
	}
	document, err := doc.Parse(doc.JSON, data)
	if err != nil || document.Root.Get("cells") == nil {
		return ""
	}
	for _, cell := range document.Root.Get("cells").Items() {
		if slices.ContainsFunc(cell.Get("metadata", "tags").Items(), func(tag *doc.Node) bool { return tag.Text == "parameters" }) {
			source := cell.Get("source")
			text, _ := source.Str()
			for _, line := range source.Items() {
				text += line.Text
			}
			return text
		}
	}
	return ""
}

func unquoted(word string) string { return strings.Trim(word, `'"`) }
