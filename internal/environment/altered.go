package environment

import (
	"encoding/base64"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// maxRecord is how large the list of an installed package's files may be.
const maxRecord = 8 << 20

// Altered names the packages of a virtual environment, of those that are asked about by their
// normal names, of which a file is gone or is not what its installer wrote. A package that is
// not there any more is one.
// https://packaging.python.org/en/latest/specifications/recording-installed-packages/
func Altered(venv string, names map[string]string) (altered []string) {
	lists, _ := filepath.Glob(filepath.Join(wording.GlobPath(venv), "lib", "python*", "site-packages", "*.dist-info", "RECORD"))
	whole := map[string]bool{}
	for _, list := range lists {
		name, _, _ := strings.Cut(filepath.Base(filepath.Dir(list)), "-")
		name = packaging.PackageName(name)
		if _, asked := names[name]; asked {
			whole[name] = asInstalled(list)
		}
	}
	for name := range names {
		if !whole[name] {
			altered = append(altered, name)
		}
	}
	slices.Sort(altered)
	return altered
}

// asInstalled says whether all files of a package are what their list says.
func asInstalled(list string) bool {
	if info, err := os.Stat(list); err != nil || info.Size() > maxRecord {
		return false
	}
	text, err := os.ReadFile(list)
	if err != nil {
		return false
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		return false
	}
	site := filepath.Dir(filepath.Dir(list))
	return !slices.ContainsFunc(rows, func(row []string) bool {
		digest, hashed := strings.CutPrefix(row[min(1, len(row)-1)], "sha256=")
		if !hashed { // its own list, and what Python compiled
			return false
		}
		sum, _, err := sumOf(filepath.Join(site, filepath.FromSlash(row[0])))
		return err != nil || base64.RawURLEncoding.EncodeToString(sum) != strings.TrimRight(digest, "=")
	})
}
