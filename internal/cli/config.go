package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// configured puts what was typed over what the configuration file says.
func (c *console) configured(command string, values settings.Values) (settings.Settings, error) {
	name := values["config"]
	option, _ := settings.Find("config")
	if !slices.Contains(option.Commands, command) {
		return values.Settings(command)
	}
	if name == "" {
		name = option.Default
	}
	file := name
	if !filepath.IsAbs(file) {
		file = filepath.Join(c.Dir, filepath.FromSlash(name))
	}
	data, err := app.ReadBounded(file, maxConfig)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if problem := c.misnamed(file, name, values["config"] != ""); problem != nil {
			return settings.Settings{}, problem
		}
		if values["config"] == "" {
			return values.Settings(command)
		}
		return settings.Settings{}, fmt.Errorf("config: %w", err)
	case err != nil:
		return settings.Settings{}, fmt.Errorf("config: %w", err)
	}
	if err := settings.Twice(clean(name), values["config"] != "", c.beside(file, clean(name), path.Dir(clean(name)))); err != nil {
		return settings.Settings{}, err
	}
	typed := values
	values, err = values.OverConfig(name, data)
	if err != nil {
		return settings.Settings{}, err
	}
	s, err := values.Settings(command)
	s.Entries = settings.Entries(name, data, typed)
	return s, err
}

// misnamed refuses a configuration that stands under a name that was meant for it, and warns
// of one that may be.
func (c *console) misnamed(file, name string, said bool) error {
	name = clean(name)
	warning, err := settings.Misnamed(name, said, c.beside(file, name, slices.Compact([]string{path.Dir(name), "."})...))
	if warning != "" {
		c.PrintError("warning: " + printable.OneLine(warning, 300))
	}
	return err
}

// clean is a path as package settings compares them.
func clean(name string) string { return path.Clean(filepath.ToSlash(name)) }

// beside has the paths of what is in the configuration's directory and in others of the
// project, as the configuration is named: from the project's folder.
func (c *console) beside(file, name string, dirs ...string) (there []string) {
	for _, dir := range dirs {
		of := c.Dir
		if dir == path.Dir(name) {
			of = filepath.Dir(file)
		}
		entries, err := os.ReadDir(of)
		if err != nil {
			continue // no directory, and so nothing beside
		}
		for _, entry := range entries {
			there = append(there, path.Join(dir, entry.Name()))
		}
	}
	return there
}

// maxConfig is far above any configuration file.
const maxConfig = 4 << 20
