package mlflow_test

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/reproduce-action/reproduce/internal/mlflow"
)

const fixtures = "../../testdata/mlflow/"

var (
	update = flag.Bool("update", false, "rewrite golden files")
	record = flag.String("record", "", "record the replies of the real server at this URL")
)

// TestStoresAlike tells the same story from the three kinds of store: a tree
// and a database that MLflow made, and the recorded replies of its server.
func TestStoresAlike(t *testing.T) {
	for _, kind := range []struct {
		name string
		uri  func(*testing.T) string
	}{
		{"server", replayServer},
		{"files", func(*testing.T) string { return fixtures + "mlruns" }},
		{"sqlite", func(t *testing.T) string { return "sqlite:///" + loadDump(t) }},
	} {
		t.Run(kind.name, func(t *testing.T) {
			registry := open(t, mlflow.Config{TrackingURI: kind.uri(t)})
			golden(t, fixtures+"story.txt", story(t, registry))
		})
	}
}

func open(t *testing.T, cfg mlflow.Config) *mlflow.Registry {
	t.Helper()
	registry, err := mlflow.Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { registry.Close() })
	return registry
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(gotLines) {
			g = gotLines[i]
		}
		if i < len(wantLines) {
			w = wantLines[i]
		}
		if g != w {
			t.Fatalf("%s:%d differs; -update rewrites it\n got: %s\nwant: %s", path, i+1, g, w)
		}
	}
}

// loadDump makes a database of the dump of one that MLflow made, with the
// artifacts beside it where MLflow puts them: elsewhere than is recorded.
func loadDump(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "mlflow.db")
	if err := os.CopyFS(filepath.Join(dir, "mlruns"), os.DirFS(fixtures+"artifacts")); err != nil {
		t.Fatal(err)
	}
	dump, err := os.ReadFile(fixtures + "mlflow.sql")
	if err != nil {
		t.Fatal(err)
	}
	execute(t, path, string(dump))
	return path
}

// execute writes to a database, as the product never does.
func execute(t testing.TB, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

// replayServer answers from replies.txtar, or with -record from the real
// server, and then writes the file anew.
func replayServer(t *testing.T) string {
	path := fixtures + "replies.txtar"
	if *record == "" {
		replies := map[string]string{}
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			replies[file.Name] = string(file.Data)
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			head, body, ok := strings.Cut(replies[replyKey(r)], "\n\n")
			if !ok {
				t.Errorf("no recorded reply for %s; make the fixtures anew with testdata/mlflow/make.sh", replyKey(r))
			}
			var status int
			var kind string
			if _, err := fmt.Sscanf(head, "%d\n%s", &status, &kind); err != nil {
				t.Errorf("%q: %v", head, err)
			}
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			fmt.Fprint(w, strings.TrimSuffix(body, "\n"))
		}))
		t.Cleanup(server.Close)
		return server.URL
	}

	target, err := url.Parse(*record)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	archive := &txtar.Archive{Comment: []byte("# Replies of a real MLflow server, recorded by make.sh.\n")}
	seen := map[string]bool{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = func(response *http.Response) error {
		body, err := io.ReadAll(response.Body)
		response.Body = io.NopCloser(bytes.NewReader(body))
		mu.Lock()
		defer mu.Unlock()
		key := response.Request.Header.Get("X-Reply-Key")
		if !seen[key] {
			seen[key] = true
			kind, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";")
			archive.Files = append(archive.Files, txtar.File{Name: key, Data: fmt.Appendf(nil, "%d\n%s\n\n%s\n", response.StatusCode, kind, body)})
		}
		return err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-Reply-Key", replyKey(r))
		r.Host = target.Host
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.Close()
		if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
			t.Error(err)
		}
	})
	return server.URL
}

// replyKey names a request; the body of a search is part of the question.
func replyKey(r *http.Request) string {
	key := r.Method + " " + r.URL.RequestURI()
	if r.Method == http.MethodPost {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		key += " " + string(body)
	}
	return key
}

// keepOpen gives a writer that stays, as a running training is one.
func keepOpen(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}
