package filekind

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// What a program pickled that is no model: a scaler or an encoder that it fitted to its data
// before, and plain values. By the modules of its classes, which stand in a pickle by their names.

var (
	// global finds a class in a pickle of a protocol before 4.
	global = regexp.MustCompile(`c([A-Za-z_][\w.]*)\n[A-Za-z_][\w.]*\n`)
	// preparing are packages of what data are prepared with before a model is fitted.
	preparing = strings.Fields("sklearn.preprocessing sklearn.feature_extraction sklearn.feature_selection sklearn.impute sklearn.random_projection sklearn.kernel_approximation category_encoders")
	// plain are packages of values, and of what holds others.
	plain = strings.Fields("builtins __builtin__ copyreg copy_reg _codecs collections datetime decimal fractions functools operator pathlib array re uuid numpy pandas pyarrow polars scipy.sparse joblib sklearn.compose sklearn.pipeline sklearn.utils sklearn.base")
	// preparers are words of the names of such files, where the classes are a program's own.
	preparers = setOf("scaler scalers vectorizer vectorizers vectoriser tfidf imputer imputers preprocessor preprocessors binarizer discretizer labelencoder scaling normalizer normaliser")
)

// maxPickled bounds what is read of a pickle, in bytes: its classes stand before its arrays.
const maxPickled = 1 << 20

// OnlyPrepares says of a file, by what it holds, whether a program pickled there what it prepares
// its data with, or plain values under a name that is no model's. What cannot be read does not.
func OnlyPrepares(files fs.FS, file string) bool {
	data := pickled(files, file)
	if !isPickle(data) {
		return false
	}
	name := WordsOf(strings.TrimSuffix(path.Base(unpacked(file)), path.Ext(unpacked(file))))
	modules := modulesOf(data)
	of := func(packages []string) func(string) bool {
		return func(module string) bool {
			return slices.ContainsFunc(packages, func(one string) bool { return module == one || strings.HasPrefix(module, one+".") })
		}
	}
	prepares := of(preparing)
	switch rest := slices.DeleteFunc(slices.Clone(modules), of(plain)); {
	case slices.ContainsFunc(rest, func(module string) bool { return !prepares(module) }): // another class, which may be a model's
		return oneOf(name, preparers) && !slices.ContainsFunc(rest, func(module string) bool { return !prepares(module) && !ofProgram(module) })
	case len(rest) > 0:
		return true
	}
	return !oneOf(name, modelNames, fitNames) && !oneOf(WordsOf(path.Dir(file)), modelNames)
}

// Opcodes of protocol 4 and later, in which a class is two short texts and what joins them.
// https://github.com/python/cpython/blob/main/Lib/pickletools.py
const (
	shortText   = "\x8c" // its length follows, in a byte
	memoize     = "\x94"
	stackGlobal = "\x93"
)

// modulesOf are the modules of the classes in a pickle.
func modulesOf(data []byte) (modules []string) {
	for _, found := range global.FindAllSubmatch(data, -1) {
		modules = append(modules, string(found[1]))
	}
	text := func(data []byte) (text string, rest []byte) {
		if len(data) < 2 || len(data) < 2+int(data[1]) || data[0] != shortText[0] {
			return "", nil
		}
		end := 2 + int(data[1])
		return string(data[2:end]), bytes.TrimPrefix(data[end:], []byte(memoize))
	}
	for at := bytes.IndexByte(data, shortText[0]); at >= 0; at = bytes.IndexByte(data, shortText[0]) {
		data = data[at:]
		if module, rest := text(data); module != "" {
			if class, rest := text(rest); class != "" && bytes.HasPrefix(rest, []byte(stackGlobal)) {
				modules = append(modules, module)
			}
		}
		data = data[1:]
	}
	return modules
}

// ofProgram says whether a module is the program's own, as far as a name tells.
func ofProgram(module string) bool { return module == "__main__" || !strings.Contains(module, ".") }

// pickled is how a file begins, without joblib's compression.
func pickled(files fs.FS, file string) []byte {
	data := headOf(files, file, maxPickled)
	open, err := io.Reader(nil), error(nil)
	switch {
	case len(data) < 2:
		return nil
	case data[0] == 0x78:
		open, err = zlib.NewReader(bytes.NewReader(data))
	case data[0] == 0x1f && data[1] == 0x8b:
		open, err = gzip.NewReader(bytes.NewReader(data))
	default:
		return data
	}
	if err != nil {
		return nil
	}
	data, _ = io.ReadAll(io.LimitReader(open, maxPickled)) // the file's rest is left out
	return data
}
