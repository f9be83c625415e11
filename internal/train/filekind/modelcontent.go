package filekind

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
)

// Models by how they begin, whatever they are called.

const (
	headBytes = 512     // that tell most formats
	deepBytes = 1 << 16 // that tell a model from other JSON and HDF5
)

// beginsAsModel knows the formats that nothing but models have: LightGBM's text,
// XGBoost's JSON and UBJSON, CatBoost, safetensors, ONNX, Keras and zips of PyTorch.
func beginsAsModel(files fs.FS, file string) bool {
	head := headOf(files, file, headBytes)
	text := bytes.TrimLeft(head, " \t\r\n")
	has := func(what ...string) bool {
		deep := headOf(files, file, deepBytes)
		for _, one := range what {
			if !bytes.Contains(deep, []byte(one)) {
				return false
			}
		}
		return true
	}
	begins := func(what string) bool { return bytes.HasPrefix(head, []byte(what)) }
	switch {
	case bytes.HasPrefix(bytes.ReplaceAll(text, []byte("\r"), nil), []byte("tree\nversion=")), begins("CBM1"):
		return true
	case begins("{") && bytes.Contains(head[:min(len(head), 32)], []byte("learner")) && bytes.IndexByte(head, 0) > 0: // UBJSON
		return true
	case bytes.HasPrefix(text, []byte("{")):
		return bytes.HasPrefix(text, []byte(`{"learner":{"attributes"`)) || has(`"learner"`, `"gradient_booster"`) || has(`"learner"`, `"learner_model_param"`)
	case begins("\x89HDF\r\n\x1a\n"):
		return has("keras_version") || has("model_weights") || has("layer_names") || has("weight_names")
	case begins("PK\x03\x04"):
		return containsAny(head, "/data.pkl", "/version", "model.weights.h5", "schema.json", "/byteorder", "/.format_version") && !bytes.Contains(head, []byte(".npy"))
	case len(head) > 10 && head[8] == '{' && head[7] == 0 && binary.LittleEndian.Uint64(head) < 1<<30:
		return containsAny(head, `"dtype"`, `"__metadata__"`)
	case len(head) > 4 && head[0] == 8 && head[1] < 32 && head[2] == 0x12: // of ONNX, the version and who made it
		return containsAny(head[:min(len(head), 64)], "onnx", "pytorch", "tf2", "keras", "OnnxMLTools", "paddle")
	}
	return false
}

// beginsAsObject knows formats in which models are kept, and data as well: pickles,
// joblib's, archives of arrays, HDF5.
func beginsAsObject(files fs.FS, file string) bool {
	head := headOf(files, file, 64)
	begins := func(what string) bool { return bytes.HasPrefix(head, []byte(what)) }
	return isPickle(head) || begins("\x89HDF\r\n\x1a\n") || begins("PK\x03\x04") && bytes.Contains(head, []byte(".npy")) ||
		begins("\x78\x01") || begins("\x78\x5e") || begins("\x78\x9c") || begins("\x78\xda")
}

func beginsAsPickle(files fs.FS, file string) bool { return isPickle(headOf(files, file, 2)) }

func isPickle(head []byte) bool {
	return len(head) > 1 && head[0] == 0x80 && head[1] >= 2 && head[1] <= 5
}

func containsAny(data []byte, what ...string) bool {
	for _, one := range what {
		if bytes.Contains(data, []byte(one)) {
			return true
		}
	}
	return false
}

// headOf is how a regular file begins; nothing where it cannot be read.
func headOf(files fs.FS, file string, size int64) []byte {
	if info, err := fs.Stat(files, file); err != nil || !info.Mode().IsRegular() {
		return nil // a pipe would be waited for
	}
	open, err := files.Open(file)
	if err != nil {
		return nil
	}
	defer open.Close()
	data, err := io.ReadAll(io.LimitReader(open, size))
	if err != nil {
		return nil
	}
	return data
}
