package mlflow

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
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
	places := placesOf(folder, roots)
	for _, at := range places {
		root, err := os.OpenRoot(at.root)
		if err != nil {
			continue
		}
		data, err := readRegular(root, path.Join(at.inside, name), maxFile)
		root.Close()
		if !errors.Is(err, ErrNotFound) {
			return data, err
		}
	}
	if len(places) == 0 {
		return nil, fmt.Errorf("%w: the model's files are at %s, outside the store", ErrUnreadable, shown(location))
	}
	return nil, fmt.Errorf("%w in %s", ErrNotFound, folder)
}

// A localPlace is a folder below a root.
type localPlace struct{ root, inside string }

// placesOf says where below the roots a folder may be: at its path, or where its tail is.
func placesOf(folder string, roots []string) (places []localPlace) {
	for _, root := range roots {
		if absolute, err := filepath.Abs(root); err == nil {
			if within, err := filepath.Rel(absolute, folder); err == nil && filepath.IsLocal(within) {
				places = append(places, localPlace{root, filepath.ToSlash(within)})
			}
		}
	}
	if tail := artifactTail.FindStringSubmatch(filepath.ToSlash(folder)); tail != nil {
		for _, root := range roots {
			places = append(places, localPlace{root, tail[1]})
		}
	}
	return places
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
