package local

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What two models predict for one input, where the training ran: in its place, with the
// Python that ran its programs and the environment that it had. To load a model is to run
// what is in it, so nothing is loaded unless somebody asked.

// predictPython loads one model and writes down what it predicts.
//
//go:embed predict.py
var predictPython []byte

const (
	predictTime  = 10 * time.Minute // of one model, fetched and loaded and asked twice
	answerLimit  = 16 << 20         // bytes
	answerValues = 100_000
)

// An answer is what the Python program wrote.
type answer struct {
	Error  string            `json:"error"`
	Folder string            `json:"folder"`
	Parts  []part            `json:"parts"`
	Files  map[string]string `json:"files"`
	Varies bool              `json:"varies"`
}

type part struct {
	Name   string   `json:"name"`
	Shape  string   `json:"shape"`
	Values []string `json:"values"`
}

// predictor gives what predicts in the place of a training, by the URIs of the original's
// model and of the reproduction's. Its error says why nothing could be compared.
func (l *Project) predictor(p place, seen *observe.Observation) func(ctx context.Context, models [2]string) ([2]repro.Predictions, error) {
	return func(ctx context.Context, models [2]string) (both [2]repro.Predictions, err error) {
		python, err := pythonOf(seen, p)
		if err != nil {
			return both, err
		}
		dir := p.clone.Dir + ".models"
		if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
			return both, fmt.Errorf("make a directory for the models: %w", err)
		}
		defer os.RemoveAll(dir)
		program := filepath.Join(dir, "predict.py")
		if err := os.WriteFile(program, predictPython, 0o600); err != nil {
			return both, err
		}
		example := ""
		for i, side := range []string{"original", "reproduction"} {
			request := request{Model: models[i], Folder: filepath.Join(dir, side), Example: example, Answer: filepath.Join(dir, side+".json"), Paths: p.codeDirs(seen)}
			got, err := l.ask(ctx, p, python, program, request)
			if err != nil {
				return both, fmt.Errorf("the %s's model (%s): %w", side, models[i], err)
			}
			if both[i], err = got.predictions(); err != nil {
				return both, fmt.Errorf("the %s's model (%s): %w", side, models[i], err)
			}
			example = got.Folder
		}
		return both, nil
	}
}

// A request is what the Python program reads.
type request struct {
	Model   string   `json:"model"`
	Folder  string   `json:"folder"`  // to fetch it into
	Example string   `json:"example"` // the folder of a model that has the input; "" is its own
	Answer  string   `json:"answer"`
	Paths   []string `json:"paths"`
}

// ask has one model predict.
func (l *Project) ask(ctx context.Context, p place, python, program string, r request) (got answer, err error) {
	text, err := json.Marshal(r)
	if err == nil {
		err = errors.Join(os.Mkdir(r.Folder, 0o700), os.WriteFile(r.Answer+".request", text, 0o600))
	}
	if err != nil {
		return got, err
	}
	execution := command.Run(ctx, command.Spec{
		Command: wording.Quote(python) + " " + wording.Quote(program) + " " + wording.Quote(r.Answer+".request"),
		Dir:     p.dir, Env: append(slices.Clone(p.environ), "PYTHONDONTWRITEBYTECODE=1"), Timeout: predictTime, Force: l.Force,
	})
	if err := ctx.Err(); err != nil {
		return got, err
	}
	data, err := doc.ReadFile(os.DirFS(filepath.Dir(r.Answer)), filepath.Base(r.Answer))
	if err != nil || len(data) > answerLimit {
		last := ""
		if n := len(execution.Log); n > 0 {
			last = ": " + printable.OneLine(execution.Log[n-1], 300)
		}
		return got, fmt.Errorf("Python %s and gave no answer%s%s", execution.Status, withDetail(execution.Detail), last) //nolint:staticcheck // ST1005: Python is a name
	}
	if err := json.Unmarshal(data, &got); err != nil {
		return got, errors.New("Python's answer cannot be read") //nolint:staticcheck // ST1005: Python is a name
	}
	if got.Error != "" {
		return got, errors.New(printable.OneLine(got.Error, 500))
	}
	return got, nil
}

func withDetail(detail string) string {
	if detail == "" {
		return ""
	}
	return " (" + printable.OneLine(detail, 200) + ")"
}

// predictions are the answer with what is no number told apart.
func (a answer) predictions() (repro.Predictions, error) {
	given := repro.Predictions{Varies: a.Varies, Files: map[string]string{}}
	total := 0
	for _, part := range a.Parts {
		read := repro.PredictedPart{Name: printable.OneLine(part.Name, 40), Shape: printable.OneLine(part.Shape, 200)}
		for _, text := range part.Values {
			if total++; total > answerValues {
				return given, fmt.Errorf("it predicts more than %d values", answerValues)
			}
			value, err := predicted(text)
			if err != nil {
				return given, err
			}
			read.Values = append(read.Values, value)
		}
		given.Parts = append(given.Parts, read)
	}
	for name, digest := range a.Files {
		given.Files[printable.OneLine(path.Clean(name), 80)] = digest
	}
	return given, nil
}

// predicted reads one value: n0.25 is a number, sred a text, and -None no value.
func predicted(text string) (repro.PredictedValue, error) {
	kind, rest := "", ""
	if text != "" {
		kind, rest = text[:1], text[1:]
	}
	switch kind {
	case "-":
		return repro.PredictedValue{Text: rest, Nothing: true}, nil
	case "s":
		return repro.PredictedValue{Text: rest}, nil
	case "n":
		number, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
		if err == nil || math.IsInf(number, 0) {
			return repro.PredictedValue{Number: number, Numeric: true}, nil
		}
	}
	return repro.PredictedValue{}, errors.New("Python's answer has a value that cannot be read") //nolint:staticcheck // ST1005: Python is a name
}

// pythonOf is the Python that ran the training's programs. Where several did, it is the one
// that used MLflow.
func pythonOf(seen *observe.Observation, p place) (string, error) {
	if seen == nil {
		return "", errors.New("which Python trained is not known, as the training was not observed: leave --observe on")
	}
	var all, logged []string
	for _, software := range seen.Software(p.clone.Dir, filestate.RealPath(p.clone.Dir)) {
		if !filepath.IsAbs(software.Executable) {
			continue
		}
		all = append(all, software.Executable)
		if slices.ContainsFunc(software.Packages, func(d observe.Distribution) bool { return strings.HasPrefix(strings.ToLower(d.Name), "mlflow") }) {
			logged = append(logged, software.Executable)
		}
	}
	all, logged = slices.Compact(all), slices.Compact(logged)
	switch {
	case len(logged) == 1:
		return logged[0], nil
	case len(all) == 1:
		return all[0], nil
	case len(all) == 0:
		return "", errors.New("no Python was seen to run a program of the checkout, so none can load them")
	}
	return "", fmt.Errorf("several Pythons ran programs of the checkout (%s), and it is not known which has what the models need", wording.List(all))
}

// codeDirs are where the training's programs imported from: the project, and the
// directories of the programs.
func (p place) codeDirs(seen *observe.Observation) []string {
	dirs := []string{p.dir}
	for _, program := range p.programs(seen) {
		dir := filepath.Join(p.clone.Dir, filepath.FromSlash(path.Dir(program)))
		if !slices.Contains(dirs, dir) && len(dirs) < 20 {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
