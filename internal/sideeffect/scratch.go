package sideeffect

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says what a training registered in a throw-away registry, so that nobody
// looks for it in the real one.

// Scratched tells of the throw-away registry at a URI, before it is removed; nothing
// where there is none. One that a training expected to find filled may have ended it.
func Scratched(ctx context.Context, uri string, succeeded bool) []string {
	if uri == "" {
		return nil
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), registryPatience)
	defer done()
	var said []string
	switch versions, err := scratchVersions(ctx, uri); {
	case err != nil:
		said = append(said, "what this training registered in the throw-away registry is not known: "+err.Error())
	case len(versions) == 0:
		said = append(said, "this training registered nothing in the throw-away registry")
	default:
		said = append(said, "this training registered "+wording.List(versions)+" in the throw-away registry, which is removed")
	}
	if !succeeded {
		said = append(said, "the throw-away registry begins empty: a training that loads a model or an alias from the registry does not find it there; leave --registry out where it does")
	}
	return said
}

// scratchVersions are the versions in the registry at a URI; none where nothing made it.
func scratchVersions(ctx context.Context, uri string) ([]string, error) {
	if _, err := os.Stat(strings.TrimPrefix(uri, "sqlite:///")); os.IsNotExist(err) {
		return nil, nil
	}
	registry, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: uri})
	if err != nil {
		return nil, err
	}
	defer registry.Close()
	versions, err := registry.ModelVersions(ctx, "")
	var told []string
	for _, version := range versions {
		told = append(told, fmt.Sprintf("version %s of %s", version.Version, version.Name))
	}
	return told, err
}
