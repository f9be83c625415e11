package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/statement"
)

// ClearStatement makes room for the statement of the check that begins, so that an
// earlier one is not taken for it. It refuses a file that is no statement of ours, and a
// place that cannot be written: that is not to be learnt after hours of training.
func (a *App) ClearStatement(s settings.Settings) error {
	if s.Statement == "" {
		return nil
	}
	path := a.absolute(s.Statement)
	for _, name := range ReportFiles {
		if path == filepath.Join(a.absolute(s.OutputDir), name) {
			return NewUsageError(fmt.Errorf("statement: %s is where the report is saved; name another file", s.Statement))
		}
	}
	there, err := a.statementThere(s.Statement)
	if err != nil {
		return NewUsageError(err)
	}
	if there {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("statement: %w", err)
		}
	}
	if err := tryWriting(filepath.Dir(path)); err != nil {
		return NewUsageError(fmt.Errorf("statement: %s cannot be written: %w; name another file", s.Statement, err))
	}
	return nil
}

// statementThere says whether there is a statement at a path. Any other file there is an
// error: it is somebody's.
func (a *App) statementThere(path string) (bool, error) {
	if info, err := os.Lstat(a.absolute(path)); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return false, fmt.Errorf("statement: %s is a symbolic link, and what it leads to is nobody's to replace; name another file", path)
	}
	text, err := ReadBounded(a.absolute(path), statement.MaxDocument)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("statement: %w; name another file", err)
	case !statement.IsOurs(text):
		return false, fmt.Errorf("statement: %s is there, and is no statement of reproduce; name another file", path)
	}
	return true, nil
}

// WriteStatement writes the statement of a check whose report was just saved. It says
// what report.json says, and gives what must be told beside it. registry may be nil.
func (a *App) WriteStatement(ctx context.Context, registry *mlflow.Registry, s settings.Settings, result repro.Result) (notes []string, err error) {
	text, err := ReadBounded(filepath.Join(a.absolute(s.OutputDir), reportjson.File), MaxReportBytes)
	if err != nil {
		return nil, fmt.Errorf("statement: %w", err)
	}
	saved, err := reportjson.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("statement: %w", err)
	}
	if saved.Plan.ID != result.Plan.ID || !saved.CheckedAt.Equal(result.CheckedAt) || saved.Verdict != result.Verdict {
		return nil, fmt.Errorf("statement: %s/report.json is another check's; save the report elsewhere with --output-dir", s.OutputDir)
	}
	c := statement.Check{Result: saved, Report: digest(text), Job: a.jobPage(), At: a.Now(), Asked: asked(s)}
	name, version, _ := strings.Cut(saved.Tool, " ")
	c.Tool = statement.Tool{Name: name, Version: version}
	if c.Tool.SHA256, err = a.programDigest(); err != nil {
		notes = append(notes, "the statement does not have the digest of this program: "+err.Error())
	}
	c.Files, c.Unread = modelFiles(ctx, registry, saved)
	c = redact.Copy(a.Secrets, c)
	document, err := statement.Encode(c)
	if err != nil {
		return notes, err
	}
	document = []byte(a.Secrets.JSON(string(document)))
	if !json.Valid(document) {
		return notes, errors.New("statement: a secret could not be hidden in it, so it was not written; leave the secret out of params, tags and commands")
	}
	if _, err := a.statementThere(s.Statement); err != nil { // put there while it trained
		return notes, err
	}
	if saved.Change.Commit != "" && saved.Plan.Criteria.Digest() != saved.Change.Criteria {
		notes = append(notes, "the statement says that the tolerances were not fixed before the training: its commit was made for others; resume with those, or run again")
	}
	return append(notes, unread(c)...), a.saveFile(s.Statement, document)
}

// unread says which of the model's files are no subjects.
func unread(c statement.Check) []string {
	if c.Unread != "" {
		return []string{"the statement does not have the model's files: " + c.Unread}
	}
	var left []string
	for _, file := range c.Files {
		if file.SHA256 == "" {
			left = append(left, file.Path)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the statement does not have %d of the model's %d files; it says which and why", len(left), len(c.Files))}
}

// asked is what was asked for, as it was said.
func asked(s settings.Settings) statement.Asked {
	said := statement.Asked{Model: s.Ref.Name, RunID: s.Ref.RunID, Metadata: s.Metadata, CodeRef: s.CodeRef, Command: s.RunCommand, Workflow: s.Workflow}
	if s.Ref.Name != "" {
		said.Version = s.Ref.Selector.String()
	}
	for _, text := range []*string{&said.Model, &said.Version, &said.RunID, &said.Metadata, &said.CodeRef, &said.Command, &said.Workflow} {
		*text = strings.ToValidUTF8(*text, "�")
	}
	return said
}

// modelFiles digests the files of the checked model, or says why that was not done.
func modelFiles(ctx context.Context, registry *mlflow.Registry, result repro.Result) (files []statement.File, why string) {
	version := result.Model()
	switch {
	case registry == nil:
		return nil, "no registry was read"
	case ctx.Err() != nil:
		return nil, "the check was cancelled"
	case version.Name == "" && version.RunID == "" && version.ModelID == "", version.Name != "" && version.Version == "":
		return nil, "the check found no model version"
	}
	digests, err := mlflow.Digests(ctx, registry, version)
	if err != nil {
		return nil, repro.OneLine(err.Error())
	}
	for _, digest := range digests {
		digest.Path, digest.Why = repro.OneLine(digest.Path), repro.OneLine(digest.Why)
		files = append(files, statement.File(digest))
	}
	if len(files) == 0 {
		return nil, "the model's folder is empty"
	}
	return files, ""
}

// programDigest is the SHA-256 of the program that runs.
func (a *App) programDigest() (string, error) {
	path := a.Program
	if running := "/proc/self/exe"; runtime.GOOS == "linux" && Exists(running) {
		path = running // the file at its path may be another by now
	}
	if path == "" {
		return "", errors.New("its file is not known")
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(file, 1<<30)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
