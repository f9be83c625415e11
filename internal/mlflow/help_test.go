package mlflow_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A clock counts the waits instead of waiting.
type clock struct {
	mu    sync.Mutex
	waits []time.Duration
}

func (c *clock) sleep(ctx context.Context, pause time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waits = append(c.waits, pause)
	return ctx.Err()
}

// env is an environment of a few variables. Retries wait without jitter, so
// that tests can say for how long.
func env(pairs ...string) func(string) string {
	values := map[string]string{"MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "0"}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return values[name] }
}

// connect opens a server's registry with a clock that does not wait.
func connect(t *testing.T, server *mlflowtest.Server, pairs ...string) (*mlflow.Registry, *clock) {
	t.Helper()
	ticks := &clock{}
	registry := open(t, mlflow.Config{TrackingURI: server.URL, Getenv: env(pairs...), Sleep: ticks.sleep})
	return registry, ticks
}

func parse(t *testing.T, model, version string) repro.ModelRef {
	t.Helper()
	ref, err := repro.ParseModelRef(model, version)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func wantParts(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q\nlacks %q", err, part)
		}
	}
}

// wantReason checks the verdict an error would end in; "" is no verdict at all.
func wantReason(t *testing.T, err error, reason repro.Reason) {
	t.Helper()
	doubt, ok := repro.AsDoubt(err)
	switch {
	case reason == "" && ok:
		t.Errorf("error %q is a doubt (%s); want a plain error", err, doubt.Reason)
	case reason != "" && (!ok || doubt.Reason != reason):
		t.Errorf("error %q: reason %v; want %s", err, doubt, reason)
	}
}
