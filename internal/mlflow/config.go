package mlflow

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Config says which MLflow to read and how. Everything comes in here: the
// package itself looks at no environment variable, but for net/http's proxies.
type Config struct {
	TrackingURI string              // --tracking-uri; "" leaves it to MLFLOW_TRACKING_URI and MLflow's default
	Dir         string              // what relative paths start from; "" is the working directory
	Getenv      func(string) string // the environment; nil is an empty one
	UserAgent   string              // "" is "reproduce"
	Notice      func(string)        // told what a person should know and nothing stops for; may be nil

	// Sleep waits between two tries; nil is the real thing. Tests put a clock here.
	Sleep func(context.Context, time.Duration) error
}

func (c Config) getenv(name string) string {
	if c.Getenv == nil {
		return ""
	}
	return c.Getenv(name)
}

func (c Config) notice(format string, args ...any) {
	if c.Notice != nil {
		c.Notice(fmt.Sprintf(format, args...))
	}
}

// A Registry is an open Store and where it came from.
type Registry struct {
	Store
	URI     string // where it reads, without credentials: fit for any log
	secrets []string
}

// Secrets gives every secret that was read on the way in: passwords, tokens
// and what they are encoded as. Whoever prints anything redacts them.
func (r *Registry) Secrets() []string { return r.secrets }

// Open finds the store that cfg names and opens it. It sends no request: a
// server that is away shows at the first question. Local stores must exist.
func Open(ctx context.Context, cfg Config) (*Registry, error) {
	place, err := whereToRead(cfg)
	if err != nil {
		return nil, err
	}
	tracking, err := openPlace(ctx, cfg, place)
	if err != nil {
		return nil, err
	}
	uri := cfg.getenv("MLFLOW_REGISTRY_URI")
	if uri == "" || uri == place.text {
		return tracking, nil
	}
	other, err := locate(uri, cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("MLFLOW_REGISTRY_URI: %w", err)
	}
	registry, err := openPlace(ctx, cfg, other)
	if err != nil {
		return nil, fmt.Errorf("MLFLOW_REGISTRY_URI: %w", err)
	}
	return &Registry{
		Store:   split{tracking.Store, registry.Store},
		URI:     tracking.URI,
		secrets: append(tracking.secrets, registry.secrets...),
	}, nil
}

// whereToRead applies MLflow's precedence: what was asked for, the
// environment, then the default.
func whereToRead(cfg Config) (place, error) {
	if cfg.TrackingURI != "" {
		return locate(cfg.TrackingURI, cfg.Dir)
	}
	if uri := cfg.getenv("MLFLOW_TRACKING_URI"); uri != "" {
		at, err := locate(uri, cfg.Dir)
		if err != nil {
			return place{}, fmt.Errorf("MLFLOW_TRACKING_URI: %w", err)
		}
		return at, nil
	}
	at, err := defaultPlace(cfg.Dir)
	if err == nil {
		cfg.notice("no tracking server is named, so %s is read; --tracking-uri or MLFLOW_TRACKING_URI names another", at.text)
	}
	return at, err
}

// defaultPlace is MLflow's own rule where nothing is set: an ./mlruns that
// holds an experiment, else ./mlflow.db.
// https://github.com/mlflow/mlflow/blob/master/mlflow/tracking/_tracking_service/utils.py
func defaultPlace(dir string) (place, error) {
	tree, database := filepath.Join(dir, "mlruns"), filepath.Join(dir, "mlflow.db")
	if holdsExperiment(tree) {
		return place{kind: placeFiles, path: tree, text: tree}, nil
	}
	if info, err := os.Stat(database); err == nil && info.Mode().IsRegular() {
		return place{kind: placeSQLite, path: database, text: database}, nil
	}
	return place{}, fmt.Errorf("find MLflow: no tracking server is named, and %s has neither an ./mlruns with runs nor an mlflow.db; give --tracking-uri or set MLFLOW_TRACKING_URI", shownDir(dir))
}

// holdsExperiment says whether a directory has a sub-directory named by digits
// with a meta.yaml in it.
func holdsExperiment(tree string) bool {
	metas, err := filepath.Glob(filepath.Join(wording.GlobPath(tree), "[0-9]*", "meta.yaml"))
	if err != nil {
		return false
	}
	for _, meta := range metas {
		if digits(filepath.Base(filepath.Dir(meta))) {
			return true
		}
	}
	return false
}

func openPlace(ctx context.Context, cfg Config, at place) (*Registry, error) {
	switch at.kind {
	case placeServer, placeDatabricks:
		return openServer(cfg, at)
	case placeFiles:
		store, err := openFiles(at.path)
		if err != nil {
			return nil, err
		}
		return &Registry{Store: store, URI: at.path}, nil
	default:
		store, err := openSQLite(ctx, at.path, cfg.getenv("MLFLOW_WORKSPACE"))
		if err != nil {
			return nil, err
		}
		return &Registry{Store: store, URI: "sqlite:///" + at.path}, nil
	}
}

func shownDir(dir string) string {
	if dir == "" || dir == "." {
		return "the working directory"
	}
	return dir
}
