package mlflow

import (
	"net/url"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Pages for people: the addresses of MLflow's web interface, which serves
// everything behind a fragment below the same base as the API. DagsHub serves
// it at its …/repo.mlflow as well. They are built from the configured address
// and never taken from an answer.

func (s *server) runURL(run repro.Run) string {
	return s.Where() + s.fragment() + "experiments/" + url.PathEscape(run.ExperimentID) + "/runs/" + url.PathEscape(run.ID)
}

func (s *server) versionURL(version repro.ModelVersion) string {
	return s.Where() + s.fragment() + "models/" + url.PathEscape(version.Name) + "/versions/" + url.PathEscape(version.Version)
}

// fragment is what every page of the web interface begins with.
func (s *server) fragment() string {
	if s.databricks {
		return "/#mlflow/"
	}
	return "/#/"
}

func (s *server) page(version repro.ModelVersion) repro.ModelVersion {
	version.URL = s.versionURL(version)
	return version
}

func (s *server) pagesOf(model Model) Model {
	for i, version := range model.Newest {
		model.Newest[i] = s.page(version)
	}
	return model
}
