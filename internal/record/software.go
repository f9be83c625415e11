package record

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// software prints, as JSON, what is installed for the Python that runs it.
//
//go:embed software.py
var software string

const (
	softwarePatience = 20 * time.Second
	maxSoftware      = 4 << 20 // bytes that are read of it
)

// readSoftware asks the Python that trained what is installed, and the system for the rest.
func (g *Recording) readSoftware(ctx context.Context, seen observe.Observation) {
	e := &g.document.Environment
	e.Platform, e.CPUs = runtime.GOOS+" "+runtime.GOARCH, runtime.NumCPU()
	var pythons, imported []string
	most := ""
	packages := -1
	for _, process := range seen.Run(g.top(), g.Dir) {
		known := false
		for _, module := range process.Packages {
			if !slices.Contains(imported, module.Path) {
				imported = append(imported, module.Path)
			}
		}
		for _, python := range pythons {
			known = known || python == process.Executable
		}
		if !known {
			pythons = append(pythons, process.Executable)
		}
		if len(process.Packages) > packages && filepath.IsAbs(process.Executable) {
			most, packages = process.Executable, len(process.Packages)
		}
	}
	if most == "" {
		g.gap("the packages are not recorded: no Python that ran code of the project reported")
		return
	}
	if len(pythons) > 1 {
		g.gap("%d Pythons ran; the packages are those of %s", len(pythons), most)
	}
	if err := ask(ctx, most, imported, g.Dir, g.Environ, e); err != nil {
		g.gap("the packages are not recorded: %v", err)
	}
}

// ask has a Python list what is installed for it, and read the files of what the training
// imported. It runs in the environment of the training, without what observed that.
func ask(ctx context.Context, python string, imported []string, dir string, environ []string, e *recorded.Environment) error {
	ctx, cancel := context.WithTimeout(ctx, softwarePatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, append([]string{"-c", software}, imported...)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = dir, environ, time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(out, maxSoftware))
	_, _ = io.Copy(io.Discard, out)
	if failed := cmd.Wait(); failed != nil || err != nil {
		return fmt.Errorf("%s could not say", filepath.Base(python))
	}
	var said struct {
		Python   string `json:"python"`
		Platform string `json:"platform"`
		Packages []struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Origin  string `json:"origin"`
			Content string `json:"content"`
		} `json:"packages"`
	}
	if err := doc.DecodeJSON(bytes.NewReader(text), maxSoftware, &said); err != nil {
		return fmt.Errorf("what %s said is no list: %w", filepath.Base(python), err)
	}
	e.Python, e.Platform = short(said.Python), short(said.Platform)
	seen := map[string]bool{}
	for _, p := range said.Packages {
		if p.Name == "" || seen[p.Name] || len(e.Packages) >= recorded.MaxPackages {
			continue // of two of one name, Python takes the first
		}
		seen[p.Name] = true
		origin := ""
		if p.Origin != "" {
			origin = short(gitformat.WithoutUser(p.Origin))
		}
		e.Packages = append(e.Packages, recorded.Package{Name: short(p.Name), Version: short(p.Version), Origin: origin, Content: short(p.Content)})
	}
	order.By(e.Packages, func(a, b recorded.Package) int { return strings.Compare(a.Name, b.Name) })
	return nil
}
