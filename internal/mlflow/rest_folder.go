package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// serverFolder is a model's folder on a tracking server. A server lists the folder of a
// logged model (MLflow 3) or of a run, and no other.
type serverFolder struct {
	*server
	version repro.ModelVersion
	list    string     // the path that lists
	query   url.Values // of it
	dir     string     // the name of the query's directory
	prefix  string     // of each path that is listed, and of the directory asked for
}

func (s *server) ModelFolder(_ context.Context, version repro.ModelVersion) (Folder, error) {
	if s.databricks {
		return nil, fmt.Errorf("%w: Databricks keeps files in a bucket, which is not read", ErrUnreadable)
	}
	if id := version.ModelID; id != "" && modelID.FindString(id) == id {
		return &serverFolder{server: s, version: version, list: api + "/logged-models/" + id + "/artifacts/directories", dir: "artifact_directory_path"}, nil
	}
	if prefix, ok := runFolder(version); ok {
		return &serverFolder{server: s, version: version, list: api + "/artifacts/list", query: url.Values{"run_id": {version.RunID}}, dir: "path", prefix: prefix}, nil
	}
	return nil, fmt.Errorf("%w: the server lists the files of a run and of a logged model, and this version's are at %s", ErrUnreadable, shown(version.Source))
}

// List asks page after page: a run's artifacts can have several.
func (f *serverFolder) List(ctx context.Context, dir string) (entries []FolderEntry, err error) {
	query := url.Values{}
	for name, values := range f.query {
		query[name] = values
	}
	if at := strings.TrimSuffix(f.prefix+dir, "/"); at != "" {
		query.Set(f.dir, at)
	}
	req := rest.Request{Doing: "list the files of model " + f.version.Label(), Path: f.list, Query: query}
	err = f.pages(ctx, req, func(page *wirePage) error {
		for _, file := range page.Files {
			name, inside := strings.CutPrefix(file.Path, f.prefix)
			if !inside {
				return f.Strange(req.Doing, "the file "+shown(file.Path))
			}
			entries = append(entries, FolderEntry{Path: path.Clean(name), Dir: file.Dir, Size: int64(file.Size)})
		}
		return bounded(len(entries), maxFolderEntries, "files in the model's folder")
	})
	if errors.Is(err, rest.ErrNoEndpoint) {
		err = fmt.Errorf("%w: this server does not list them: %w", ErrUnreadable, err)
	}
	return entries, err
}

func (f *serverFolder) Read(ctx context.Context, path string, take func(io.Reader) error) error {
	return f.readModel(ctx, f.version, path, take)
}

// Close has nothing to let go of: the connections are the server's.
func (f *serverFolder) Close() error { return nil }
