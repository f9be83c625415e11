package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Config is .github/reproduce.yaml: what is said for all models and for each.
type Config struct {
	defaults Values
	models   []modelEntry
}

type modelEntry struct {
	glob   string
	at     string // its place in the file
	values Values
}

// maxConfig is far above any configuration a person writes.
const maxConfig = 256 << 10

// ParseConfig reads a configuration file. file is its path, for errors. An
// unknown key is an error with its line and the nearest known one: a setting
// that is silently ignored is how wrong verdicts are made.
func ParseConfig(file string, data []byte) (Config, error) {
	root, err := doc.Read(doc.YAML, data, maxConfig)
	switch {
	case errors.Is(err, doc.ErrEmpty):
		return Config{}, nil
	case err != nil:
		return Config{}, fmt.Errorf("%s: %w%s", file, err, globHint(data))
	case root.Kind != doc.Map:
		return Config{}, fmt.Errorf("%s: a %s where defaults: and models: belong", at(file, root), root.Kind)
	}
	var c Config
	var problems []error
	for i, key := range root.Keys {
		switch value := root.Values[i]; key.Text {
		case "defaults":
			values, errs := readValues(file, data, value)
			c.defaults, problems = values, append(problems, errs...)
		case "models":
			entries, errs := readEntries(file, data, value)
			c.models, problems = entries, append(problems, errs...)
		default:
			problems = append(problems, fmt.Errorf("%s: no such section %q; there are defaults and models", at(file, key), key.Text))
		}
	}
	return c, errors.Join(problems...)
}

// globHint explains YAML's complaint about an unquoted *: it reads an alias.
func globHint(data []byte) string {
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(strings.TrimSpace(line), "*") {
			return "; a key that begins with * needs quotes: \"*_time\": ignore"
		}
	}
	return ""
}

func readEntries(file string, data []byte, models *doc.Node) ([]modelEntry, []error) {
	if models.Kind != doc.Map {
		return nil, []error{fmt.Errorf("%s: models: holds names or globs with settings below them", at(file, models))}
	}
	var entries []modelEntry
	var problems []error
	for i, key := range models.Keys {
		if strings.ContainsAny(key.Text, "?[") {
			problems = append(problems, fmt.Errorf("%s: %q: the only wildcard is *, which stands for any text; write * in its place", at(file, key), key.Text))
			continue
		}
		values, errs := readValues(file, data, models.Values[i])
		problems = append(problems, errs...)
		entries = append(entries, modelEntry{key.Text, at(file, key), values})
	}
	return entries, problems
}

// notInConfig are the options a file cannot say: what is checked is said where
// the check is started, and a secret has no place in a file.
var notInConfig = []string{"command", "model", "version", "run-id", "config", "github-token", "update-params", "results", "due", "json", "write", "dry-run"}

// elsewhere says where to say what a file cannot.
func elsewhere(option string) string {
	if option == "version" {
		return "the version is said where the check starts: as version, or for each model as NAME@ALIAS or models:/NAME/VERSION in models of list"
	}
	return "it is said where the check starts, and not in a file"
}

func readValues(file string, data []byte, node *doc.Node) (Values, []error) {
	if node.Kind != doc.Map {
		if _, said := node.Str(); !said {
			return nil, nil // "defaults:" with nothing below
		}
		return nil, []error{fmt.Errorf("%s: settings are name: value", at(file, node))}
	}
	values := Values{}
	var problems []error
	for i, key := range node.Keys {
		option, known := Find(key.Text)
		if !known || slices.Contains(notInConfig, key.Text) {
			why := suggestion(key.Text)
			if known {
				why = "; " + elsewhere(key.Text)
			}
			problems = append(problems, fmt.Errorf("%s: no such setting %q%s", at(file, key), key.Text, why))
			continue
		}
		text, err := valueText(option, node.Values[i])
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %s: %w", at(file, node.Values[i]), key.Text, err))
			continue
		}
		problems = append(problems, checkValue(file, data, option, node.Values[i], text)...)
		values[key.Text] = text
	}
	return values, problems
}

// valueText gives a setting as the text an input would be: a list has one item
// a line, and a map one "name: value" or "name=value" a line.
func valueText(option Option, node *doc.Node) (string, error) {
	if node.Kind == doc.Scalar {
		text, _ := node.Str()
		return text, nil
	}
	if option.Kind != Lines {
		return "", errors.New("one value, not several")
	}
	var lines []string
	for i, item := range node.Values {
		text, ok := item.Str()
		if item.Kind != doc.Scalar || !ok || strings.ContainsAny(text, "\n\r") {
			return "", errors.New("plain values, please: one a line")
		}
		if node.Kind == doc.Map {
			sign := "="
			if option.Name == "tolerances" || option.Name == "material" {
				sign = ": "
			}
			text = node.Keys[i].Text + sign + text
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n"), nil
}

// For gives what the file says for a model: its own entry over the defaults.
// An exact name beats a glob, and a glob with more literal characters another;
// two entries of equal rank are an error.
func (c Config) For(model string) (Values, error) {
	var best *modelEntry
	for i, entry := range c.models {
		if !wording.MatchGlob(entry.glob, model) {
			continue
		}
		switch {
		case best == nil || rank(entry.glob, model) > rank(best.glob, model):
			best = &c.models[i]
		case rank(entry.glob, model) == rank(best.glob, model):
			return nil, fmt.Errorf("model %s: the entries %q and %q fit equally well; name the model in one of them", model, best.glob, entry.glob)
		}
	}
	if best == nil {
		return c.defaults, nil
	}
	return best.values.Over(otherWay(c.defaults, best.values)), nil
}

// OverConfig puts the values over what a configuration file says for their model.
// file is the file's path, for errors, and data what is in it.
func (v Values) OverConfig(file string, data []byte) (Values, error) {
	config, err := ParseConfig(file, data)
	if err != nil {
		return nil, err
	}
	model := v["model"]
	if ref, err := repro.ParseModelRef(model, ""); err == nil {
		model = ref.Name
	}
	said, err := config.For(model)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return v.Over(otherWay(said, v)), nil
}

// otherWay is what counts less without its way to train, where another was said: the two
// exclude each other.
func otherWay(less, said Values) Values {
	for _, pair := range [][2]string{{"run-command", "workflow"}, {"workflow", "run-command"}} {
		if said[pair[0]] != "" && said[pair[1]] == "" && less[pair[1]] != "" {
			less = Values{}.Over(less)
			delete(less, pair[1])
		}
	}
	return less
}

func rank(glob, model string) int {
	if glob == model {
		return 1 << 20
	}
	return wording.Literal(glob)
}

// suggestion suggests the option that was probably meant.
func suggestion(name string) string {
	var names []string
	for _, option := range Options {
		if !slices.Contains(notInConfig, option.Name) {
			names = append(names, option.Name)
		}
	}
	if best := wording.Nearest(name, names); best != "" {
		return fmt.Sprintf("; did you mean %s?", best)
	}
	return ""
}
