package lend

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// maxHashed bounds the bytes that are hashed of all loans.
const maxHashed = 1 << 30

// A Digest is what one file of a loan held. Hash is "" where it was not hashed: it may be a
// secret, or it is large.
type Digest struct {
	Path string // from the top
	Loan string // the path that was lent, which is the file's own or a directory's
	Hash string // SHA-256
}

// Copy puts loans into a directory, at the same paths, with the modes and times that they
// have. The file system shares the blocks where it can.
func (s Source) Copy(ctx context.Context, loans []Loan, to string) ([]Digest, error) {
	from, err := os.OpenRoot(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("lend files: %w", err)
	}
	defer from.Close()
	place, err := os.OpenRoot(to)
	if err != nil {
		return nil, fmt.Errorf("lend files: %w", err)
	}
	defer place.Close()
	left := int64(maxHashed)
	var digests []Digest
	for _, loan := range loans {
		for _, dir := range loan.Dirs {
			if err := place.MkdirAll(dir, 0o755); err != nil {
				return digests, fmt.Errorf("lend %s: %w", dir, err)
			}
		}
		for _, file := range loan.Files {
			if err := ctx.Err(); err != nil {
				return digests, err
			}
			hashed := !secret(file) && file.Size <= left
			if hashed {
				left -= file.Size
			}
			digest, err := copyFile(from, place, file, hashed)
			if err != nil {
				return digests, fmt.Errorf("lend %s: %w", file.Path, err)
			}
			digests = append(digests, Digest{Path: file.Path, Loan: loan.Path, Hash: digest})
		}
	}
	return digests, nil
}

// secret says whether a file may be credentials, whose digest would let somebody guess them.
func secret(file File) bool {
	const mostSettings = 1 << 20
	base := strings.ToLower(path.Base(file.Path))
	switch path.Ext(base) {
	case ".env", ".pem", ".key", ".p12", ".pfx", ".ini", ".cfg", ".conf", ".toml", ".yaml", ".yml", ".properties":
		return true
	case ".json":
		if file.Size <= mostSettings {
			return true
		}
	}
	return strings.HasPrefix(base, ".") || strings.Contains(base, "credential") || strings.Contains(base, "secret")
}

func copyFile(from, to *os.Root, file File, hashed bool) (digest string, err error) {
	if err := to.MkdirAll(path.Dir(file.Path), 0o755); err != nil {
		return "", err
	}
	in, err := from.Open(file.Path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() != file.Size {
		return "", errors.Join(errors.New("it changed while it was being lent; run again"), err)
	}
	out, err := to.OpenFile(file.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, file.Mode|0o200)
	if errors.Is(err, fs.ErrExist) {
		return "", errors.New("the commit that trains has a file there already")
	}
	if err != nil {
		return "", err
	}
	if hashed {
		sum := sha256.New()
		_, err = io.Copy(io.MultiWriter(out, sum), io.LimitReader(in, file.Size))
		digest = hex.EncodeToString(sum.Sum(nil))
	} else {
		_, err = io.Copy(out, in) // which the kernel does, and shares the blocks where it can
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return "", err
	}
	return digest, to.Chtimes(file.Path, file.Time, file.Time)
}
