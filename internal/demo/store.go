package demo

import (
	"crypto/md5" //nolint:gosec // MLflow's digests are MD5; nothing here is a secret
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const experiment = "1"

// A record is what the trainer logs about itself.
type record struct {
	params  map[string]string
	metrics map[string]float64
	curves  map[string][]float64 // one value per epoch
	tags    map[string]string
	data    string // path of the training data
	started time.Time
}

// log writes the run as MLflow's file store does and gives its id.
// https://mlflow.org/docs/latest/self-hosting/architecture/backend-store
func (r record) log(store string) (string, error) {
	digest, err := fileDigest(r.data)
	if err != nil {
		return "", err
	}
	ended := time.Now()
	//nolint:gosec // a run id: it need only be another one each time
	sum := md5.Sum([]byte(fmt.Sprint(r.started.UnixNano(), os.Getpid(), r.tags)))
	id := hex.EncodeToString(sum[:])
	dir := filepath.Join(store, experiment, id)
	files := map[string]string{
		filepath.Join(store, experiment, "meta.yaml"): "artifact_location: " + filepath.Join(store, experiment) +
			"\ncreation_time: 1700000000000\nexperiment_id: '" + experiment + "'\nlast_update_time: 1700000000000\nlifecycle_stage: active\nname: iris\n",
		filepath.Join(dir, "meta.yaml"): fmt.Sprintf("artifact_uri: %s\nend_time: %d\nentry_point_name: ''\nexperiment_id: '%s'\nlifecycle_stage: active\nrun_id: '%s'\nrun_name: iris-softmax\nrun_uuid: '%s'\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: %d\nstatus: 3\ntags: []\nuser_id: demo\n",
			filepath.Join(dir, "artifacts"), ended.UnixMilli(), experiment, id, id, r.started.UnixMilli()),
	}
	for name, value := range r.params {
		files[filepath.Join(dir, "params", name)] = value
	}
	for name, value := range r.tags {
		files[filepath.Join(dir, "tags", name)] = value
	}
	for name, value := range r.metrics {
		files[filepath.Join(dir, "metrics", name)] = point(ended, value, 0)
	}
	for name, values := range r.curves {
		var lines strings.Builder
		for step, value := range values {
			lines.WriteString(point(ended, value, step))
		}
		files[filepath.Join(dir, "metrics", name)] = lines.String()
	}
	dataset := digest + digest // the folder's name; MLflow hashes name and digest
	files[filepath.Join(store, experiment, "datasets", dataset, "meta.yaml")] = fmt.Sprintf(
		"digest: %s\nname: iris\nprofile: '{}'\nschema: '{}'\nsource: '{\"uri\": %q}'\nsource_type: local\n", digest, filepath.ToSlash(r.data))
	files[filepath.Join(dir, "inputs", dataset, "meta.yaml")] = fmt.Sprintf(
		"destination_id: %s\ndestination_type: RUN\nsource_id: %s\nsource_type: DATASET\ntags:\n  mlflow.data.context: training\n", dataset, dataset)
	if err := os.MkdirAll(filepath.Join(dir, "artifacts"), 0o755); err != nil {
		return "", err
	}
	return id, writeAll(files)
}

func point(at time.Time, value float64, step int) string {
	return fmt.Sprintf("%d %s %d\n", at.UnixMilli(), strconv.FormatFloat(value, 'g', -1, 64), step)
}

// Register makes run id a version of Model in store, under an alias.
func Register(store, id string, version int, alias string) error {
	dir := filepath.Join(store, "models", Model)
	now := time.Now().UnixMilli()
	return writeAll(map[string]string{
		filepath.Join(dir, "meta.yaml"): fmt.Sprintf("aliases: {}\ncreation_timestamp: %d\ndescription: null\nlast_updated_timestamp: %d\nlatest_versions: []\nname: %s\n", now, now, Model),
		filepath.Join(dir, fmt.Sprintf("version-%d", version), "meta.yaml"): fmt.Sprintf(
			"creation_timestamp: %d\ncurrent_stage: None\ndescription: null\nlast_updated_timestamp: %d\nname: %s\nrun_id: '%s'\nrun_link: null\nsource: runs:/%s/model\nstatus: READY\nstatus_message: null\nuser_id: null\nversion: %d\n",
			now, now, Model, id, id, version),
		filepath.Join(dir, "aliases", alias): strconv.Itoa(version),
	})
}

// fileDigest is eight hexadecimal digits, as MLflow's dataset digests are; it
// covers the whole file, which MLflow's do not.
func fileDigest(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("digest of the training data: %w", err)
	}
	sum := md5.Sum(data) //nolint:gosec // as MLflow digests a dataset
	return hex.EncodeToString(sum[:4]), nil
}

// contextTags are the tags MLflow's fluent client takes from the environment.
func contextTags(text string) (map[string]string, error) {
	tags := map[string]string{}
	if text == "" {
		return tags, nil
	}
	if err := json.Unmarshal([]byte(text), &tags); err != nil {
		return nil, fmt.Errorf("MLFLOW_RUN_CONTEXT: %w", err)
	}
	return tags, nil
}

func writeAll(files map[string]string) error {
	paths := make([]string, 0, len(files))
	for path := range files {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(files[path]), 0o644); err != nil {
			return err
		}
	}
	return nil
}
