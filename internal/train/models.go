package train

import (
	"bytes"
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
	looseEndings = words(".pkl .pickle .joblib .h5 .hdf5 .bin .rds .dill .cloudpickle .pb .model")
	// plainEndings are those of anything: the name has to speak of a model.
	plainEndings = words(".npz .npy .zip .gz .tar .params .lgb .xgb .dat")
	modelNames   = words("model models classifier classifiers regressor estimator clf net network weights checkpoint checkpoints ckpt best forest xgb xgboost lgb lgbm lightgbm catboost booster")
	rowNames     = words("train test val valid validation dev holdout x y features feature labels label targets df frame table rows samples folds fold split splits embeddings processed interim external")
	aside        = words("tests fixtures")
	textNames    = words("tokenizer tokenizers vocab vocabulary spiece spm bpe sentencepiece")
)

// said are the words of a name, in small letters.
func said(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) })
}

func oneOf(list []string, sets ...map[string]bool) bool {
	return slices.ContainsFunc(list, func(word string) bool {
		return slices.ContainsFunc(sets, func(set map[string]bool) bool { return set[word] })
	})
}

// isModel says whether a file holds a model that was trained.
func isModel(files fs.FS, file string) bool {
	base, ending := path.Base(file), strings.ToLower(path.Ext(file))
	name, folders := said(strings.TrimSuffix(base, path.Ext(base))), said(path.Dir(file))
	switch {
	case strings.HasPrefix(base, ".") || oneOf(name, textNames) || oneOf(folders, configNames, aside):
		return false
	case looseEndings[ending]:
		return oneOf(name, modelNames) || !oneOf(name, dataNames, rowNames) && !oneOf(folders, dataNames, rowNames)
	case dvc.IsModel(file):
		return true
	case plainEndings[ending]:
		return oneOf(name, modelNames)
	case ending == ".txt" || ending == ".json" || ending == "":
		return (oneOf(name, modelNames) || oneOf(folders, modelNames)) && beginsAsModel(files, file)
	}
	return false
}

// beginsAsModel knows LightGBM's text, XGBoost's JSON and Python's pickles.
func beginsAsModel(files fs.FS, file string) bool {
	open, err := files.Open(file)
	if err != nil {
		return false
	}
	defer open.Close()
	head := make([]byte, 64)
	n, _ := open.Read(head) // a directory has nothing to read
	head = bytes.TrimLeft(head[:n], " \t\r\n")
	return bytes.HasPrefix(head, []byte("tree\n")) || bytes.HasPrefix(head, []byte("tree\r\n")) ||
		bytes.HasPrefix(head, []byte(`{"learner"`)) || bytes.HasPrefix(head, []byte(`{"version"`)) && bytes.Contains(head, []byte("learner")) ||
		len(head) > 1 && head[0] == 0x80 && head[1] >= 2 && head[1] <= 5
}

// foreignFolders hold models of packages, downloads and records, and none of a training.
var foreignFolders = words(".git .dvc .venv venv env .conda node_modules site-packages dist-packages __pycache__ .cache")

// models lists the model files among those that are there.
func models(files fs.FS, there stamps) []string {
	var names []string
	for file := range there {
		foreign := slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool { return foreignFolders[folder] })
		if !foreign && isModel(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}
