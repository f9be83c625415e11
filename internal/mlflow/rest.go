package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const api = "/api/2.0/mlflow"

func (s *server) RegisteredModel(ctx context.Context, name string) (Model, error) {
	var answer struct {
		Model wireModel `json:"registered_model"`
	}
	doing := "read model " + name
	err := s.Ask(ctx, rest.Request{Doing: doing, Path: api + "/registered-models/get", Query: url.Values{"name": {name}}}, &answer)
	if err != nil {
		return Model{}, withoutRegistry(err)
	}
	if answer.Model.Name != name {
		return Model{}, s.Strange(doing, "a model named "+shown(answer.Model.Name))
	}
	return s.pagesOf(answer.Model.model()), nil
}

func (s *server) RegisteredModels(ctx context.Context) ([]Model, error) {
	var models []Model
	seen := map[string]bool{}
	err := s.pages(ctx, rest.Request{
		Doing: "list models", Path: api + "/registered-models/search",
		Query: url.Values{"max_results": {"1000"}}, // the most a server allows
	}, func(page *wirePage) error {
		for _, wire := range page.Models {
			model := s.pagesOf(wire.model())
			if !model.IsPrompt() && !seen[model.Name] {
				seen[model.Name] = true
				models = append(models, model)
			}
		}
		return bounded(len(models), maxModels, "models")
	})
	order.By(models, func(a, b Model) int { return strings.Compare(a.Name, b.Name) })
	return models, withoutRegistry(err)
}

func (s *server) ModelVersion(ctx context.Context, name, number string) (repro.ModelVersion, error) {
	var answer struct {
		Version wireVersion `json:"model_version"`
	}
	doing := "read model " + name + " version " + number
	err := s.Ask(ctx, rest.Request{
		Doing: doing, Path: api + "/model-versions/get",
		Query: url.Values{"name": {name}, "version": {number}},
	}, &answer)
	if err != nil {
		return repro.ModelVersion{}, withoutRegistry(err)
	}
	version := answer.Version.version()
	if version.Name != name || version.Version != number {
		return repro.ModelVersion{}, s.Strange(doing, fmt.Sprintf("model %s version %s", shown(version.Name), shown(version.Version)))
	}
	return s.page(version), nil
}

