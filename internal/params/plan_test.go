package params

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// plan runs Plan on one params.yaml, with the default section.
func plan(t *testing.T, file string, logged map[string]string) Result {
	t.Helper()
	return planWith(t, []File{{"params.yaml", []byte(file)}}, logged, Options{Section: DefaultSection})
}

func planWith(t *testing.T, files []File, logged map[string]string, options Options) Result {
	t.Helper()
	result, err := Plan(files, repro.NewParams(logged), options)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return result
}

// line is one edit as a table shows it, without its note.
func line(edit repro.ParamEdit) string {
	key := strings.Join(edit.Key, ".")
	switch edit.Status {
	case repro.ParamWritten, repro.ParamAssumed:
		return fmt.Sprintf("%s -> %s: %s: %s => %s (%s)", edit.Name, key, edit.Status, edit.Old, edit.New, edit.Rule)
	case repro.ParamUnchanged:
		return fmt.Sprintf("%s -> %s: %s: %s (%s)", edit.Name, key, edit.Status, edit.Old, edit.Rule)
	case repro.ParamNotRecorded:
		return fmt.Sprintf("%s: %s: %s", key, edit.Status, edit.Old)
	case repro.ParamRefused:
		return fmt.Sprintf("%s -> %s: %s (%s)", edit.Name, key, edit.Status, edit.Rule)
	default:
		if key != "" {
			return fmt.Sprintf("%s -> %s: %s", edit.Name, key, edit.Status)
		}
		return fmt.Sprintf("%s: %s", edit.Name, edit.Status)
	}
}

func lines(edits []repro.ParamEdit) string {
	var all []string
	for _, edit := range edits {
		all = append(all, line(edit))
	}
	return strings.Join(all, "\n")
}

// after is the new text of a file; the old one where nothing changed.
func after(result Result, file, before string) string {
	for _, edit := range result.Files {
		if edit.Path == file {
			return string(edit.After)
		}
	}
	return before
}

const template = `# MLflow settings
mlflow:
    tracking_uri: http://mlflow:5000
    tracking_password: ${MLFLOW_TRACKING_PASSWORD}

preprocess:
    test_size: 0.20   # held out
    random_state: 42

train:
    n_estimators: 100
    max_depth: None
    random_state: 42
`

// The template's run logs what it was given, and what it found out about its
// data. Only the former goes back, as a diff of one line.
func TestTemplateProject(t *testing.T) {
	t.Parallel()
	declared := []Declared{{"params.yaml", "train.n_estimators"}, {"params.yaml", "train.max_depth"}, {"params.yaml", "train.random_state"}}
	for _, section := range []string{"train", ""} {
		rule := map[string]string{"train": "in section train", "": "declared in dvc.yaml"}[section]
		result := planWith(t, []File{{"params.yaml", []byte(template)}}, map[string]string{
			"n_estimators": "150", "max_depth": "None", "random_state": "42", "model_type": "RandomForestClassifier",
			"data_version": "9803afdd", "dvc_data_raw_size": "4551", "dvc_data_processed_size": "9001",
		}, Options{Section: section, Declared: declared})
		want := strings.ReplaceAll(`data_version: logged only
dvc_data_processed_size: logged only
dvc_data_raw_size: logged only
max_depth -> train.max_depth: unchanged: None (RULE)
model_type: logged only
n_estimators -> train.n_estimators: written: 100 => 150 (RULE)
random_state -> train.random_state: unchanged: 42 (RULE)
mlflow.tracking_uri: not recorded: http://mlflow:5000
mlflow.tracking_password: not recorded: ${MLFLOW_TRACKING_PASSWORD}
preprocess.test_size: not recorded: 0.20
preprocess.random_state: not recorded: 42`, "RULE", rule)
		if got := lines(result.Edits); got != want {
			t.Errorf("section %q\ngot\n%s\nwant\n%s", section, got, want)
		}
		if got, want := after(result, "params.yaml", template), strings.Replace(template, "100", "150", 1); got != want {
			t.Errorf("section %q: file\ngot\n%s\nwant\n%s", section, got, want)
		}
		if len(result.Warnings) > 0 {
			t.Errorf("section %q: warnings %q, want none", section, result.Warnings)
		}
	}
}
