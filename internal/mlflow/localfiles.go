package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// artifactTail is what a folder of artifacts is called below any root.
var artifactTail = regexp.MustCompile(`(?:^|/)([^/]+/(?:[0-9a-f]{32}|models/m-[0-9a-f]{32})/artifacts(?:/.*)?)$`)

// readLocal reads one file of a model whose folder a local store recorded. It
// reads only below the given roots: what a registry names is untrusted. Paths
// are recorded in full, and the tree may have been moved since; then the tail
// of the path is looked for below the roots.
func readLocal(location, name string, roots ...string) ([]byte, error) {
	if !fs.ValidPath(name) || strings.Contains(name, `\`) {
		return nil, errors.New("not a path inside the model's folder")
	}
	folder, ok := localPath(location)
	if !ok {
		return nil, fmt.Errorf("%w: the model's files are at %s", ErrUnreadable, shown(location))
	}
	var inside []string
	for _, root := range roots {
		if absolute, err := filepath.Abs(root); err == nil {
			if within, err := filepath.Rel(absolute, folder); err == nil && filepath.IsLocal(within) {
				inside = append(inside, root, filepath.ToSlash(within))
			}
		}
	}
	if tail := artifactTail.FindStringSubmatch(filepath.ToSlash(folder)); tail != nil {
		for _, root := range roots {
			inside = append(inside, root, tail[1])
		}
	}
	for i := 0; i+1 < len(inside); i += 2 {
		root, err := os.OpenRoot(inside[i])
		if err != nil {
			continue
		}
		data, err := readRegular(root, path.Join(inside[i+1], name), maxFile)
		root.Close()
		if !errors.Is(err, ErrNotFound) {
			return data, err
		}
	}
	if len(inside) == 0 {
		return nil, fmt.Errorf("%w: the model's files are at %s, outside the store", ErrUnreadable, shown(location))
	}
	return nil, fmt.Errorf("%w in %s", ErrNotFound, folder)
}

// localPath reads an absolute path or a file: URI.
func localPath(location string) (string, bool) {
	if filepath.IsAbs(location) {
		return filepath.Clean(location), true
	}
	parsed, err := url.Parse(location)
	if err != nil || parsed.Scheme != "file" || parsed.Host != "" && parsed.Host != "localhost" || !filepath.IsAbs(parsed.Path) {
		return "", false
	}
	return filepath.Clean(parsed.Path), true
}

func (f *files) ModelFile(_ context.Context, version repro.ModelVersion, name string) ([]byte, error) {
	location, err := f.location(version)
	if err != nil {
		return nil, lost(err, "read %s of model %s", name, version.Label())
	}
	data, err := readLocal(location, name, f.dir)
	return data, lost(err, "read %s of model %s", name, version.Label())
}

// location finds the folder of a version's model: recorded with the version,
// or by way of its run or its logged model.
func (f *files) location(version repro.ModelVersion) (string, error) {
	source := version.Source
	if oneName(version.Name) && digits(version.Version) {
		entry, err := f.meta(path.Join(registryDir, version.Name, "version-"+version.Version))
		if err != nil && !errors.Is(err, ErrNotFound) {
			return "", err
		}
		source = firstOf(entry.text("storage_location"), source)
	}
	if rest, ok := strings.CutPrefix(source, "runs:/"); ok {
		id, folder, _ := strings.Cut(rest, "/")
		dir, err := f.runDir(id)
		if err != nil {
			return "", err
		}
		return filepath.Join(f.absolute(), filepath.FromSlash(dir), "artifacts", filepath.FromSlash(folder)), nil
	}
	if id := modelID.FindString(source); id != "" && strings.HasPrefix(source, "models:/") {
		dir, err := f.loggedModelDir(id)
		if err != nil {
			return "", err
		}
		return filepath.Join(f.absolute(), filepath.FromSlash(dir), "artifacts"), nil
	}
	return source, nil
}

func (f *files) absolute() string {
	if absolute, err := filepath.Abs(f.dir); err == nil {
		return absolute
	}
	return f.dir
}
