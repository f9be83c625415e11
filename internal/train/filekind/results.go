package filekind

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	// stateFolders are parts of the names of directories in which programs keep results.
	stateFolders = regexp.MustCompile(`(?i)cache|memo(?:ry|ize|$)|joblib|checkpoint|ckpt|snapshot|(?:^|[._-])state(?:$|[._-])`)
	// noState are endings of what holds no result: programs, locks, logs, data.
	noState   = setOf(".py .pyc .pyi .pyd .so .dll .lock .log .pid .ttf .otf .css .js .html .md .rst .crt .pem .jpg .jpeg .png .tif .tiff .bmp .gif .webp .wav .mp3 .flac .ogg .mp4 .avi .nii .dcm .las .zip .gz .tar .bz2 .xz .zst .yaml .yml .toml .cfg .ini .conf .env .csv .tsv .parquet .feather .arrow .ipc .xlsx .xls .jsonl .ndjson .orc .avro .tfrecord")
	databases = setOf(".db .db3 .sqlite .sqlite3")
)

// IsStateFolder says whether programs keep results in a directory, by a part of its
// name.
func IsStateFolder(dir string) bool { return stateFolders.MatchString(dir) }

// MayHoldResult says whether a file, by its full path, may hold a result: it is a
// model, it holds what a program pickled, it is named as or lies where results are kept, or
// the training that read it wrote it again, as it did with a database that is not
// as before.
func MayHoldResult(file string, rewrote, before bool) bool {
	root := filepath.VolumeName(file) + string(os.PathSeparator)
	return mayHoldResult(os.DirFS(root), strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(root)), rewrote, before)
}

// HoldsResult says whether a file may hold a result, by its name, its place below a
// directory and what it holds.
func HoldsResult(files fs.FS, file string) bool { return mayHoldResult(files, file, false, true) }

func mayHoldResult(files fs.FS, slashed string, rewrote, before bool) bool {
	base, ending := path.Base(slashed), strings.ToLower(path.Ext(slashed))
	name, folders := WordsOf(strings.TrimSuffix(base, path.Ext(base))), WordsOf(strings.TrimPrefix(path.Dir(slashed), "dev/shm")) // in memory, and no split of data
	inState := slices.ContainsFunc(strings.Split(slashed, "/"), IsStateFolder)
	switch {
	case IsModel(files, slashed):
		return true
	case strings.HasPrefix(base, ".") || oneOf(name, textNames) || noState[ending]:
		return false
	case databases[ending]:
		return rewrote && !before && !slices.Contains(name, "mlflow")
	}
	return rewrote || inState || !ofRows(name, folders) && beginsAsPickle(files, slashed)
}
