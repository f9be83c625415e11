package mlflow

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

type placeKind int

const (
	placeServer placeKind = iota
	placeFiles
	placeSQLite
	placeDatabricks
)

// A place is a tracking URI, understood.
type place struct {
	kind placeKind
	url  *url.URL // a server's, userinfo and all
	path string   // a local store's; of Databricks, the profile
	text string   // as it was given; may hold secrets
}

// locate reads a tracking URI as MLflow's client does, and refuses by name the
// ones it cannot read. No error repeats the URI: it may hold a password.
func locate(uri, dir string) (place, error) {
	uri = strings.TrimSpace(uri)
	if strings.ContainsFunc(uri, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
		return place{}, errors.New("tracking URI: control characters in it; look for a stray newline")
	}
	scheme, rest, hasScheme := strings.Cut(uri, ":")
	scheme = strings.ToLower(scheme)
	switch {
	case scheme == "http" && hasScheme, scheme == "https" && hasScheme:
		return locateServer(uri)
	case hasScheme && (scheme == "sqlite" || strings.HasPrefix(scheme, "sqlite+")):
		return locateSQLite(uri, rest, dir)
	case hasScheme && scheme == "file":
		return locateFileURI(uri, rest, dir)
	case scheme == "databricks" && (!hasScheme || strings.HasPrefix(rest, "//")):
		if strings.Contains(rest, ":") {
			return place{}, errors.New("tracking URI databricks: SCOPE:PREFIX names a secret that only Databricks itself can read; give databricks://PROFILE")
		}
		return place{kind: placeDatabricks, path: strings.Trim(rest, "/"), text: uri}, nil
	case !hasScheme && (scheme == "databricks-uc" || scheme == "uc"):
		return place{}, unsupported(scheme)
	case hasScheme && schemeOnly.MatchString(scheme) && (strings.HasPrefix(rest, "//") || scheme == "arn" || scheme == "azureml"):
		return place{}, unsupported(scheme)
	}
	return locateDir(uri, uri, dir)
}

// schemeOnly is what may stand before :// and be repeated in an error.
var schemeOnly = regexp.MustCompile(`^[a-z][a-z0-9+.\-]*$`)

// unsupported explains what cannot be read, and what can.
func unsupported(scheme string) error {
	const readable = "http(s)://, databricks, a directory, or sqlite:///"
	switch base, _, _ := strings.Cut(scheme, "+"); base {
	case "databricks-uc", "uc":
		return fmt.Errorf("%s: Databricks' Unity Catalog has an API of its own, which is not supported; databricks reads the workspace's runs and the workspace's own registry", scheme)
	case "azureml":
		return errors.New("tracking URI azureml: Azure ML needs its own sign-in and is not supported; give --metadata, or " + readable)
	case "arn":
		return errors.New("tracking URI arn: SageMaker needs signed requests (SigV4) and is not supported; give --metadata, or " + readable)
	case "postgresql", "postgres", "mysql", "mssql", "oracle":
		return fmt.Errorf("tracking URI %s: of databases only sqlite:/// is read directly; start `mlflow server --backend-store-uri …` and give its http address", base)
	}
	return fmt.Errorf("tracking URI: scheme %s is not one of %s", shown(scheme), readable)
}

func locateServer(uri string) (place, error) {
	parsed, err := url.Parse(uri)
	if err != nil {
		return place{}, errors.New("tracking URI: not a valid URL; special characters in a user name or password are written %-escaped, or better given as MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD")
	}
	switch {
	case parsed.Hostname() == "":
		return place{}, errors.New("tracking URI: no host after http(s)://")
	case parsed.RawQuery != "" || parsed.ForceQuery:
		return place{}, errors.New("tracking URI: has a query (?…), which MLflow's addresses do not; give the address up to it")
	}
	if before, _, found := strings.Cut(parsed.Fragment, "/"); found && before == "" || parsed.Fragment != "" {
		return place{}, errors.New("tracking URI: has a fragment (#…): this looks like a page copied from the browser; give the address up to the #")
	}
	parsed.Scheme = strings.ToLower(parsed.Scheme)
	parsed.Path = strings.TrimRight(parsed.Path, "/")
	parsed.RawPath = strings.TrimRight(parsed.RawPath, "/")
	return place{kind: placeServer, url: parsed, text: uri}, nil
}

// locateSQLite reads SQLAlchemy's form: three slashes and a relative path,
// four and an absolute one.
func locateSQLite(uri, rest, dir string) (place, error) {
	path, ok := strings.CutPrefix(rest, "///")
	path, _, _ = strings.Cut(path, "?")
	path, err := url.PathUnescape(path)
	switch {
	case err != nil:
		return place{}, errors.New("tracking URI sqlite: a % that is no escape in the path; write it %25")
	case !ok || path == "" || path == ":memory:":
		return place{}, errors.New("tracking URI sqlite: no file in it; write sqlite:///mlflow.db, or sqlite:////absolute/path/mlflow.db")
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return place{kind: placeSQLite, path: path, text: uri}, nil
}

func locateFileURI(uri, rest, dir string) (place, error) {
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		host, path, _ := strings.Cut(after, "/")
		if host != "" && host != "localhost" {
			host = host[strings.LastIndex(host, "@")+1:] // a password may stand before it
			return place{}, fmt.Errorf("tracking URI file: names a host (%s); write file:///absolute/path or file:relative/path", shown(host))
		}
		rest = "/" + path
	}
	path, err := url.PathUnescape(rest)
	if err != nil || path == "" {
		return place{}, errors.New("tracking URI file: no usable path in it; write file:///absolute/path or file:relative/path")
	}
	return locateDir(uri, path, dir)
}

// locateDir takes a directory, and turns down what is close to one.
func locateDir(uri, path, dir string) (place, error) {
	address := !filepath.IsAbs(path) && strings.Contains(path, "@")
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil && address: // an address without its http://, perhaps, and a password in it
		return place{}, errors.New("tracking URI: is no directory that exists, and does not begin with http:// or https://; an address needs that")
	case err != nil:
		return place{}, fmt.Errorf("tracking directory %s: %w; give an ./mlruns directory, sqlite:///mlflow.db or http(s)://…", path, doc.Reason(err))
	case !info.IsDir():
		return place{}, fmt.Errorf("tracking directory %s: is a file; a database is given as sqlite:///%s", path, path)
	case !holdsExperiment(path) && holdsExperiment(filepath.Join(path, "mlruns")):
		return place{}, fmt.Errorf("tracking directory %s: has no experiments, but its mlruns has; give %s", path, filepath.Join(path, "mlruns"))
	}
	return place{kind: placeFiles, path: path, text: uri}, nil
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
