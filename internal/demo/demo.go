// Package demo is a small project that really trains, and the registry that
// remembers it: everything `reproduce demo` needs that a user would bring.
//
// The trainer is a softmax regression on Fisher's iris data. It reads
// params.yaml, logs params, metrics and a dataset digest the way MLflow's file
// store keeps them, and registers models, so that the demonstration takes the
// same path as any other project. No number in it is stored: each one is
// trained on the spot.
package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed project
var project embed.FS

// Model is the name both demonstration versions are registered under.
const Model = "iris-classifier"

// WriteProject lays the project's files out in dir, which must exist.
func WriteProject(dir string) error {
	return fs.WalkDir(project, "project", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("project", filepath.FromSlash(path))
		if err != nil {
			return err
		}
		target := filepath.Join(dir, rel)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := project.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// WriteWarehouse makes the second version's data: the same flowers in a file
// outside the repository, where no commit pins it.
func WriteWarehouse(path string) error {
	data, err := project.ReadFile("project/data/iris.csv")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// Relabel changes the data in the warehouse as it happens in life: somebody
// corrected some labels, in place, and told nobody. Every seventh versicolor
// flower becomes a virginica.
func Relabel(path string) error {
	flowers, err := readFlowers(path)
	if err != nil {
		return err
	}
	seen, changed := 0, 0
	for i := range flowers {
		if flowers[i].species != 1 {
			continue
		}
		if seen%7 == 3 {
			flowers[i].species = 2
			changed++
		}
		seen++
	}
	if changed == 0 {
		return fmt.Errorf("relabel %s: no versicolor flowers in it", path)
	}
	return writeFlowers(path, flowers)
}

// UseData points the project's params at another data file.
func UseData(dir, data string) error {
	file := filepath.Join(dir, "params.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	after := strings.Replace(string(text), "data: data/iris.csv", "data: "+strconv.Quote(filepath.ToSlash(data)), 1)
	if after == string(text) {
		return fmt.Errorf("%s: no data: data/iris.csv in it", file)
	}
	return os.WriteFile(file, []byte(after), 0o644)
}
