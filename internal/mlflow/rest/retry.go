package rest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/retryafter"
)

// A policy says how patiently a server is asked, by MLflow's own names.
// https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
type policy struct {
	retries    int           // after the first try; MLFLOW_HTTP_REQUEST_MAX_RETRIES
	factor     time.Duration // the first wait, doubled each time; …_BACKOFF_FACTOR
	jitter     time.Duration // at most added to each wait; …_BACKOFF_JITTER
	timeout    time.Duration // of one try, body and all; MLFLOW_HTTP_REQUEST_TIMEOUT
	retryAfter bool          // MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER
	redirects  bool          // MLFLOW_ALLOW_HTTP_REDIRECTS
}

const (
	longestWait = time.Minute     // of one wait, whatever Retry-After says
	waitBudget  = 4 * time.Minute // of all tries of one request: what MLflow's defaults add up to
)

// readPolicy has shorter defaults than MLflow's seven retries in four minutes:
// a person is waiting, and every request here can simply be made again.
func readPolicy(o Options) (policy, error) {
	p := policy{
		retryAfter: !isFalse(o.getenv("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER")),
		redirects:  !isFalse(o.getenv("MLFLOW_ALLOW_HTTP_REDIRECTS")),
	}
	var retries, factor, jitter, timeout float64
	for _, setting := range []struct {
		name          string
		into          *float64
		preset, least float64
		most          float64
	}{
		{"MLFLOW_HTTP_REQUEST_MAX_RETRIES", &retries, 5, 0, 10},
		{"MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", &factor, 1, 0, 60},
		{"MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", &jitter, 1, 0, 60},
		{"MLFLOW_HTTP_REQUEST_TIMEOUT", &timeout, 120, 1, 3600},
	} {
		*setting.into = setting.preset
		if text := o.getenv(setting.name); text != "" {
			value, err := strconv.ParseFloat(text, 64)
			if err != nil || !(value >= setting.least && value <= setting.most) {
				return policy{}, fmt.Errorf("%s %s: not a number from %g to %g", setting.name, printable.Quote(text, 80), setting.least, setting.most)
			}
			*setting.into = value
		}
	}
	p.retries = int(retries)
	p.factor, p.jitter, p.timeout = seconds(factor), seconds(jitter), seconds(timeout)
	return p, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// wait is how long to pause before try number next (2 is the first retry).
// What the server asked for, which is capped already, comes before the doubling.
func (p policy) wait(next int, asked time.Duration) time.Duration {
	if p.retryAfter && asked > 0 {
		return asked
	}
	pause := p.factor << (next - 2)
	if p.jitter > 0 {
		pause += rand.N(p.jitter) //nolint:gosec // it spreads retries; nobody gains by guessing it
	}
	return min(pause, longestWait)
}

// askedWait is what Retry-After asks for, capped; 0 where there is none to follow.
func askedWait(header http.Header) time.Duration {
	wait, _ := retryafter.Wait(header)
	return min(wait, longestWait)
}
