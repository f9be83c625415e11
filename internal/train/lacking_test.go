package train

import "testing"

// TestLacking: a program that says that it did without a file looked for it; one that names it
// otherwise, or removes an old one, did not.
func TestLacking(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"FileNotFoundError: [Errno 2] No such file or directory: 'models/base.json'": true,
		"cat: models/base.json: No such file or directory":                           true,
		"INFO base.json not found, training from scratch":                            true,
		"no previous model in ./models/base.json":                                    true,
		"/tmp/place/models/base.json does not exist.":                                true,
		"head: cannot open 'models/base.json' for reading":                           true,
		"rm: cannot remove 'models/base.json': No such file or directory":            false,
		"saved models/base.json":                                                     false,
		"no previous model in models/other/base.json.bak":                            false,
		"training from scratch":                                                      false,
		"12 missing values; wrote models/base.json":                                  false,
	} {
		l := Lacking{Files: []string{"models/base.json", "metrics.json"}}
		l.Read(line)
		if got := l.Of("models/base.json"); got != want || l.Of("metrics.json") {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}

// TestNoSuchFile: what a training that failed says of a file that it does not find.
func TestNoSuchFile(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"cat: rows.csv: No such file or directory": true,
		"Error: file 'rows.csv' doesn't exist":     true,
		"rows.csv is missing":                      true,
		"cannot open file 'rows.csv'":              true,
		"training from scratch":                    false,
		"read rows.csv":                            false,
	} {
		if got := NoSuchFile(line); got != want {
			t.Errorf("%s: %t", line, got)
		}
	}
}
