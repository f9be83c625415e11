package filekind

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

var (
	// stateFolders are parts of the names of directories in which programs keep results.
	stateFolders = regexp.MustCompile(`(?i)cache|memo(?:ry|ize|$)|joblib|checkpoint|ckpt|snapshot|(?:^|[._-])state(?:$|[._-])`)
	// neverState are endings of what holds no result whenever it is written: programs, locks, logs.
	neverState = setOf(".py .pyc .pyi .pyd .so .dll .lock .log .pid .ttf .otf .css .js .html .md .rst .crt .pem")
	// noState are those of what holds none by itself: data, pictures, settings.
	noState   = setOf(".jpg .jpeg .png .tif .tiff .bmp .gif .webp .wav .mp3 .flac .ogg .mp4 .avi .nii .dcm .las .zip .gz .tar .bz2 .xz .zst .yaml .yml .toml .cfg .ini .conf .env .csv .tsv .parquet .feather .arrow .ipc .xlsx .xls .jsonl .ndjson .orc .avro .tfrecord")
	numeric   = setOf(".npy .npz .mat .rds .safetensors")
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

// IsDatabase says whether a file is one that programs write to in place, by its ending.
func IsDatabase(file string) bool { return databases[strings.ToLower(path.Ext(file))] }

// HoldsNoState says whether a file holds no result by its ending or its name, whenever it is
// written: programs, locks, logs, and the words of a tokenizer.
func HoldsNoState(file string) bool {
	base := path.Base(filepath.ToSlash(file))
	return neverState[strings.ToLower(path.Ext(base))] || dvc.IsCode(base) || oneOf(WordsOf(strings.TrimSuffix(base, path.Ext(base))), textNames)
}

// IsDataFile says whether a file, by its full path, is data: by its ending, its name or the
// directory that it is in.
func IsDataFile(file string) bool {
	slashed := filepath.ToSlash(file)
	base := path.Base(slashed)
	return noState[strings.ToLower(path.Ext(base))] || ofRows(WordsOf(strings.TrimSuffix(base, path.Ext(base))), WordsOf(path.Base(path.Dir(slashed))))
}

// IsPickle says whether a file, by its full path, begins as a pickle does.
func IsPickle(file string) bool {
	return beginsAsPickle(os.DirFS(filepath.Dir(file)), filepath.Base(file))
}

// IsFit says whether a file, by its full path, is a model, an array or what a program pickled,
// wherever it lies.
func IsFit(file string) bool {
	slashed := filepath.ToSlash(file)
	return numeric[strings.ToLower(path.Ext(slashed))] || IsPickle(file) || IsModel(os.DirFS(filepath.Dir(file)), filepath.Base(file))
}

// MayBeState says whether a file that is no result by its name may be one all the same: no
// program, and nothing hidden, as settings are.
func MayBeState(file string) bool {
	return !HoldsNoState(file) && !strings.HasPrefix(path.Base(filepath.ToSlash(file)), ".")
}

func mayHoldResult(files fs.FS, slashed string, rewrote, before bool) bool {
	base, ending := path.Base(slashed), strings.ToLower(path.Ext(slashed))
	name, folders := WordsOf(strings.TrimSuffix(base, path.Ext(base))), WordsOf(strings.TrimPrefix(path.Dir(slashed), "dev/shm")) // in memory, and no split of data
	inState := slices.ContainsFunc(strings.Split(slashed, "/"), IsStateFolder)
	switch {
	case IsModel(files, slashed):
		return true
	case strings.HasPrefix(base, ".") || oneOf(name, textNames) || neverState[ending] || noState[ending]:
		return false
	case databases[ending]:
		return rewrote && !before && !slices.Contains(name, "mlflow")
	}
	return rewrote || inState || !ofRows(name, folders) && beginsAsPickle(files, slashed)
}
