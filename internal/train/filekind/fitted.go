package filekind

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// Which files of a commit, or lent to it, may be what an earlier training fitted, though no
// name says that they are models: arrays, numbers of a fit, what lies among results.

var (
	// arrayEndings are those of arrays, weights and databases, which data have as well.
	arrayEndings = setOf(".npy .npz .safetensors .h5 .hdf5 .bin .ckpt .pt .pth .weights .params .mat .rds .pkl .pickle .joblib .dill .msgpack .db .sqlite .sqlite3")
	// plainTexts are those of texts and tables that hold numbers of a fit.
	plainTexts = setOf(".json .csv .tsv .txt .dat .parquet .feather .xml")
	// binaryTables are those of tables that are no text: digits cannot be looked for.
	binaryTables = setOf(".parquet .feather .arrow .ipc")
	// settingsTexts are those of settings, which may hold such numbers as well.
	settingsTexts = setOf(".yaml .yml .toml .ini .cfg .conf .env .properties")
	fitNames      = setOf("w b coef coefs coefficient coefficients weights theta beta betas intercept bias centroids fitted fit")
)

// MayBeFitted says so of a file that a training read before it had written it, by its path
// from the project. writes says whether the training writes in a directory.
func MayBeFitted(file string, writes func(dir string) bool) bool {
	file = unpacked(file)
	base, dir, ending := path.Base(file), path.Dir(file), strings.ToLower(path.Ext(file))
	name, folders := WordsOf(strings.TrimSuffix(base, path.Ext(base))), WordsOf(dir)
	made := oneOf(folders, outputNames) || slices.ContainsFunc(strings.Split(dir, "/"), IsStateFolder)
	switch {
	case strings.HasPrefix(base, ".") || HoldsNoState(file) || oneOf(folders, aside):
		return false
	case base == "fit" && !made: // a program, by the verb that is its name
		return false
	case ofRows(name, folders) && !made:
		return false
	case arrayEndings[ending]:
		return true
	}
	return (plainTexts[ending] || ending == "") && !oneOf(folders, configNames) && (made || oneOf(name, fitNames) || dir != "." && writes(dir))
}

// MostOfAFit and MostOfAProgram bound a file, and a program, that is looked at for the numbers
// of a fit, in bytes.
const (
	MostOfAFit     = 4 << 10
	MostOfAProgram = 256 << 10
)

// longNumber is a number with as many digits as a program prints of one that it computed.
var longNumber = regexp.MustCompile(`\d\.\d{13}|\.\d{15}`)

// constants are numbers of mathematics that any program may have, from their first digits.
var constants = strings.Fields("3.14159265 2.71828182 6.28318530 1.57079632 0.57721566 1.41421356 0.70710678 1.73205080 0.69314718 2.30258509 1.44269504 0.43429448 1.61803398 1.77245385 0.56418958 0.39894228 2.50662827 0.91893853 1.83787706 0.31830988 0.63661977 1.12837916 0.01745329 57.2957795 1.09861228 0.30102999 3.32192809")

// programNumber is a number of a program, from its first digit, as far as it may be one of a fit.
var programNumber = regexp.MustCompile(`\d*\.\d{13,}`)

// FitInCode says of a program whether it has numbers as a program prints them, which a fit
// may have left: a scorer that was exported, a table of results. A notebook has its outputs.
func FitInCode(file string, data []byte) bool {
	if !dvc.IsCode(file) || strings.EqualFold(path.Ext(file), ".ipynb") || len(data) > MostOfAProgram {
		return false
	}
	return slices.ContainsFunc(programNumber.FindAllString(string(data), -1), func(number string) bool {
		if strings.HasPrefix(number, ".") {
			number = "0" + number
		}
		return longNumber.MatchString(number) && !slices.ContainsFunc(constants, func(known string) bool { return strings.HasPrefix(number, known) })
	})
}

// FewNumbers says of a file whose name says nothing, or calls it data, whether it is a small
// array, or a small text with numbers as a program prints them, which a fit may have left.
func FewNumbers(file string, data []byte) bool {
	ending := strings.ToLower(path.Ext(file))
	if arrayEndings[ending] || binaryTables[ending] {
		return len(data) <= MostOfAFit
	}
	return (settingsTexts[ending] || (plainTexts[ending] || ending == "") && !HoldsNoState(file)) && len(data) <= MostOfAFit && longNumber.Match(data)
}

// IsSmallDatabase says of a file of so many bytes whether it is a database of few rows: its
// pages alone are a fit's bound.
func IsSmallDatabase(file string, size int) bool {
	return databases[strings.ToLower(path.Ext(file))] && size <= 4*MostOfAFit
}

// IsFitText says of a file with few numbers whether it is a text that no name calls data: an
// array or a table that small is data as well.
func IsFitText(file string) bool {
	base, ending := path.Base(file), strings.ToLower(path.Ext(file))
	return !arrayEndings[ending] && !binaryTables[ending] && !ofRows(WordsOf(strings.TrimSuffix(base, path.Ext(base))), WordsOf(path.Dir(file)))
}
