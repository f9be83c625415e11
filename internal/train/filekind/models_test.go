package filekind

import (
	"testing"
	"testing/fstest"
)

// TestIsModel tells what a training leaves from what it reads, by names.
func TestIsModel(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"gb/dump.txt":             {Data: []byte("tree\r\nversion=v4\n")},
		"gb.json":                 {Data: []byte(`{"version":[2,0,3],"learner":{"attributes":{},"learner_model_param":{}}}`)},
		"gb.ubj2":                 {Data: []byte("{L\x00\x00\x00\x00\x00\x00\x00\x07learner{")},
		"net.sft":                 {Data: []byte("\x40\x00\x00\x00\x00\x00\x00\x00{\"w\":{\"dtype\":\"F32\"}}")},
		"net.zip":                 {Data: []byte("PK\x03\x04__________________________net/data.pkl")},
		"models/lgb.txt":          {Data: []byte("tree\nversion=v4\n")},
		"model.json":              {Data: []byte(`{"learner":{"attributes":{},"gradient_booster":{}}}`)},
		"conf/model.json":         {Data: []byte(`{"learner":"tree"}`)},
		"models/config.json":      {Data: []byte(`{"layers": 3}`)},
		"models/iris":             {Data: []byte("\x80\x04\x95 a pickle")},
		"models/README.txt":       {Data: []byte("Read me.")},
		"src/models/net.py":       {Data: []byte("tree\n")},
		"notes/tree.txt":          {Data: []byte("tree\nof life")},
		"models/iris_history.txt": {Data: []byte("tree of life")},
	}
	for file, want := range map[string]bool{
		"model.pkl": true, "init.pkl.gz": true, "clf.joblib.xz": true, "train.pkl.gz": false, "rows.csv.gz": false, "clf.joblib": true, "out/net.pt": true, "weights.h5": true, "a/b/m.onnx": true, "model.bin": true, "iris.pkl": true,
		"xgb_model.ubj": true, "best.ckpt": true, "model.npz": true, "my-model.tar": true, "data/model.pkl": true, "MODEL.PKL": true,
		"data/train.pkl": false, "train.pkl": false, "X_test.joblib": false, "data/frame.h5": false, "raw/images.bin": false, "splits/fold1.pkl": false,
		"vocab.bin": false, "tokenizer.model": false, "features.npz": false, "archive.tar": false, "conf/model.pkl": false, ".model.pkl": false,
		"tests/model.pkl": false, "train.py": false, "metrics.json": false,
		"gb/dump.txt": true, "gb.json": true, "gb.ubj2": true, "net.sft": true, "net.zip": true, "models/lgb.txt": true, "model.json": true, "models/iris": true,
		"conf/model.json": false, "models/config.json": false, "models/README.txt": false, "src/models/net.py": false, "notes/tree.txt": false, "models/iris_history.txt": false, "models": false,
	} {
		if got := IsModel(files, file); got != want {
			t.Errorf("%s holds a model: %v, want %v", file, got, want)
		}
	}
}

// TestMayBeModel tells what is taken away before a training from what it needs.
func TestMayBeModel(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"last":           {Data: []byte("\x80\x04\x95 a pickle")},
		"data/rows.bin2": {Data: []byte("\x80\x04\x95 a pickle")},
		"w.npz":          {Data: []byte("PK\x03\x04__________________________w.npy")},
		"notes.json":     {Data: []byte(`{"learner": "of notes"}`)},
	}
	for file, want := range map[string]bool{
		"models/booster.json": true, "booster.json": true, "my_model.json": true, "model.txt": true, "tree.dump": true, "state": true, "model/data": true, "net.weights": true,
		"keras.weights": true, "model.db": true, "checkpoint": true, "state_dict.json": true, "ckpt/last.json": true, "artifacts/w.csv": true, "Models/w.txt": true,
		"saved_model/variables/v.data-00000-of-00001": true, "last": true, "w.npz": true,
		"models/README.md": false, "models/README": false, "models/.gitignore": false, "models/w.dvc": false, "models/net.py": false, "models/test_net.py": false, "models/config.json": false,
		"models/yolo.yaml": false, "models/history.txt": false, "models/orders.sql": false, "models/architecture.png": false, "models/params.json": false, "models/tokenizer.json": false, "models/labels.txt": false,
		"artifacts/data/train.csv": false, "model_data.csv": false, "data/rows.bin2": false, "notes.json": false, "metrics.json": false, "data.csv": false, "src/models/prompt.txt": false, "test_model.py": false,
	} {
		if got := MayBeModel(files, file); got != want {
			t.Errorf("%s may be a model: %v, want %v", file, got, want)
		}
	}
}
