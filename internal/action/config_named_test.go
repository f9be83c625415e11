package action

import (
	"strings"
	"testing"
)

// TestStep_configurationUnderAnotherName: what was meant for the configuration and is not read
// ends the check before a training, or is a warning; a name that was said gets the nearest.
func TestStep_configurationUnderAnotherName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, said, exit, want string
		trainings              int
	}{
		{".github/reproduce.yml", "", "2", "::error title=reproduce::config: .github/reproduce.yml is not read; rename it to .github/reproduce.yaml", 0},
		{".github/reproduct.yaml", "", "0", "::warning title=reproduce::config: .github/reproduct.yaml is not read", 1},
		{"reproduce.yaml", "", "0", "::warning title=reproduce::config: reproduce.yaml is not read", 1},
		{".github/dependabot.yml", "", "0", "", 1},
		{"ci/reproduce.yaml", "ci/reproduce.yml", "2", "config: there is no ci/reproduce.yml; did you mean ci/reproduce.yaml?", 0},
		{"checks.yaml", "check.yaml", "2", "did you mean checks.yaml?", 0},
	} {
		s := &stage{fixture: newFixture(t)}
		s.Push("main", map[string][]byte{tt.file: []byte("defaults:\n  fail-on: never\n")})
		s.env["GITHUB_SHA"] = s.Head("main")
		s.on(t, "workflow_dispatch")
		s.run(t, "version=1", "config="+tt.said)
		if s.exits[0] != tt.exit || len(s.Runs()) != tt.trainings || !strings.Contains(s.log.String(), tt.want) || tt.want == "" && strings.Contains(s.log.String(), "is not read") {
			t.Errorf("%s, config %q: exit %s after %d trainings, want %q in\n%s", tt.file, tt.said, s.exits[0], len(s.Runs()), tt.want, s.log.String())
		}
	}
}

// TestStep_twoConfigurations: neither of two configurations is without effect in silence, and
// nothing is trained before it is known which one counts.
func TestStep_twoConfigurations(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"":                       "::error title=reproduce::config: there are both .github/reproduce.yaml and .github/reproduce.yml, and only one is read",
		".github/reproduce.yml":  "",
		".github/reproduce.yaml": "",
	} {
		s := &stage{fixture: newFixture(t)}
		s.Push("main", map[string][]byte{
			".github/reproduce.yaml": []byte("defaults:\n  fail-on: drifted\n"),
			".github/reproduce.yml":  []byte("defaults:\n  fail-on: never\n"),
		})
		s.env["GITHUB_SHA"] = s.Head("main")
		s.on(t, "workflow_dispatch")
		s.run(t, "version=1", "config="+said)
		refused := want != ""
		if (s.exits[0] == "2") != refused || (len(s.Runs()) == 0) != refused || !strings.Contains(s.log.String(), want) {
			t.Errorf("config %q: exit %s after %d trainings, want %q in\n%s", said, s.exits[0], len(s.Runs()), want, s.log.String())
		}
	}
}

// TestStep_typosAreTold: a name that fits nothing does not pass in silence, wherever it stands.
func TestStep_typosAreTold(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"models:\n  iris-clasifier:\n    fail-on: never\n":         "::warning title=reproduce::.github/reproduce.yaml:2:3: no registered model matches iris-clasifier, so its settings count for none; did you mean iris-classifier?",
		"models:\n  Iris-Classifier:\n    fail-on: never\n":        "no registered model matches Iris-Classifier",
		"defaults:\n  tolerances: {acuracy: 5%}\n":                 `tolerances:1: "acuracy" matches no metric; did you mean "accuracy"?`,
		"defaults:\n  material: {acuracy: 5%}\n":                   `material:1: "acuracy" matches no metric; did you mean "accuracy"?`,
		"defaults:\n  metrics-map: {acuracy: acc}\n":               `metrics-map: "acuracy" is no metric of the original run; did you mean "accuracy"?`,
		"defaults:\n  ignore-params: [learnin_rate]\n":             "ignore-params learnin_rate: the run logged no such param",
		"defaults:\n  ignore-outs: [nothing*]\n":                   "ignore-outs nothing* names no output of the pipeline",
		"defaults:\n  keep: [wieghts/base.pt]\n":                   "keep wieghts/base.pt: the commit has no such file", //nolint:misspell // what is tried
		"defaults:\n  params-section: trian\n":                     "params-section: params.yaml has no section \"trian\"; did you mean train?",
		"defaults:\n  history-branch: reproduce-histroy\n":         "history-branch reproduce-histroy: there is no such branch yet",
		"defaults:\n  history: [histroy]\n":                        "history histroy: there is no such file or directory",
		"defaults:\n  workflow: trian.yml\n":                       "(did you mean train.yml?)",
		"defaults:\n  workflow-inputs: [reproduce_contxt=1]\n":     "(did you mean reproduce_context?)",
		"defaults:\n  workflow-inputs: ['reproduce_context={}']\n": "reproduce_context is filled in by the check itself",
		"defaults:\n  working-directory: irsi\n":                   "there is no folder irsi",
		"defaults:\n  params-map: ['lr=train.nope']\n":             "train.nope is a key of none of params.yaml",
		"defaults:\n  params-file: parms.yaml\n":                   "Params file parms.yaml: not in this commit",
		"defaults:\n  metrics: [acuracy]\n":                        `did you mean "accuracy"?`,
		"defaults:\n  code-ref: mian\n":                            "name a branch, a tag or a commit of this repository",
		"defaults:\n  challenge: epoch\n":                          "Did you mean epochs?",
		"default:\n  fail-on: never\n":                             `no such section "default"`,
	} {
		s := &stage{fixture: newFixture(t)}
		s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte(file)})
		s.env["GITHUB_SHA"] = s.Head("main")
		s.on(t, "workflow_dispatch")
		s.run(t, "version=1", "workflow="+map[bool]string{false: "train.yml"}[strings.Contains(file, "workflow:")])
		if log := s.log.String(); !strings.Contains(log, want) {
			t.Errorf("%s: exit %s, want %q in\n%s", file, s.exits[0], want, log)
		}
	}
}
