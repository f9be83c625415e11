package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A batch is one git process that reads many blobs: to start one for each is
// what takes the time. It ends with its context, or when nobody holds it.
type batch struct {
	dir string

	mu     sync.Mutex
	input  io.WriteCloser // nil before the first read
	output *bufio.Reader
	broken error // what ended it; it is not started again
}

// read gives the content of a blob, of at most maxFile bytes.
func (b *batch) read(ctx context.Context, object string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.input == nil && b.broken == nil {
		b.broken = b.start(ctx)
	}
	if b.broken != nil {
		return nil, b.broken
	}
	data, err := b.ask(object)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		b.broken = fmt.Errorf("git cat-file: %w", err)
		_ = b.input.Close()
		return nil, b.broken
	}
	return data, nil
}

func (b *batch) start(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "git", append(slices.Clone(hardening), "cat-file", "--batch")...)
	cmd.Dir, cmd.Env = b.dir, environ()
	input, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	b.input, b.output = input, bufio.NewReader(output)
	// Without input git ends by itself. Wait would close the output under a
	// reader, so that it waits for the last one to be gone.
	runtime.AddCleanup(b, func(cmd *exec.Cmd) {
		_ = input.Close()
		go func() { _ = cmd.Wait() }()
	}, cmd)
	return nil
}

// ask sends a name and reads the answer: name, type and size on a line, the
// content, a line end.
func (b *batch) ask(object string) ([]byte, error) {
	if _, err := io.WriteString(b.input, object+"\n"); err != nil {
		return nil, err
	}
	header, err := b.output.ReadString('\n')
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(header)
	if len(fields) != 3 || fields[0] != object || fields[1] != "blob" {
		return nil, fmt.Errorf("asked for blob %s, the answer is %.80q", object, header)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size < 0 || size > maxFile {
		return nil, fmt.Errorf("blob %s has %.20s bytes; at most %d are read", object, fields[2], maxFile)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(b.output, data); err != nil {
		return nil, err
	}
	if end, err := b.output.ReadByte(); err != nil || end != '\n' {
		return nil, errors.Join(errors.New("the answer does not end where it should"), err)
	}
	return data, nil
}
