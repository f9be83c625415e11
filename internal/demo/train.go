package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// An Environment is what the trainer takes from its surroundings, the way a
// user's training script would.
type Environment struct {
	Dir    string // the project
	Store  string // MLflow file store
	Tags   string // MLFLOW_RUN_CONTEXT
	Output io.Writer
}

// Train reads params.yaml, trains, logs the run to the store and gives its id.
// It also leaves metrics/metrics.json, as a DVC project would.
func Train(ctx context.Context, env Environment) (string, error) {
	started := time.Now()
	values, err := readParams(filepath.Join(env.Dir, "params.yaml"))
	if err != nil {
		return "", err
	}
	s, err := values.settings()
	if err != nil {
		return "", fmt.Errorf("params.yaml: %w", err)
	}
	data := values["train.data"]
	if !filepath.IsAbs(data) {
		data = filepath.Join(env.Dir, filepath.FromSlash(data))
	}
	flowers, err := readFlowers(data)
	if err != nil {
		return "", err
	}
	result := fit(flowers, s)
	fmt.Fprintf(env.Output, "%d flowers to train on, %d to test with\n", result.train, result.test)
	for _, epoch := range []int{0, len(result.curve) / 2, len(result.curve) - 1} {
		fmt.Fprintf(env.Output, "epoch %3d  loss %.4f\n", epoch+1, result.curve[epoch])
	}
	tags, err := contextTags(env.Tags)
	if err != nil {
		return "", err
	}
	tags["mlflow.runName"] = "iris-softmax"
	tags["mlflow.source.name"] = "reproduce demo-train"
	if commit := head(ctx, env.Dir); commit != "" {
		tags["mlflow.source.git.commit"] = commit
	}
	id, err := record{
		params:  values.logged(),
		metrics: map[string]float64{"accuracy": result.accuracy, "f1_score": result.f1, "log_loss": result.logLoss},
		curves:  map[string][]float64{"train_loss": result.curve},
		tags:    tags,
		data:    data,
		started: started,
	}.log(env.Store)
	if err != nil {
		return "", err
	}
	metrics := fmt.Sprintf("{\n  \"accuracy\": %s,\n  \"f1_score\": %s,\n  \"log_loss\": %s\n}\n",
		number(result.accuracy), number(result.f1), number(result.logLoss))
	return id, writeAll(map[string]string{filepath.Join(env.Dir, "metrics", "metrics.json"): metrics})
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// values are params.yaml by dotted key.
type values map[string]string

func readParams(path string) (values, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	root, err := doc.Read(doc.YAML, data, 1<<20)
	if err != nil {
		return nil, fmt.Errorf("params.yaml: %w", err)
	}
	found := values{}
	root.Each(func(key []string, value *doc.Node) {
		if text, ok := value.Str(); ok {
			found[strings.Join(key, ".")] = text
		}
	})
	return found, nil
}

// logged names each param as MLflow would be told it: the leaf's name where no
// other section has it, else the whole path.
func (v values) logged() map[string]string {
	seen := map[string]int{}
	leaf := func(key string) string { return key[strings.LastIndex(key, ".")+1:] }
	for key := range v {
		seen[leaf(key)]++
	}
	logged := map[string]string{}
	for key, text := range v {
		name := key
		if seen[leaf(key)] == 1 {
			name = leaf(key)
		}
		logged[name] = text
	}
	return logged
}

func (v values) settings() (settings, error) {
	var errs []error
	float := func(key string) float64 {
		f, err := strconv.ParseFloat(v[key], 64)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %q is not a number", key, v[key]))
		}
		return f
	}
	s := settings{
		testSize:     float("split.test_size"),
		splitSeed:    uint64(float("split.random_state")),
		epochs:       int(float("train.epochs")),
		learningRate: float("train.learning_rate"),
		l2:           float("train.l2"),
		seed:         uint64(float("train.random_state")),
	}
	if s.testSize <= 0 || s.testSize >= 1 {
		errs = append(errs, fmt.Errorf("split.test_size: %v is not between 0 and 1", s.testSize))
	}
	if s.epochs < 1 || s.epochs > 100_000 {
		errs = append(errs, fmt.Errorf("train.epochs: %d is not between 1 and 100000", s.epochs))
	}
	return s, errors.Join(errs...)
}

// head is the commit of the project, as MLflow's client would find it.
func head(ctx context.Context, dir string) string {
	out, err := exec.CommandContext(ctx, "git", "-C", dir, "rev-parse", "HEAD").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
