package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// ModelFile asks for the file of the model version, and where the server
// cannot find it that way, for the run's artifact that the source names, or
// that of the version which it is a copy of. MLflow 2 cannot find any where it
// keeps the artifacts itself. The
// bytes always come from the tracking server: a source is never fetched.
func (s *server) ModelFile(ctx context.Context, version repro.ModelVersion, path string) (data []byte, err error) {
	err = s.readModel(ctx, version, path, func(body io.Reader) (err error) {
		data, err = readFile(body)
		return err
	})
	if err != nil {
		return nil, err
	}
	return data, nil
}

// readModel gives the content of a file of the version's model to take.
func (s *server) readModel(ctx context.Context, version repro.ModelVersion, path string, take func(io.Reader) error) error {
	doing := fmt.Sprintf("read %s of model %s", path, version.Label())
	if !fs.ValidPath(path) || strings.Contains(path, `\`) {
		return fmt.Errorf("%s: not a path inside the model's folder", doing)
	}
	if s.databricks {
		return fmt.Errorf("%s: %w: Databricks keeps files in a bucket, which is not read", doing, ErrNotFound)
	}
	file := func(from string, query url.Values) error {
		return s.Do(ctx, rest.Request{Doing: doing, Path: from, Query: query, File: true}, take)
	}
	if id := version.ModelID; version.Name == "" && id != "" && modelID.FindString(id) == id { // a logged model that nobody registered
		return file("/ajax-api/2.0/mlflow/logged-models/"+id+"/artifacts/files", url.Values{"artifact_file_path": {path}})
	}
	ofRun := func(version repro.ModelVersion, folder string) error {
		return file("/get-artifact", url.Values{"run_id": {version.RunID}, "path": {folder + path}})
	}
	if folder, ok := runFolder(version); version.Name == "" && ok { // a run's model that nobody registered
		return ofRun(version, folder)
	}
	err := file("/model-versions/get-artifact", url.Values{"name": {version.Name}, "version": {version.Version}, "path": {path}})
	if err == nil || !errors.Is(err, ErrNotFound) && !errors.Is(err, rest.ErrNoEndpoint) {
		return err
	}
	for range maxCopies {
		if folder, ok := runFolder(version); ok {
			if again := ofRun(version, folder); again != nil {
				return err // the first answer says more
			}
			return nil
		}
		match := copyOf.FindStringSubmatch(version.Source)
		if match == nil {
			return err
		}
		next, gone := s.ModelVersion(ctx, match[1], match[2])
		if gone != nil {
			return err
		}
		version = next
	}
	return err
}

// runFolder gives the model's folder among its run's artifacts, with a final
// slash, from a source like runs:/ID/model or …/ID/artifacts/model.
func runFolder(version repro.ModelVersion) (string, bool) {
	if !repro.IsRunID(version.RunID) {
		return "", false
	}
	for _, before := range []string{"runs:/" + version.RunID + "/", "/" + version.RunID + "/artifacts/"} {
		if _, folder, ok := strings.Cut(version.Source, before); ok {
			folder = strings.Trim(folder, "/")
			return folder + "/", fs.ValidPath(folder)
		}
	}
	return "", false
}
