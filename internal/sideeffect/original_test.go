package sideeffect

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// TestOverwrittenUnread: a server that does not answer refuses nothing; it is told.
func TestOverwrittenUnread(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{})
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	original, err := registry.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if gates, doubt := Overwritten(t.Context(), registry, original, true); len(gates) > 0 || doubt != "" {
		t.Errorf("nothing happened: %v, %s", gates, doubt)
	}
	registry.Close()
	closed, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	if gates, doubt := Overwritten(t.Context(), closed, original, true); len(gates) > 0 || !strings.Contains(doubt, "was not read again") {
		t.Errorf("unread: %v, %q", gates, doubt)
	}
}
