package repro

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// A ModelRef is what a person typed to name a model version: a registered
// model and a selector, or the run itself.
type ModelRef struct {
	Name     string
	Selector Selector
	RunID    string // set instead of Name by --run-id
}

// SelectorKind says which of MLflow's ways to point at a version was meant.
type SelectorKind int

const (
	SelectLatest SelectorKind = iota // the highest version number
	SelectNumber                     // a version number
	SelectAlias                      // name@alias, or --version @alias
	SelectStage                      // --version stage:Production
	SelectWord                       // a bare word: an alias or a stage, the registry decides
)

// A Selector picks one version of a registered model.
type Selector struct {
	Kind SelectorKind
	Text string // the number, alias, stage or word, without its sign
}

// String gives the selector as it can be typed after --version.
func (s Selector) String() string {
	switch s.Kind {
	case SelectLatest:
		return "latest"
	case SelectAlias:
		return "@" + s.Text
	case SelectStage:
		return "stage:" + s.Text
	default:
		return s.Text
	}
}

// String gives the reference as it can be typed again.
func (r ModelRef) String() string {
	switch {
	case r.RunID != "":
		return "run " + r.RunID
	case r.Selector.Kind == SelectLatest:
		return r.Name
	case r.Selector.Kind == SelectAlias:
		return r.Name + "@" + r.Selector.Text
	default:
		return r.Name + " " + r.Selector.String()
	}
}

// ParseModelRef reads MODEL and the value of --version, which may be empty.
// MODEL is a name, name@alias, models:/name/version or models:/name@alias, as
// MLflow's client writes them. The result always has a name.
func ParseModelRef(model, version string) (ModelRef, error) {
	if err := checkName("model", model); err != nil {
		return ModelRef{}, err
	}
	name, inline := model, ""
	if rest, ok := strings.CutPrefix(model, "models:/"); ok {
		rest = strings.TrimPrefix(rest, "/") // MLflow accepts models:// as well
		at, slash := strings.LastIndex(rest, "@"), strings.LastIndex(rest, "/")
		switch {
		case slash > 0 && slash > at: // a name may have an @, and none has a slash
			name, inline = rest[:slash], rest[slash+1:]
		case at > 0:
			name, inline = rest[:at], rest[at:]
		default:
			return ModelRef{}, fmt.Errorf("model %q: models:/ID names a logged model, not a registered one; give a registered name, models:/NAME/VERSION or --run-id", model)
		}
	} else if at := strings.LastIndex(model, "@"); at > 0 {
		name, inline = model[:at], model[at:]
	}
	if name == "" || inline == "@" {
		return ModelRef{}, fmt.Errorf("model %q: the name before the @ or the alias after it is missing; write NAME, NAME@ALIAS or models:/NAME/VERSION", model)
	}
	if inline != "" && version != "" && inline != version {
		return ModelRef{}, fmt.Errorf("model %q names %s, and version says %s; give one of them, or models:/NAME/VERSION where the name has an @", model, inline, version)
	}
	if inline == "" {
		inline = version
	}
	selector, err := ParseSelector(inline)
	return ModelRef{Name: name, Selector: selector}, err
}

// Typed are the words by which a shell is told of a version of a model; version may be empty.
// A name that would be read as a flag, or as one with an alias, stands in an address.
func Typed(name, version string) string {
	odd := strings.HasPrefix(name, "-") || strings.Contains(name, "@") || strings.HasPrefix(name, "models:/")
	switch {
	case odd && version == "":
		return wording.Quote("models:/" + name + "@latest")
	case odd:
		return wording.Quote("models:/" + name + "/" + version)
	case version == "":
		return wording.Quote(name)
	}
	return wording.Quote(name) + " --version " + wording.Quote(version)
}

// reservedAlias are aliases that MLflow gives nobody, as they read as versions.
// https://mlflow.org/docs/latest/api_reference/python_api/mlflow.client.html (set_registered_model_alias)
var reservedAlias = regexp.MustCompile(`^(?:@|alias:)?(?i:v([1-9][0-9]{0,17})|latest)$`)

// ParseSelector reads a version: digits, v and digits, latest, @alias, alias:NAME,
// stage:NAME, or a bare word. Empty means latest. @1 is an alias, which some have
// and which is a number where none has.
func ParseSelector(text string) (Selector, error) {
	if text != "" {
		if err := checkName("version", text); err != nil {
			return Selector{}, err
		}
	}
	reserved := reservedAlias.FindStringSubmatch(text)
	switch {
	case reserved != nil && reserved[1] != "":
		return Selector{Kind: SelectNumber, Text: reserved[1]}, nil
	case text == "" || reserved != nil:
		return Selector{Kind: SelectLatest}, nil
	case wording.IsDigits(text):
		if trimmed := strings.TrimLeft(text, "0"); trimmed == "" || trimmed != text || len(text) > 18 {
			return Selector{}, fmt.Errorf("version %q: a version is a number from 1, without leading zeros", text)
		}
		return Selector{Kind: SelectNumber, Text: text}, nil
	}
	for prefix, kind := range map[string]SelectorKind{"@": SelectAlias, "alias:": SelectAlias, "stage:": SelectStage} {
		if word, ok := strings.CutPrefix(text, prefix); ok {
			if word == "" {
				return Selector{}, fmt.Errorf("version %q: nothing after %q", text, prefix)
			}
			return Selector{Kind: kind, Text: word}, nil
		}
	}
	if text[0] == '-' || text[0] == '+' || (text[0] >= '0' && text[0] <= '9') {
		return Selector{}, fmt.Errorf("version %q: write digits, latest, an alias or a stage", text)
	}
	return Selector{Kind: SelectWord, Text: text}, nil
}

// ParseRef reads what stands alone for a run: a run's id or the beginning of one, which
// runs:/ may begin, or a model version, as ParseModelRef reads it.
func ParseRef(text string) (ModelRef, error) {
	if rest, ok := strings.CutPrefix(text, "runs:/"); ok {
		id, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/") // a file of the run may follow
		return ModelRef{RunID: id}, nil
	}
	if strings.HasPrefix(text, "models:/") || strings.LastIndex(text, "@") > 0 {
		return ParseModelRef(text, "")
	}
	return ModelRef{RunID: text}, nil
}

// checkName refuses what can be no model name, alias or stage on any server.
func checkName(what, text string) error {
	if text == "" {
		return fmt.Errorf("%s: empty", what)
	}
	if len(text) > 1024 {
		return fmt.Errorf("%s: %d bytes long; a name has at most 1024", what, len(text))
	}
	for _, r := range text {
		if r < 0x20 || r == 0x7f || r == '�' {
			return fmt.Errorf("%s %q: control characters or invalid UTF-8 in a name", what, text)
		}
	}
	if strings.TrimSpace(text) != text {
		return fmt.Errorf("%s %q: white space at the ends of a name", what, text)
	}
	return nil
}

// IsRunID says whether MLflow accepts a text as a run's id; in practice they are
// 32 hex digits.
// https://github.com/mlflow/mlflow/blob/master/mlflow/utils/validation.py (_RUN_ID_REGEX)
func IsRunID(id string) bool {
	for i, c := range id {
		alphanumeric := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !alphanumeric && (i == 0 || c != '-' && c != '_') {
			return false
		}
	}
	return id != "" && len(id) <= 256
}
