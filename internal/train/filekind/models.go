package filekind

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// Which files hold a model: by their names, and where a name says too little by
// how they begin.

var (
	// looseEndings are those of models that data have as well.
	looseEndings = setOf(".pkl .pickle .joblib .h5 .hdf5 .bin .rds .dill .cloudpickle .pb .model")
	// plainEndings are those of anything: the name has to speak of a model.
	plainEndings = setOf(".npz .npy .zip .gz .tar .params .lgb .xgb .dat")
	// packedEndings are those of one compressed file: joblib writes model.pkl.gz.
	packedEndings = setOf(".gz .bz2 .xz .zst .lz4 .lzma .z")
	modelNames    = setOf("model models classifier classifiers regressor estimator clf net network weights checkpoint checkpoints ckpt best forest xgb xgboost lgb lgbm lightgbm catboost booster")
	rowNames      = setOf("train test val valid validation dev holdout x y features feature labels label targets df frame table rows samples folds fold split splits embeddings processed interim external")
	aside         = setOf("tests fixtures")
	// stems are what names of models contain.
	stems = []string{"model", "booster", "weights", "checkpoint", "ckpt", "state_dict"}
	// modelPlaces are directories in which models lie.
	modelPlaces = setOf("model models weights checkpoint checkpoints ckpt ckpts artifacts artefacts saved_model saved_models booster boosters")
	// besides are names of what lies beside models.
	besides = setOf("readme license licence notice changelog requirements conda history log logs labels classes notes schema")
	// otherEndings are those of what is no model wherever it lies: settings, texts, pictures.
	otherEndings = setOf(".yaml .yml .toml .ini .cfg .conf .env .properties .dvc .lock .md .rst .html .css .js .pdf .png .jpg .jpeg .gif .svg .webp .log .ipynb .sql .pyc .pyi")
	rowEndings   = setOf(".csv .tsv .parquet .feather .arrow .ipc .xlsx .xls .jsonl .ndjson .orc .avro")
	textNames    = setOf("tokenizer tokenizers vocab vocabulary spiece spm bpe sentencepiece")
)

// WordsOf are the words of a name, in small letters.
func WordsOf(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) })
}

func oneOf(list []string, sets ...map[string]bool) bool {
	return slices.ContainsFunc(list, func(word string) bool {
		return slices.ContainsFunc(sets, func(set map[string]bool) bool { return set[word] })
	})
}

// unpacked is the name of a file without the ending of a compression, where another is left.
func unpacked(file string) string {
	rest := strings.TrimSuffix(file, path.Ext(file))
	if packedEndings[strings.ToLower(path.Ext(file))] && path.Ext(path.Base(rest)) != "" {
		return rest
	}
	return file
}

// IsModel says whether a file is known to hold a model that was trained.
func IsModel(files fs.FS, file string) bool {
	plain := unpacked(file)
	base, ending := path.Base(plain), strings.ToLower(path.Ext(plain))
	name, folders := WordsOf(strings.TrimSuffix(base, path.Ext(base))), WordsOf(path.Dir(file))
	switch {
	case strings.HasPrefix(base, ".") || oneOf(name, textNames) || oneOf(folders, configNames, aside) || dvc.IsCode(file):
		return false
	case looseEndings[ending]:
		return oneOf(name, modelNames) || !ofRows(name, folders) || beginsAsModel(files, file)
	case dvc.IsModel(plain):
		return true
	case plainEndings[ending] && oneOf(name, modelNames):
		return true
	case ending == ".txt" || ending == ".json" || ending == "":
		return beginsAsModel(files, file) || (oneOf(name, modelNames) || oneOf(folders, modelNames)) && beginsAsPickle(files, file)
	}
	return beginsAsModel(files, file)
}

// MayBeModelOf is MayBeModel for a file that is within in the project's folder: that a
// project lies in a folder named models says nothing of its files.
func MayBeModelOf(files fs.FS, file, within string) bool {
	if folder, is := strings.CutSuffix(file, "/"+within); is && fs.ValidPath(folder) {
		if project, err := fs.Sub(files, folder); err == nil {
			return MayBeModel(project, within)
		}
	}
	return MayBeModel(files, file)
}

// ofRows says whether words of a path speak of data.
func ofRows(name, folders []string) bool {
	return oneOf(name, dataNames, rowNames) || oneOf(folders, dataNames, rowNames)
}

// MayBeModel says whether a file of the commit may hold a model: it is known to, it
// is a model's by its name or its place, or it holds what a program pickled. A
// training that would find it could go on with it.
func MayBeModel(files fs.FS, file string) bool {
	if IsModel(files, file) {
		return true
	}
	base, ending := path.Base(file), strings.ToLower(path.Ext(file))
	stem := strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
	name, folders := WordsOf(stem), WordsOf(path.Dir(file))
	switch {
	case strings.HasPrefix(base, ".") || otherEndings[ending] || dvc.IsCode(file) || oneOf(name, textNames, configNames, besides) || oneOf(folders, configNames, aside):
		return false
	case rowEndings[ending] && ofRows(name, folders):
		return false
	case slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool { return modelPlaces[strings.ToLower(folder)] }) && !oneOf(folders, setOf("src")):
		return true
	case rowEndings[ending]:
		return false
	case ending == "" && stem == "state", ending == ".weights", stem == "tree" && ending == ".dump":
		return true
	case slices.ContainsFunc(stems, func(word string) bool { return strings.Contains(stem, word) }):
		return true
	}
	return !ofRows(name, folders) && beginsAsObject(files, file)
}

// foreignFolders hold models of packages, downloads and records, and none of a training.
var foreignFolders = setOf(".git .dvc .venv venv env .conda node_modules site-packages dist-packages __pycache__ .cache")

// IsForeignFolder says so of a folder's name.
func IsForeignFolder(name string) bool { return foreignFolders[name] }
