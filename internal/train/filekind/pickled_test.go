package filekind

import (
	"bytes"
	"compress/zlib"
	"testing"
	"testing/fstest"
)

// TestOnlyPrepares: pickles by the classes in them, which pickles of any protocol have by name.
func TestOnlyPrepares(t *testing.T) {
	t.Parallel()
	class := func(names ...string) []byte { // module, class, …
		text := "\x80\x04\x95\x40\x00\x00\x00\x00\x00\x00\x00"
		for i := 0; i+1 < len(names); i += 2 {
			text += "\x8c" + string(rune(len(names[i]))) + names[i] + "\x94\x8c" + string(rune(len(names[i+1]))) + names[i+1] + "\x94\x93\x94"
		}
		return []byte(text + ".")
	}
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	_, _ = writer.Write(class("sklearn.preprocessing._data", "StandardScaler"))
	_ = writer.Close()
	for _, tt := range []struct {
		file string
		data []byte
		want bool
	}{
		{"encoder.pkl", class("sklearn.preprocessing._label", "LabelEncoder", "numpy.core.multiarray", "_reconstruct"), true},
		{"model.pkl", class("sklearn.preprocessing._data", "StandardScaler"), true}, // whatever it is called
		{"model.joblib", packed.Bytes(), true},
		{"old.pkl", []byte("\x80\x02csklearn.feature_extraction.text\nTfidfVectorizer\nq\x00."), true},
		{"prep.pkl", class("sklearn.pipeline", "Pipeline", "sklearn.impute._base", "SimpleImputer"), true},
		{"columns.pkl", class(), true},
		{"rows.pkl", class("numpy.core.multiarray", "_reconstruct", "numpy", "ndarray"), true},
		{"scaler.pkl", class("__main__", "Scaler"), true},
		{"clf.pkl", class("sklearn.linear_model._logistic", "LogisticRegression"), false},
		{"pipe.pkl", class("sklearn.pipeline", "Pipeline", "sklearn.preprocessing._data", "StandardScaler", "sklearn.svm._classes", "SVC"), false},
		{"scaler.pkl", class("sklearn.linear_model._base", "LinearRegression"), false},
		{"weights.pkl", class("numpy.core.multiarray", "_reconstruct"), false},
		{"models/iris.pkl", class("numpy.core.multiarray", "_reconstruct"), false},
		{"forest.pkl", class("__main__", "Forest"), false},
		{"net.pkl", class("net", "Encoder"), false},
		{"clf.pkl", []byte("no pickle"), false},
		{"net.pt", []byte("PK\x03\x04"), false},
		{"empty.pkl", nil, false},
	} {
		if got := OnlyPrepares(fstest.MapFS{tt.file: {Data: tt.data}}, tt.file); got != tt.want {
			t.Errorf("%s, %q: %v", tt.file, tt.data, got)
		}
	}
}
