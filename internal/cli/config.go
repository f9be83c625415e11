package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
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
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.Dir, filepath.FromSlash(name))
	}
	data, err := app.ReadBounded(path, maxConfig)
	switch {
	case errors.Is(err, fs.ErrNotExist) && values["config"] == "":
		return values.Settings(command)
	case err != nil:
		return settings.Settings{}, fmt.Errorf("config: %w", err)
	}
	values, err = values.OverConfig(name, data)
	if err != nil {
		return settings.Settings{}, err
	}
	s, err := values.Settings(command)
	s.Entries = settings.Entries(name, data)
	return s, err
}

// maxConfig is far above any configuration file.
const maxConfig = 4 << 20
