package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// ErrElsewhere is in the chain where a run's artifacts are where this program does not
// write: in a bucket, on another server or machine.
var ErrElsewhere = errors.New("this program does not write there")

// RunFile is one of a run's own files, by its path among the run's artifacts.
func RunFile(ctx context.Context, store Store, runID, name string) ([]byte, error) {
	switch from := store.(type) {
	case *Registry:
		return RunFile(ctx, from.Store, runID, name)
	case split: // the registry has the models, and not the run's own files
		return RunFile(ctx, from.Store, runID, name)
	}
	return store.ModelFile(ctx, repro.ModelVersion{RunID: runID, Source: "runs:/" + runID + "/" + path.Dir(name)}, path.Base(name))
}

// WriteRunFile puts a file among a run's artifacts, in place of one of that name: through
// the tracking server, where that keeps them, or into the run's own directory on this
// machine, and never out of it.
func (r *Registry) WriteRunFile(ctx context.Context, runID, name string, data []byte) error {
	store := r.Store
	if both, ok := store.(split); ok {
		store = both.Store
	}
	writer, ok := store.(interface {
		artifacts(ctx context.Context, runID string) (location string, roots []string, err error)
	})
	if !repro.IsRunID(runID) || !fs.ValidPath(name) || !ok {
		return notARun(runID)
	}
	location, roots, err := writer.artifacts(ctx, runID)
	if err == nil {
		err = writeArtifact(ctx, store, location, roots, runID, name, data)
	}
	if err != nil {
		return fmt.Errorf("write %s to run %s: %w", name, runID, err)
	}
	return nil
}

func writeArtifact(ctx context.Context, store Store, location string, roots []string, runID, name string, data []byte) error {
	tail := "/" + runID + "/artifacts"
	if s, ok := store.(*server); ok && strings.HasPrefix(location, "mlflow-artifacts:") {
		at, err := url.Parse(location)
		if err != nil || !strings.HasSuffix(at.Path, tail) || !fs.ValidPath(strings.TrimPrefix(at.Path, "/")) {
			return fmt.Errorf("%w: the server keeps the run's artifacts at %s", ErrElsewhere, shown(location))
		}
		if at.Host != "" && !s.Is(at.Host) {
			return fmt.Errorf("%w: another server, %s, keeps the run's artifacts", ErrElsewhere, shown(at.Host))
		}
		to := rest.Request{Doing: "send the file", Path: "/api/2.0/mlflow-artifacts/artifacts" + path.Join(at.Path, name), Put: data}
		return s.Do(ctx, to, func(body io.Reader) error {
			_, err := io.Copy(io.Discard, io.LimitReader(body, maxSmallFile))
			return err
		})
	}
	folder, ok := localPath(location)
	if !ok || !strings.HasSuffix(filepath.ToSlash(folder), tail) {
		return fmt.Errorf("%w: the run's artifacts are at %s", ErrElsewhere, shown(location))
	}
	ours := roots != nil
	if !ours { // a server says so: what it names is written to only where it is already
		roots = []string{folder}
	}
	for _, at := range placesOf(folder, roots) {
		// A database's runs have no directory before they have a file.
		mayMake := ours && filepath.Join(at.root, filepath.FromSlash(at.inside)) == folder
		if err := writeInside(at, name, data, mayMake); !errors.Is(err, fs.ErrNotExist) {
			return doc.Reason(err)
		}
	}
	return fmt.Errorf("%w: the run's artifacts are at %s, which is not on this machine", ErrElsewhere, shown(location))
}

// writeInside writes a file below a place, whole or not at all. No link leads out of it.
func writeInside(at localPlace, name string, data []byte, mayMake bool) error {
	root, err := os.OpenRoot(at.root)
	if err != nil {
		return err
	}
	defer root.Close()
	if mayMake {
		if err := root.MkdirAll(at.inside, 0o755); err != nil {
			return err
		}
	}
	inside, err := root.OpenRoot(at.inside)
	if err != nil {
		return err
	}
	defer inside.Close()
	if err := inside.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".new")
	_ = inside.Remove(temporary) // of one that was killed
	file, err := inside.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, inside.Remove(temporary))
	}
	return inside.Rename(temporary, name)
}

// artifacts asks the server where a run's files are.
func (s *server) artifacts(ctx context.Context, runID string) (string, []string, error) {
	var answer struct {
		Run struct {
			Info struct {
				Artifacts string `json:"artifact_uri"`
			} `json:"info"`
		} `json:"run"`
	}
	err := s.Ask(ctx, rest.Request{Doing: "read run " + runID, Path: api + "/runs/get", Query: url.Values{"run_id": {runID}}}, &answer)
	return answer.Run.Info.Artifacts, nil, err
}

func (f *files) artifacts(_ context.Context, runID string) (string, []string, error) {
	dir, err := f.runDir(runID)
	if err != nil {
		return "", nil, err
	}
	entry, err := f.meta(dir)
	return entry.text("artifact_uri"), []string{f.dir}, err
}
