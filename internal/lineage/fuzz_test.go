package lineage

import (
	"strings"
	"testing"
)

// FuzzModelFiles reads the files that a registry keeps beside a model: a package that is
// read has a name, of one word.
func FuzzModelFiles(f *testing.F) {
	f.Add([]byte("channels: [conda-forge]\ndependencies:\n- python=3.11.7\n- numpy==1.26\n- pip:\n  - mlflow==3.17.2\n"))
	f.Add([]byte("flavors: {python_function: {python_version: 3.11.7}, sklearn: {}}\nmlflow_version: 3.17.2\n"))
	f.Add([]byte("python: 3.11.7\ndependencies: [{pip: [a, {}]}, null, [x]]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e environment
		e.readMLmodel(data, "MLmodel")
		e.readPythonEnv(data, "python_env.yaml")
		for _, p := range e.readConda(data, "conda.yaml") {
			if p.Name == "" || strings.ContainsAny(p.Name, " \t\r\n") {
				t.Errorf("a package is named %q", p.Name)
			}
		}
	})
}

// TestCondaPin: where a blank parts the name from what is asked, as conda takes it too, the
// name ends there.
func TestCondaPin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"numpy=1.26.4=py311": {"numpy", "1.26.4"}, "numpy==1.26.4": {"numpy", "1.26.4"}, "numpy=1.26": {"numpy", ""}, "numpy>=1.20": {"numpy", ""},
		"numpy >=1.26": {"numpy", ""}, "numpy 1.26.4": {"numpy", ""}, "numpy 1.26.4 py311_0": {"numpy", ""}, "numpy": {"numpy", ""}, " ": {"", ""},
	} {
		if name, version := condaPin(text); name != want[0] || version != want[1] {
			t.Errorf("%q is %q of version %q, want %q", text, name, version, want)
		}
	}
}
