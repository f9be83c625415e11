package mlflow

import (
	"net/url"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Pages for people: the addresses of MLflow's web interface, which serves
// everything behind a fragment below the same base as the API. DagsHub serves
// it at its …/repo.mlflow as well. They are built from the configured address
// and never taken from an answer.

func (c *client) runURL(run repro.Run) string {
	return c.where() + "/#/experiments/" + url.PathEscape(run.ExperimentID) + "/runs/" + url.PathEscape(run.ID)
}

func (c *client) versionURL(version repro.ModelVersion) string {
	return c.where() + "/#/models/" + url.PathEscape(version.Name) + "/versions/" + url.PathEscape(version.Version)
}

func (c *client) page(version repro.ModelVersion) repro.ModelVersion {
	version.URL = c.versionURL(version)
	return version
}

func (c *client) pagesOf(model Model) Model {
	for i, version := range model.Newest {
		model.Newest[i] = c.page(version)
	}
	return model
}
