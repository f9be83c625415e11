//go:build unix

package audit

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestDeepAtOnce: the models' files of many versions are read at once, eight at most, each
// once, and the report is what one reader at a time makes of them.
func TestDeepAtOnce(t *testing.T) {
	t.Parallel()
	const versions = 5 * filesAtOnce
	server := mlflowtest.New(t)
	for i := range versions {
		run := server.AddRun(mlflowtest.Run{Params: map[string]string{"lr": "0.1"}, Metrics: map[string]float64{"accuracy": 0.9}})
		files := map[string]string{"MLmodel": "flavors:\n  python_function:\n    python_version: 3.11.4\n", "requirements.txt": "mlflow==3.1\n"}
		switch i % 3 {
		case 1:
			files["requirements.txt"] = fmt.Sprintf("pandas>=%d\n", i)
		case 2:
			delete(files, "requirements.txt")
		}
		server.AddVersion("churn", mlflowtest.Version{RunID: run, Files: files})
	}
	// All readers meet at their first file: fewer would wait for ever, and more are counted.
	var mu sync.Mutex
	inside, most, met := 0, 0, make(chan struct{})
	relay := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "get-artifact") {
			mu.Lock()
			if inside++; inside > most {
				if most = inside; most == filesAtOnce {
					close(met)
				}
			}
			mu.Unlock()
			select {
			case <-met:
			case <-r.Context().Done():
			}
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				inside--
			}()
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(relay.Close)
	all := &Auditor{Store: openStore(t, relay.URL), Selecting: settings.Selecting{Models: []string{"churn"}}, Deep: true, Now: clock}
	together, err := all.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if most != filesAtOnce {
		t.Errorf("%d requests for files at once, want %d", most, filesAtOnce)
	}
	asked := map[string]int{}
	for _, request := range server.Requests() {
		if strings.Contains(request, "get-artifact") {
			asked[request]++
		}
	}
	for request, n := range asked {
		if n != 1 {
			t.Errorf("%s: %d times", request, n)
		}
	}
	for _, version := range together.Versions {
		alone := auditOf(t, server.URL, "", settings.Selecting{Models: []string{"churn"}, VersionGiven: true, Version: repro.Selector{Kind: repro.SelectNumber, Text: version.Version}})
		if len(alone.Versions) != 1 || !slices.Equal(alone.Versions[0].Findings, version.Findings) {
			t.Errorf("v%s: together\n%+v\nalone\n%+v", version.Version, version, alone.Versions)
		}
	}
}
