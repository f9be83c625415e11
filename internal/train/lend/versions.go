package lend

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file makes inputs of the files that a training was lent.

// maxTold bounds the files of one loan that are told one by one.
const maxTold = 200

// Versions adds to the data that a training was seen to read what it was lent, file by
// file: a directory is lent for several trainings, and what one of them does not read is no
// input of it. wasRead is nil where nobody looked; then every file counts.
func Versions(read []repro.DataVersion, lent []Digest, wasRead func(file string) (read, known bool)) []repro.DataVersion {
	var loans []string
	files, all := map[string][]Digest{}, map[string]int{}
	for _, file := range lent {
		if all[file.Loan]++; all[file.Loan] == 1 {
			loans = append(loans, file.Loan)
		}
		if wasRead != nil {
			if was, known := wasRead(file.Path); known && !was {
				continue
			}
		}
		files[file.Loan] = append(files[file.Loan], file)
	}
	for _, loan := range loans {
		read = slices.DeleteFunc(read, func(data repro.DataVersion) bool {
			return data.Path == loan || strings.HasPrefix(data.Path, loan+"/")
		})
		counted := files[loan]
		if len(counted) > maxTold {
			read = append(read, together(loan, counted, len(counted) == all[loan]))
			continue
		}
		for _, file := range counted {
			version := repro.DataVersion{Path: file.Path, From: repro.Lent}
			if file.Hash != "" {
				version.Hash = "sha256 " + file.Hash
			}
			read = append(read, version)
		}
	}
	return read
}

// together is one version for many files of a loan, by the hash of their list. Where
// they are not all of it, the hash says so: it is not comparable with one of all.
func together(loan string, files []Digest, whole bool) repro.DataVersion {
	version := repro.DataVersion{Path: loan, From: repro.Lent}
	sum := sha256.New()
	for _, file := range files {
		if file.Hash == "" {
			return version
		}
		fmt.Fprintf(sum, "%s  %s\n", file.Hash, strings.TrimPrefix(file.Path, loan+"/"))
	}
	scheme := "sha256 "
	if !whole {
		scheme = "sha256-of-files-read "
	}
	version.Hash = scheme + hex.EncodeToString(sum.Sum(nil))
	return version
}
