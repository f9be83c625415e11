//go:build !nodesk

package placeholder

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/scripts"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// hydraMain is how a program takes its configuration from Hydra.
// https://hydra.cc/docs/tutorials/basic/your_first_app/simple_cli/
var hydraMain = regexp.MustCompile(`(?m)^\s*@(?:hydra\.)?main\(|\bhydra\.main\(`)

// HydraCommand is the run command that passes all params to the program of Hydra that a command
// starts, with the config groups that the original chose: itself, or by way of make or a script,
// which would take them for its own. "" where there is no such program.
func HydraCommand(files fs.FS, command string, logged repro.Params) string {
	call := command
	if programOf(files, command) == "" {
		if call = hydraBehind(files, command); call == "" {
			return ""
		}
	}
	var configs hydraConfigs
	for _, choice := range append(configs.choices(files, logged), "{"+allHydra+"}") {
		call += " " + choice
	}
	return call
}

// programOf is how Python is told of the program of Hydra in a text: "train.py", "-m src.train".
func programOf(files fs.FS, text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		file, said := path.Clean(strings.Trim(word, `"'`)), ""
		if i > 0 && words[i-1] == "-m" {
			file, said = strings.ReplaceAll(word, ".", "/")+".py", "-m "+word
		}
		if path.Ext(file) != ".py" || !fs.ValidPath(file) {
			continue
		}
		program, err := doc.ReadFile(files, file)
		if err == nil && strings.Contains(string(program), "hydra") && hydraMain.Match(program) {
			if said == "" {
				said = wording.Quote(file)
			}
			return said
		}
	}
	return ""
}

// hydraBehind is the call of the program of Hydra that make or a script calls.
func hydraBehind(files fs.FS, command string) string {
	for _, script := range scripts.Of(strings.ReplaceAll(command, "{"+allHydra+"}", "")) {
		if !fs.ValidPath(script.File) || path.Dir(script.File) != "." { // its paths are of another directory
			continue
		}
		text, err := doc.ReadFile(files, script.File)
		if err != nil {
			continue
		}
		lines := string(text)
		if script.Make {
			lines = scripts.Recipes(scripts.Expand(lines), script.Goals)
		}
		if program := programOf(files, scripts.WithoutComments(lines)); program != "" {
			return "python " + program
		}
	}
	return ""
}

// byMake says whether the words of a simple command are a call of make.
func byMake(words []string) bool {
	at := programAt(words)
	return at >= 0 && (path.Base(words[at]) == "make" || path.Base(words[at]) == "gmake")
}

// choices are the options of config groups that the logged keys show and no default has:
// model=gbm, where only gbm.yaml has the keys that were logged below model.
func (c *hydraConfigs) choices(files fs.FS, logged repro.Params) []string {
	c.load(files)
	found := map[string][]string{}
	var groups []string
	for _, config := range c.all {
		for n := 1; n < len(config.groups); n++ {
			group := strings.Join(config.groups[len(config.groups)-n:], "/")
			below := strings.ReplaceAll(group, "/", ".") + "."
			_, chosen := logged.Get(group)
			usual, known := c.usual(config.groups[:len(config.groups)-n], group)
			if keys := config.keys(below); known && !chosen && len(keys) > 0 && slices.Equal(keys, namesBelow(logged, below)) {
				if found[group] == nil {
					groups = append(groups, group)
				}
				found[group] = append(found[group], config.name)
				if config.name == usual {
					found[group] = append(found[group], usual) // the default has them: nothing to choose
				}
			}
		}
	}
	var choices []string
	for _, group := range groups {
		if len(found[group]) == 1 {
			choices = append(choices, group+"="+found[group][0])
		}
	}
	return choices
}

// usual is the option of a group in the defaults of a config above it; known says that one
// has the group, without which Hydra takes no other option.
func (c *hydraConfigs) usual(above []string, group string) (option string, known bool) {
	for _, config := range c.all {
		defaults := config.root.Get("defaults")
		if defaults == nil || defaults.Kind != doc.List || !slices.Equal(config.groups, above) {
			continue
		}
		for _, item := range defaults.Items() {
			if value := item.Get(group); value != nil {
				return strings.TrimSuffix(value.Text, ".yaml"), true
			}
		}
	}
	return "", false
}

// keys are the names of a config's values below a group, in order.
func (c hydraConfig) keys(below string) []string {
	var names []string
	c.root.Each(func(key []string, _ *doc.Node) { names = append(names, below+strings.Join(key, ".")) })
	slices.Sort(names)
	return names
}

// namesBelow are the names of params that begin so, in order.
func namesBelow(logged repro.Params, below string) []string {
	var names []string
	for _, param := range logged {
		if strings.HasPrefix(param.Name, below) {
			names = append(names, param.Name)
		}
	}
	slices.Sort(names)
	return names
}
