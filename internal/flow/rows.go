//go:build !nodesk

package flow

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// maxRowBytes bounds what is read of data to count its rows, in all.
const maxRowBytes = 64 << 20

// rows counts those of the data that a training was seen to read when it is first asked. A
// param that a program has as an option, or gives a number, is an input and no count.
func (f *Flow) rows(ctx context.Context, plan repro.Plan, training train.Training, c collect.Collected) func(param string) []int {
	project, ok := f.Project.(HasConstants)
	if !ok || training.Observed == nil || training.Files == nil {
		return nil
	}
	var named func(repro.ParamEdit) challenge.Named
	var counted []int
	return func(param string) []int {
		if named == nil {
			files, err := f.Project.Files(ctx, plan.Code.Commit)
			if err != nil {
				return nil
			}
			named, counted = project.FindNamed(files, plan, func(repro.FileEdit) bool { return true }), rowsRead(training, c)
		}
		if named(repro.ParamEdit{Name: param}).Other != "" {
			return nil
		}
		return counted
	}
}

// rowsRead are the numbers of lines, with and without a header, of the text tables that a
// training was seen to read below its directory: what it counts of them it was not given.
func rowsRead(training train.Training, c collect.Collected) (rows []int) {
	left := int64(maxRowBytes)
	for _, data := range training.Observed(c.Files, c.Run.ID).Data {
		switch strings.ToLower(path.Ext(data.Path)) {
		case ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".dat":
			if fs.ValidPath(data.Path) && data.Size <= left {
				left -= data.Size
				if n := lines(training.Files, data.Path, data.Size); n > 1 {
					rows = append(rows, n, n-1)
				}
			}
		}
	}
	return rows
}

// lines counts those of a regular file that are not empty, in its first bytes; 0 where it
// cannot be read.
func lines(files fs.FS, name string, most int64) (n int) {
	info, err := fs.Stat(files, name)
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	file, err := files.Open(name)
	if err != nil {
		return 0
	}
	defer file.Close()
	reader, begun := bufio.NewReader(io.LimitReader(file, most)), false
	for {
		line, err := reader.ReadSlice('\n')
		begun = begun || len(bytes.TrimSpace(line)) > 0
		if ended := err == nil || err == io.EOF; ended && begun {
			n, begun = n+1, false
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return n
		}
	}
}
