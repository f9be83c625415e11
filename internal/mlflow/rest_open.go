package mlflow

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
)

// server is the Store behind a tracking server's REST interface.
// https://mlflow.org/docs/latest/api_reference/rest-api.html
type server struct {
	*rest.Client
	databricks bool
}

func openServer(cfg Config, at place) (*Registry, error) {
	options := rest.Options{URL: at.url, Getenv: cfg.Getenv, UserAgent: cfg.UserAgent, Notice: cfg.notice, Sleep: cfg.Sleep}
	var c *rest.Client
	var err error
	databricks := at.kind == placeDatabricks
	if !databricks {
		c, err = rest.New(options)
	} else if c, err = rest.ForDatabricks(options, at.path); err != nil {
		err = fmt.Errorf("tracking URI databricks: %w", err)
	}
	if err != nil {
		return nil, err
	}
	if databricks {
		cfg.notice("Databricks: the workspace's runs and its own registry are read, without the models' files; the Unity Catalog is not. This was not tried against Databricks itself, only against a double of it")
	}
	return &Registry{Store: &server{c, databricks}, URI: c.Where(), secrets: c.Secrets()}, nil
}
