package settings

import (
	"reflect"
	"strings"
	"testing"
)

func TestConfig_givesEachModelItsOwn(t *testing.T) {
	c, err := ParseConfig("reproduce.yaml", []byte(`
defaults:
  timeout: 2h
  tolerances:
    default: 1%
    "*_time": ignore
models:
  churn-*:
    workflow: train.yml
    metrics: [accuracy, f1]
  churn-big:
    timeout: 12h
`))
	if err != nil {
		t.Fatal(err)
	}
	for model, want := range map[string]Values{
		"other":       {"timeout": "2h", "tolerances": "default: 1%\n*_time: ignore"},
		"churn-a/b":   {"timeout": "2h", "tolerances": "default: 1%\n*_time: ignore", "workflow": "train.yml", "metrics": "accuracy\nf1"},
		"churn-small": {"timeout": "2h", "tolerances": "default: 1%\n*_time: ignore", "workflow": "train.yml", "metrics": "accuracy\nf1"},
		"churn-big":   {"timeout": "12h", "tolerances": "default: 1%\n*_time: ignore"},
	} {
		if got, err := c.For(model); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("For(%q) = %q, %v; want %q", model, got, err, want)
		}
	}
}

// TestConfig_givesEachModelItsFolder: a model's own before that of the defaults, and what
// was said where the check starts before both.
func TestConfig_givesEachModelItsFolder(t *testing.T) {
	const file = "defaults:\n  working-directory: shared\nmodels:\n  iris:\n    working-directory: flowers/iris\n  top:\n    working-directory: .\n"
	for name, test := range map[string]struct {
		said Values
		want string
	}{
		"the default":     {Values{"model": "wine"}, "shared"},
		"its own":         {Values{"model": "iris@production"}, "flowers/iris"},
		"the top":         {Values{"model": "top"}, ""},
		"said":            {Values{"model": "iris", "working-directory": "./other/"}, "other"},
		"an empty input":  {Values{"model": "iris", "working-directory": ""}, ""},
		"without a model": {Values{}, "shared"},
	} {
		values, err := test.said.OverConfig("reproduce.yaml", []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		if s, err := values.Settings("run"); err != nil || s.Directory != test.want {
			t.Errorf("%s: %q (%v), want %q", name, s.Directory, err, test.want)
		}
	}
}

func TestConfig_refusesWhatItDoesNotKnow(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a typo":              {"defaults:\n  tolerence: 1%\n", "reproduce.yaml:2:3: no such setting \"tolerence\"; did you mean tolerances?"},
		"a secret":            {"defaults:\n  github-token: x\n", "no such setting \"github-token\""},
		"a version":           {"models:\n  price:\n    version: production\n", "reproduce.yaml:3:5: no such setting \"version\"; the version is said where the check starts: as version, or for each model as NAME@ALIAS"},
		"another section":     {"default:\n  timeout: 1h\n", "reproduce.yaml:1:1: no such section \"default\""},
		"an unquoted glob":    {"defaults:\n  tolerances:\n    *_time: ignore\n", "needs quotes"},
		"a list for one word": {"defaults:\n  timeout: [1h, 2h]\n", "one value, not several"},
		"a list at the top":   {"- a\n", "defaults: and models:"},
		"a class of letters":  {"models:\n  \"churn-[ab]\": {timeout: 1h}\n", "reproduce.yaml:2:3: \"churn-[ab]\": the only wildcard is *"},
		"one of any letter":   {"models:\n  churn-?: {timeout: 1h}\n", "reproduce.yaml:2:3: \"churn-?\": the only wildcard is *"},
		"a bad amount":        {"defaults:\n  tolerances:\n    accuracy: 1%\n    loss: 5 apples\n", "reproduce.yaml:4:11: tolerances: "},
		"of one model":        {"models:\n  churn:\n    tolerances: {loss: exact, f1: 5}\n", "reproduce.yaml:3:35: tolerances: "},
		"a name with quotes":  {"defaults:\n  tolerances:\n    - \"'f1': 1%\"\n", "reproduce.yaml:3:7: tolerances: quotes"},
		"in a list":           {"defaults:\n  tolerances:\n    - 'f1: 1%'\n    - loss\n", "reproduce.yaml:4:7: tolerances: no colon"},
		"in a text":           {"defaults:\n  tolerances: |\n    f1: 1%\n    loss: soon\n", "reproduce.yaml:4:5: tolerances: "},
		"in a folded text":    {"defaults:\n  tolerances: >\n    f1:\n    soon\n", "reproduce.yaml:2:15: tolerances: "},
		"twice, with globs":   {"defaults:\n  tolerances: ['f1: 1%', 'f1: 2%']\n", "reproduce.yaml:2:15: tolerances: "},
		"material":            {"defaults:\n  material:\n    loss: exact\n", "reproduce.yaml:3:11: material: "},
		"a pair":              {"defaults:\n  workflow-inputs:\n    - a=1\n    - b\n", "reproduce.yaml:4:7: workflow-inputs: \"b\" is not name=value"},
		"a time":              {"defaults:\n  timeout: 5 parsecs\n", "reproduce.yaml:2:12: timeout: "},
		"a choice":            {"models:\n  churn:\n    challenge-limit: 1h\n    diagnose: maybe\n", "reproduce.yaml:4:15: diagnose: "},
		"nested":              {"defaults:\n  metrics: [[a]]\n", "reproduce.yaml:2:12: metrics: plain values"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseConfig("reproduce.yaml", []byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestConfig_doesNotGuessBetweenTwoEntries(t *testing.T) {
	c, err := ParseConfig("reproduce.yaml", []byte("models:\n  \"churn-*\": {timeout: 1h}\n  \"*-small\": {timeout: 2h}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.For("churn-mini"); err != nil || got["timeout"] != "1h" {
		t.Errorf("For(churn-mini) = %q, %v", got, err)
	}
	c, err = ParseConfig("reproduce.yaml", []byte("models:\n  \"a-*\": {timeout: 1h}\n  \"*-b\": {timeout: 2h}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.For("a-b"); err == nil {
		t.Errorf("For(a-b) = %q; both entries fit equally well", got)
	}
}

func TestConfig_mayBeEmpty(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "defaults:\nmodels: {}\n"} {
		c, err := ParseConfig("reproduce.yaml", []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if got, err := c.For("m"); err != nil || len(got) != 0 {
			t.Errorf("%q: For(m) = %q, %v", text, got, err)
		}
	}
}

// TestOverConfig_train: of the two ways to train, the one that is said counts.
func TestOverConfig_train(t *testing.T) {
	t.Parallel()
	const file = "defaults:\n  workflow: train.yml\n  timeout: 2h\nmodels:\n  desk:\n    run-command: make run\n"
	for name, tt := range map[string]struct{ said, want Values }{
		"nothing":       {Values{"model": "iris"}, Values{"workflow": "train.yml"}},
		"a command":     {Values{"model": "iris", "run-command": "make"}, Values{"run-command": "make", "timeout": "2h"}},
		"a workflow":    {Values{"model": "desk", "workflow": "other.yml"}, Values{"workflow": "other.yml"}},
		"its own entry": {Values{"model": "desk"}, Values{"run-command": "make run"}},
		"both":          {Values{"model": "iris", "run-command": "make", "workflow": "x.yml"}, Values{"run-command": "make", "workflow": "x.yml"}},
		"an empty word": {Values{"model": "iris", "run-command": ""}, Values{"workflow": "train.yml"}},
	} {
		got, err := tt.said.OverConfig("reproduce.yaml", []byte(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, option := range []string{"workflow", "run-command"} {
			if got[option] != tt.want[option] {
				t.Errorf("%s: %s is %q, want %q", name, option, got[option], tt.want[option])
			}
		}
	}
}
