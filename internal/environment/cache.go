package environment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/filelock"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/retryafter"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A cache keeps the environments of one digest. Each is built in a directory of its own
// name, where it stays: programs in an environment name its path. One that has a manifest
// is whole; the manifest is written last.
type cache struct {
	dir, digest string
	say         func(string)
}

const (
	manifestName = "manifest.json"
	lockPause    = 200 * time.Millisecond
	tellBytes    = 500 << 20
	keepChanged  = 7 * 24 * time.Hour // a training may still be running in it
)

// A manifest says what an environment is, and how all of its files were.
type manifest struct {
	Python   string        `json:"python"`
	Tool     string        `json:"tool"`
	Packages []packageJSON `json:"packages"`
	Warnings []string      `json:"warnings"`
	Content  string        `json:"content"` // a digest of all files
	Bytes    int64         `json:"bytes"`   // of these
}

type packageJSON struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// cache is that of one software, installer and Python.
func (b *Builder) cache(w Target, i installer, python interpreter) (cache, error) {
	base := getenv(b.Environ, "XDG_CACHE_HOME")
	if !filepath.IsAbs(base) {
		home := getenv(b.Environ, "HOME")
		if !filepath.IsAbs(home) {
			return cache{}, errors.New("rebuild the environment: neither XDG_CACHE_HOME nor HOME names a directory; set one")
		}
		base = filepath.Join(home, ".cache")
		if runtime.GOOS == "darwin" {
			base = filepath.Join(home, "Library", "Caches")
		}
	}
	dir := filepath.Join(base, "reproduce", "environments")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cache{}, fmt.Errorf("rebuild the environment: %w", err)
	}
	requirements, constraints := w.lines()
	before := ""
	if w.bound(i) {
		before = w.Before.UTC().Format(time.RFC3339)
	}
	parts := []string{"3", i.name(), python.version, python.path, runtime.GOOS, runtime.GOARCH, requirements, constraints, before, strings.Join(slices.Concat(w.Lacking, w.Conda), "\n"), fmt.Sprint(b.Allow, b.Closest)}
	for _, name := range slices.Concat(pipSources, uvSources) {
		parts = append(parts, withoutUsers(getenv(b.Environ, name)))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	say := b.OnLine
	if say == nil {
		say = func(string) {}
	}
	return cache{dir, hex.EncodeToString(sum[:16]), say}, nil
}

// withoutUsers leaves names and passwords out of addresses: another password is no other
// index, and no digest of one is kept.
func withoutUsers(text string) string {
	words := strings.Fields(text)
	for k, word := range words {
		if u, err := url.Parse(word); err == nil && u.User != nil {
			u.User = nil
			words[k] = u.String()
		}
	}
	return credentials.ReplaceAllString(strings.Join(words, " "), "://")
}

// get gives the environment that is there, or has it built: by one process at a time.
func (c cache) get(ctx context.Context, build func(dir string) (Built, error)) (Built, error) {
	var lock *filelock.Lock
	changed := map[string]bool{}
	for told := false; ; told = true {
		if built, ok := c.find(changed); ok {
			return built, nil
		}
		var holder string
		var err error
		if lock, holder, err = filelock.At(filepath.Join(c.dir, c.digest+".lock")); err == nil {
			break
		}
		if !errors.Is(err, filelock.ErrHeld) {
			return Built{}, fmt.Errorf("rebuild the environment: %w", err)
		}
		if !told {
			c.say("another reproduction builds this environment (process " + holder + "); waiting for it")
		}
		if err := retryafter.Sleep(ctx, lockPause); err != nil {
			return Built{}, err
		}
	}
	defer func() { _ = lock.Release() }()
	if built, ok := c.find(changed); ok { // meanwhile
		return built, nil
	}
	c.sweep()
	dir, err := os.MkdirTemp(c.dir, c.digest+"-")
	if err != nil {
		return Built{}, fmt.Errorf("rebuild the environment: %w", err)
	}
	built, err := build(dir)
	if err == nil {
		err = c.publish(dir, built)
	}
	if err != nil {
		return Built{Warnings: built.Warnings}, errors.Join(err, os.RemoveAll(dir))
	}
	return built, nil
}

// find gives an environment of the digest whose files have the content that they were built
// with. What Python compiled for itself since then is removed: it holds no promise of what
// it is made of. changed are those that were found to be others, which are not read again.
func (c cache) find(changed map[string]bool) (Built, bool) {
	dirs, _ := filepath.Glob(filepath.Join(wording.GlobPath(c.dir), c.digest+"-*"))
	for _, dir := range dirs {
		m, err := readManifest(dir)
		if err != nil || changed[dir] {
			continue
		}
		venv := filepath.Join(dir, "venv")
		if m.Bytes > tellBytes {
			c.say(fmt.Sprintf("comparing the %d MB of the environment in the cache with what was built", m.Bytes>>20))
		}
		if removeCompiled(venv) != nil || !intact(venv, m) {
			changed[dir] = true
			continue
		}
		built := Built{Dir: venv, Python: m.Python, Tool: m.Tool, Warnings: m.Warnings, Cached: true}
		for _, p := range m.Packages {
			built.Packages = append(built.Packages, repro.Package{Name: p.Name, Version: p.Version})
		}
		return built, true
	}
	return Built{}, false
}

// Changed says whether an environment is not what it was when it was built.
func Changed(venv string) bool {
	m, err := readManifest(filepath.Dir(venv))
	return err != nil || !intact(venv, m)
}

func readManifest(dir string) (m manifest, err error) {
	data, err := doc.ReadFile(os.DirFS(dir), manifestName)
	if err != nil {
		return m, err
	}
	err = doc.DecodeJSON(bytes.NewReader(data), maxLock, &m)
	return m, err
}

// publish makes an environment whole: the manifest is there as a whole, or not at all.
func (c cache) publish(dir string, built Built) error {
	content, bytes, err := contentOf(built.Dir)
	if err != nil {
		return fmt.Errorf("rebuild the environment: %w", err)
	}
	m := manifest{built.Python, built.Tool, nil, built.Warnings, content, bytes}
	for _, p := range built.Packages {
		m.Packages = append(m.Packages, packageJSON{p.Name, p.Version})
	}
	data, err := doc.EncodeJSON(m, "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, manifestName+".new"), data, 0o600)
	}
	if err == nil {
		err = os.Rename(filepath.Join(dir, manifestName+".new"), filepath.Join(dir, manifestName))
	}
	if err != nil {
		return fmt.Errorf("rebuild the environment: %w", err)
	}
	return nil
}

// sweep removes what killed builds of the digest left, and, when it is old, what trainings
// changed. Who calls it has the lock.
func (c cache) sweep() {
	dirs, _ := filepath.Glob(filepath.Join(wording.GlobPath(c.dir), c.digest+"-*"))
	for _, dir := range dirs {
		info, err := os.Stat(filepath.Join(dir, manifestName))
		if err != nil || time.Since(info.ModTime()) > keepChanged {
			_ = os.RemoveAll(dir)
		}
	}
}