// AliasVersion: an alias that is not there is refused in several ways, as are
// the question itself by servers older than aliases.
func (s *server) AliasVersion(ctx context.Context, name, alias string) (repro.ModelVersion, error) {
	var answer struct {
		Version wireVersion `json:"model_version"`
	}
	doing := "read alias " + alias + " of model " + name
	if s.databricks { // MLflow's own client does not ask there either
		return repro.ModelVersion{}, fmt.Errorf("%s: %w: Databricks' workspace registry has no aliases", doing, ErrNotFound)
	}
	err := s.Ask(ctx, rest.Request{Doing: doing, Path: api + "/registered-models/alias", Query: url.Values{"name": {name}, "alias": {alias}}}, &answer)
	var refused *rest.ServerError
	if errors.Is(err, rest.ErrNoEndpoint) || errors.As(err, &refused) && refused.Code == "INVALID_PARAMETER_VALUE" {
		err = fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	if err != nil {
		return repro.ModelVersion{}, err
	}
	version := answer.Version.version()
	if version.Name != name || number(version) < 0 {
		return repro.ModelVersion{}, s.Strange(doing, fmt.Sprintf("model %s version %s", shown(version.Name), shown(version.Version)))
	}
	if !slices.Contains(version.Aliases, alias) {
		version.Aliases = append(version.Aliases, alias)
		slices.Sort(version.Aliases)
	}
	return s.page(version), nil
}

func (s *server) ModelVersions(ctx context.Context, name string) ([]repro.ModelVersion, error) {
	// 10,000 is the most Databricks allows; MLflow's own limit is higher.
	req := rest.Request{Doing: "list model versions", Path: api + "/model-versions/search", Query: url.Values{"max_results": {"10000"}}}
	if name != "" {
		quoted, err := quote(name)
		if err != nil {
			return nil, fmt.Errorf("list versions of model %s: %w", shown(name), err)
		}
		req.Doing = "list versions of model " + name
		req.Query.Set("filter", "name="+quoted)
	}
	return s.versions(ctx, req, func(version repro.ModelVersion) bool { return name == "" || version.Name == name })
}

// versions searches for model versions. What the server sends beside those that
// were wanted is left out.
func (s *server) versions(ctx context.Context, req rest.Request, wanted func(repro.ModelVersion) bool) ([]repro.ModelVersion, error) {
	var versions []repro.ModelVersion
	seen := map[[2]string]bool{}
	err := s.pages(ctx, req, func(page *wirePage) error {
		for _, wire := range page.Versions {
			version := s.page(wire.version())
			key := [2]string{version.Name, version.Version}
			if !wanted(version) || seen[key] || wire.Stage == deletedStage {
				continue
			}
			seen[key] = true
			version.Aliases = nil
			versions = append(versions, version)
		}
		return bounded(len(versions), maxVersions, "model versions")
	})
	order.By(versions, byNumber)
	return versions, withoutRegistry(err)
}

func (s *server) LoggedModelRun(ctx context.Context, id string) (string, error) {
	if modelID.FindString(id) != id || id == "" {
		return "", fmt.Errorf("read logged model %s: %w: this is not a valid logged model id", shown(id), ErrNotFound)
	}
	var answer struct {
		Model struct {
			Info struct {
				Run string `json:"source_run_id"`
			} `json:"info"`
		} `json:"model"`
	}
	err := s.Ask(ctx, rest.Request{Doing: "read logged model " + id, Path: api + "/logged-models/" + id}, &answer)
	if errors.Is(err, rest.ErrNoEndpoint) { // servers before 3.0
		err = fmt.Errorf("read logged model %s: %w: this server has no logged models", id, ErrNotFound)
	}
	return answer.Model.Info.Run, err
}

func (s *server) SetVersionTag(ctx context.Context, name, number, key, value string) error {
	var answer struct{}
	err := s.Ask(ctx, rest.Request{
		Doing: fmt.Sprintf("set tag %s of model %s version %s", key, name, number),
		Path:  api + "/model-versions/set-tag",
		Body:  map[string]string{"name": name, "version": number, "key": key, "value": value},
	}, &answer)
	return withoutRegistry(err)
}

func (s *server) SetRunTag(ctx context.Context, runID, key, value string) error {
	var answer struct{}
	return s.Ask(ctx, rest.Request{
		Doing: fmt.Sprintf("set tag %s of run %s", key, shown(runID)),
		Path:  api + "/runs/set-tag",
		Body:  map[string]string{"run_id": runID, "key": key, "value": value},
	}, &answer)
}

func (s *server) KillRun(ctx context.Context, runID string, ended time.Time) error {
	var answer struct{}
	return s.Ask(ctx, rest.Request{
		Doing: "end run " + shown(runID),
		Path:  api + "/runs/update",
		Body:  map[string]any{"run_id": runID, "status": repro.RunKilled, "end_time": ended.UnixMilli()},
	}, &answer)
}

func (s *server) ReadOnly() bool { return false }

func (s *server) Close() error {
	s.Client.Close()
	return nil
}

// A wirePage is one page of any of MLflow's searches.
type wirePage struct {
	Models      []wireModel      `json:"registered_models"`
	Versions    []wireVersion    `json:"model_versions"`
	Runs        []wireRun        `json:"runs"`
	Experiments []wireExperiment `json:"experiments"`
	Files       []wireFile       `json:"files"`
	Next        string           `json:"next_page_token"`
}

// pages asks for page after page. A token that was met before would go round
// for ever, so it is an error.
func (s *server) pages(ctx context.Context, req rest.Request, take func(*wirePage) error) error {
	seen := map[string]bool{}
	for range maxPages {
		var page wirePage
		if err := s.Ask(ctx, req, &page); err != nil {
			return err
		}
		if err := take(&page); err != nil {
			return fmt.Errorf("%s: %w", req.Doing, err)
		}
		if page.Next == "" {
			return nil
		}
		if seen[page.Next] {
			return s.Strange(req.Doing, "the same page again")
		}
		seen[page.Next] = true
		switch body := req.Body.(type) {
		case searchRuns:
			body.PageToken = page.Next
			req.Body = body
		case map[string]any:
			body["page_token"] = page.Next
		default:
			req.Query.Set("page_token", page.Next)
		}
	}
	return fmt.Errorf("%s: %w: more than %d pages", req.Doing, ErrLimit, maxPages)
}

func bounded(n, most int, what string) error {
	if n > most {
		return fmt.Errorf("%w: more than %d %s", ErrLimit, most, what)
	}
	return nil
}

// withoutRegistry names what is missing where a server does not know the
// registry's routes, and the way round.
func withoutRegistry(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, rest.ErrNoEndpoint):
		return fmt.Errorf("%w: %w", err, ErrNoRegistry)
	}
	return err
}

// quote writes text for MLflow's filter language, which knows two quotes and
// no escapes: what holds both, or a backslash, cannot be written.
func quote(text string) (string, error) {
	switch {
	case strings.Contains(text, `\`):
	case !strings.Contains(text, "'"):
		return "'" + text + "'", nil
	case !strings.Contains(text, `"`):
		return `"` + text + `"`, nil
	}
	return "", fmt.Errorf("%s cannot be written in MLflow's search filters", shown(text))
}

// readFile takes a whole body of at most maxFile bytes.
func readFile(body io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, fmt.Errorf("%w: the file has more than %s bytes", ErrLimit, strconv.Itoa(maxFile))
	}
	return data, err
}
