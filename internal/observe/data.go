package observe

import (
	"crypto/sha256"
	"encoding/hex"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	maxData      = 200       // files that are told
	maxDataBytes = 256 << 20 // that are hashed
)

// Data is a file that a training read.
type Data struct {
	Path   string // from the top of the place, or in full
	Size   int64
	SHA256 string // "" where more was read than is hashed
	hashed int64
}

// dataEndings are those of files that hold data and nothing else.
var dataEndings = set(".csv .tsv .parquet .feather .arrow .ipc .npy .npz .xlsx .xls .jsonl .ndjson .h5 .hdf5 .db .sqlite .sqlite3 .duckdb .avro .orc .arff .libsvm .svm .dat .data .mat .sav .dta .sas7bdat .gz .zip .zst .bz2 .xz .tar .tfrecord .lmdb .jpg .jpeg .png .tif .tiff .bmp .gif .webp .wav .mp3 .flac .ogg .mp4 .avi .nii .dcm .las .txt .json .pkl .pickle .joblib .pt")

// otherEndings are those of files of a project that hold none.
var otherEndings = set(".py .pyc .pyi .ipynb .so .pyd .dll .yaml .yml .toml .cfg .ini .conf .env .lock .md .rst .sh .mk .dvc .html .css .js .log .properties .r .jl .sql")

func set(list string) map[string]bool {
	found := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		found[word] = true
	}
	return found
}

// data says whether a file that was read is data by its place and its name.
func (v view) data(file string) bool {
	return !v.output(file) && (v.Store == "" || file != v.Store) && IsData(v.own(file), file)
}

// IsData says whether a file is data by its names: its path from the top of the project,
// "" for a file elsewhere, and its full path.
func IsData(own, file string) bool {
	base := strings.ToLower(path.Base(filepath.ToSlash(file)))
	ending := path.Ext(base)
	if base == "mlflow.db" || otherEndings[ending] || strings.HasPrefix(base, "requirements") || strings.HasPrefix(base, ".") {
		return false
	}
	if own == "" {
		return dataEndings[ending] && ending != ".json" && ending != ".txt"
	}
	for dir := range strings.SplitSeq(path.Dir(own), "/") {
		if dir == "mlruns" || dir == "mlartifacts" || len(dir) > 1 && strings.HasPrefix(dir, ".") {
			return false
		}
	}
	return ending != "" || strings.Contains(own, "/")
}

// addData adds a file with its hash as it is now.
func (v view) addData(file string, f *Finding) {
	name := v.name(file)
	info, there := regular(file)
	if !there || len(f.Data) >= maxData {
		f.Unhashed = f.Unhashed || there
		return
	}
	sum := int64(0)
	for _, data := range f.Data {
		if data.Path == name {
			return
		}
		sum += data.hashed
	}
	data := Data{Path: name, Size: info.Size()}
	if sum+info.Size() <= maxDataBytes {
		data.SHA256, data.hashed = digest(file, info.Size()), info.Size()
	}
	f.Unhashed = f.Unhashed || data.SHA256 == ""
	f.Data = append(f.Data, data)
}

// digest is a file's SHA-256; "" where it cannot be read.
func digest(file string, size int64) string {
	opened, err := os.OpenFile(file, os.O_RDONLY|system.Nonblocking, 0)
	if err != nil {
		if opened, err = os.Open(file); err != nil { // a link
			return ""
		}
	}
	defer opened.Close()
	hash := sha256.New()
	if n, err := io.Copy(hash, io.LimitReader(opened, size)); err != nil || n != size {
		return ""
	}
	return hex.EncodeToString(hash.Sum(nil))
}
