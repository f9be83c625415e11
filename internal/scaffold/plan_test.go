package scaffold

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/reproduce-action/reproduce/internal/settings"
)

var update = flag.Bool("update", false, "write the golden files")

// project reads what a repository holds, and what is known besides, from a file of testdata.
func project(t *testing.T, file string) Facts {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	f := Facts{Files: files, Getenv: func(string) string { return "" }}
	for line := range strings.Lines(string(archive.Comment)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "models":
			f.Models = append(f.Models, value)
		case "version":
			f.Version = value
		case "here":
			f.Registry.Here, f.Read = append(f.Registry.Here, value), true
		case "names":
			f.Registry.Names = append(f.Registry.Names, value)
		case "logged":
			f.Registry.Params = append(f.Registry.Params, value)
		case "local":
			f.Local = value
		}
	}
	f.Registry.All, f.Registry.Aliases, f.Registry.Words = f.Registry.Here, true, map[string][]string{}
	for _, name := range f.Registry.Here {
		f.Registry.Words[name] = append(f.Registry.Words[name], f.Version)
	}
	return f
}

// TestMake: for each project of testdata the files that it lacks, byte for byte. Written
// down, they leave nothing to do.
func TestMake(t *testing.T) {
	t.Parallel()
	projects, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(projects) < 5 {
		t.Fatalf("%d projects, %v", len(projects), err)
	}
	for _, file := range projects {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			facts := project(t, file)
			plan, err := Make(facts)
			if err != nil {
				t.Fatal(err)
			}
			said := strings.Join(append(append(append(plan.Found, "--"), plan.Notes...), append([]string{"--"}, plan.Next...)...), "\n") + "\n"
			made := map[string]string{"said.txt": said}
			for _, edit := range plan.Files {
				made[edit.Path] = string(edit.After)
				facts.Files.(fstest.MapFS)[edit.Path] = &fstest.MapFile{Data: edit.After}
			}
			golden := filepath.Join("testdata", name+".want")
			if *update {
				if err := os.RemoveAll(golden); err != nil {
					t.Fatal(err)
				}
				for path, text := range made {
					path = filepath.Join(golden, filepath.FromSlash(path))
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			count := 0
			err = filepath.WalkDir(golden, func(path string, entry os.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				count++
				want, err := os.ReadFile(path)
				rel, _ := filepath.Rel(golden, path)
				if got := made[filepath.ToSlash(rel)]; got != string(want) {
					t.Errorf("%s is\n%s\nwant\n%s", rel, got, want)
				}
				return err
			})
			if err != nil || count != len(made) {
				t.Errorf("%d golden files and %d made, %v", count, len(made), err)
			}
			for path, text := range made {
				if strings.Contains(text, "canary") {
					t.Errorf("%s has a value of .env:\n%s", path, text)
				}
			}
			if again, err := Make(facts); err != nil || len(again.Files) != 0 {
				t.Errorf("once more: %v, %d files", err, len(again.Files))
			}
			if config, made := made[ConfigFile]; made {
				if _, err := settings.ParseConfig(ConfigFile, []byte(config)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestMake_docs: what is written for the usual project is what the documentation shows.
func TestMake_docs(t *testing.T) {
	t.Parallel()
	plan, err := Make(project(t, "testdata/dvc.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for made, shown := range map[string]string{".github/workflows/train.yml": "train.yml", ".github/workflows/reproduce.yml": "nightly.yml"} {
		want, err := os.ReadFile(filepath.Join("..", "..", "docs", "workflows", shown))
		if err != nil {
			t.Fatal(err)
		}
		for _, edit := range plan.Files {
			// The documentation checks all models of a registry.
			text := strings.Replace(string(edit.After), "          models: |\n            iris-classifier\n", "", 1)
			if edit.Path == made && text != string(want) {
				t.Errorf("%s differs from docs/workflows/%s:\n%s", made, shown, text)
			}
		}
	}
}

// TestMake_refused: where several answers fit, none is taken; the message names them and
// the option that decides.
func TestMake_refused(t *testing.T) {
	t.Parallel()
	const trains = "on: push\njobs:\n  t:\n    runs-on: x\n    steps: [{run: dvc repro --force}]\n"
	for name, tt := range map[string]struct {
		files  map[string]string
		change func(*Facts)
		want   []string
	}{
		"two workflows":             {files: map[string]string{".github/workflows/a.yml": trains, ".github/workflows/b.yaml": trains}, want: []string{"a.yml", "b.yaml", "--workflow"}},
		"a reusable one":            {files: map[string]string{".github/workflows/train.yml": strings.Replace(trains, "push", "workflow_call", 1)}, want: []string{"workflow_call", "--workflow train.yml", "reproduce_context"}},
		"one that calls another":    {files: map[string]string{".github/workflows/train.yml": "on: push\njobs: {t: {uses: ./.github/workflows/x.yml}}\n"}, want: []string{"x.yml", "does not reach"}},
		"one that checks":           {files: map[string]string{".github/workflows/c.yml": "on: push\njobs: {t: {steps: [{uses: reproduce-action/reproduce@v1}]}}\n"}, change: func(f *Facts) { f.Workflow = "c.yml" }, want: []string{"name the workflow that trains"}},
		"a workflow elsewhere":      {change: func(f *Facts) { f.Workflow = "../x/train.yml" }, want: []string{"write its name"}},
		"no way to train":           {want: []string{"how does it train?", "--run-command"}},
		"two scripts":               {files: map[string]string{"train.py": "", "scripts/train_b.py": ""}, want: []string{"train.py", "scripts/train_b.py", "--run-command"}},
		"two goals":                 {files: map[string]string{"Makefile": "train-a:\n\tpython a.py\ntrain-b:\n\tpython b.py\n"}, want: []string{"train-a", "train-b", "--run-command"}},
		"two pipelines":             {files: map[string]string{"a/dvc.yaml": "stages: {a: {cmd: x}}\n", "b/dvc.yaml": "stages: {a: {cmd: x}}\n"}, want: []string{"a/dvc.yaml", "b/dvc.yaml", "--run-command"}},
		"an expression to run":      {change: func(f *Facts) { f.RunCommand = "echo ${{ secrets.X }}" }, want: []string{"put it into a script"}},
		"a param's place":           {change: func(f *Facts) { f.RunCommand = "python train.py --lr {learning_rate}" }, want: []string{"nobody fills in {learning_rate}", "--run-command without {learning_rate}"}},
		"no registry":               {change: func(f *Facts) { f.Models = nil }, want: []string{"MLFLOW_TRACKING_URI", "--models"}},
		"a registry without models": {change: func(f *Facts) { f.Models, f.Read = nil, true }, want: []string{"no models yet", "--models"}},
		"a registry of others":      {change: func(f *Facts) { f.Models, f.Read, f.Registry.All = nil, true, []string{"fraud"} }, want: []string{"fraud", "--models"}},
		"a model's hostile name":    {change: func(f *Facts) { f.Models = []string{"a${{ secrets.X }}"} }, want: []string{"cannot stand in a workflow"}},
		"a hostile alias":           {files: map[string]string{"train.py": ""}, change: func(f *Facts) { f.Version = "${{ secrets.X }}" }, want: []string{"cannot stand in a workflow"}},
		"a broken configuration":    {files: map[string]string{"train.py": "", ConfigFile: "default:\n  workflow: x\n"}, want: []string{ConfigFile, "no such section"}},
		"a name that is taken": {files: map[string]string{"train.py": "", ".github/workflows/reproduce.yml": "on: push\n", ".github/workflows/reproduce-nightly.yml": "on: push\n"},
			want: []string{"reproduce.yml", "rename"}},
	} {
		files := fstest.MapFS{}
		for file, text := range tt.files {
			files[file] = &fstest.MapFile{Data: []byte(text)}
		}
		facts := Facts{Asked: Asked{Models: []string{"churn"}}, Files: files, Getenv: func(string) string { return "" }}
		if tt.change != nil {
			tt.change(&facts)
		}
		plan, err := Make(facts)
		if err == nil {
			t.Errorf("%s: planned %d files, want a refusal", name, len(plan.Files))
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v\nlacks %q", name, err, want)
			}
		}
	}
}

// TestPlaceholderIn: the place of a param in a command, and what a shell makes of braces.
func TestPlaceholderIn(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{
		"python train.py {hydra}": true, "python train.py --lr={train.lr}": true, "{run}": true,
		"python train.py --lr ${LR}": false, "awk '{ print $1 }' x": false, "cp a.{csv,txt} data": false, "train{1..3}": false, "": false,
	} {
		if got := placeholderIn.MatchString(command); got != want {
			t.Errorf("%q: %t", command, got)
		}
	}
}

// TestMake_credentials: a file names variables and secrets, and never holds a value.
func TestMake_credentials(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env     map[string]string
		train   string
		want    []string
		without []string
	}{
		"a token":              {env: map[string]string{tokenName: "canary"}, want: []string{"MLFLOW_TRACKING_TOKEN: ${{ secrets.MLFLOW_TRACKING_TOKEN }}"}, without: []string{passwordName}},
		"a name":               {env: map[string]string{userName: "canary", passwordName: "canary"}, want: []string{"MLFLOW_TRACKING_PASSWORD: ${{ secrets.MLFLOW_TRACKING_PASSWORD }}"}, without: []string{tokenName}},
		"a password in a file": {train: "    env: {MLFLOW_TRACKING_URI: 'https://ada:canary@x.example', MLFLOW_TRACKING_PASSWORD: canary}\n", want: []string{"${{ vars.MLFLOW_TRACKING_URI }}", "${{ secrets.MLFLOW_TRACKING_PASSWORD }}"}},
		"an address in a file": {train: "    env: {MLFLOW_TRACKING_URI: 'https://x.example/mlflow'}\n", want: []string{"tracking-uri: https://x.example/mlflow\n"}},
	} {
		files := fstest.MapFS{".github/workflows/train.yml": {Data: []byte("on: push\njobs:\n  t:\n" + tt.train + "    steps: [{run: dvc repro --force}]\n")}}
		plan, err := Make(Facts{Asked: Asked{Models: []string{"churn"}}, Files: files, Getenv: func(name string) string { return tt.env[name] }})
		if err != nil || len(plan.Files) != 3 {
			t.Errorf("%s: %d files, %v", name, len(plan.Files), err)
			continue
		}
		check := string(plan.Files[1].After)
		for _, want := range tt.want {
			if !strings.Contains(check, want) {
				t.Errorf("%s: the check lacks %q:\n%s", name, want, check)
			}
		}
		for _, without := range append(tt.without, "canary") {
			if strings.Contains(check+strings.Join(plan.Next, "\n")+strings.Join(plan.Found, "\n"), without) {
				t.Errorf("%s: %q is in the check or in what is said:\n%s", name, without, check)
			}
		}
	}
}
