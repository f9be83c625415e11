package recorded

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// Limits on what is written and read back.
const (
	MaxBytes     = 4 << 20 // of the document
	MaxDiffBytes = 1 << 20 // of the diff
	MaxFiles     = 2000    // in each list
	MaxPackages  = 5000
	MaxArgs      = 1000
	MaxText      = 4096 // bytes of one text
)

// Encode gives the document's text.
func (l Lineage) Encode() ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	text, err := doc.EncodeJSON(l, "  ")
	if err != nil {
		return nil, err
	}
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("%d bytes, of %d at most", len(text), MaxBytes)
	}
	return append(text, '\n'), nil
}

// Parse reads the document. It is somebody else's text until every part of it is as it
// is written here. One of another version is not read by halves: a member that is not known
// may be what says that the tree was not clean.
func Parse(text []byte) (Lineage, error) {
	var head struct {
		SchemaVersion int `json:"schema_version"`
	}
	if err := doc.DecodeJSON(bytes.NewReader(text), MaxBytes+1, &head); err != nil {
		return Lineage{}, err
	}
	if head.SchemaVersion != Version {
		return Lineage{}, fmt.Errorf("its schema_version is %d, and this program reads %d: use the release of reproduce that recorded it", head.SchemaVersion, Version)
	}
	var l Lineage
	if err := doc.DecodeExactJSON(text, MaxBytes+1, &l); err != nil {
		return Lineage{}, fmt.Errorf("it is not as reproduce record writes it: %w", err)
	}
	if err := l.check(); err != nil {
		return Lineage{}, err
	}
	return l, nil
}

var (
	hexID    = regexp.MustCompile(`^[0-9a-f]{32}$`)
	sha256   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	commit   = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	hash     = regexp.MustCompile(`^(?:sha256 [0-9a-f]{64}|md5(?:-dos2unix)? [0-9a-f]{32}(?:\.dir)?)$`)
	digest   = regexp.MustCompile(`^[0-9a-f]{4}$`)
	variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,199}$`)
)

// check says what of a lineage is not as Record makes one.
func (l Lineage) check() error {
	c := checker{}
	c.must(hexID.MatchString(l.ID), "id")
	for name, at := range map[string]string{"started_at": l.StartedAt, "ended_at": l.EndedAt} {
		_, err := time.Parse(time.RFC3339, at)
		c.must(err == nil && len(at) <= 40, name)
	}
	c.must(l.ExitCode >= 0 && l.ExitCode <= 255, "exit_code")
	c.texts("command", l.Command, MaxArgs)
	c.text("tool", l.Tool)
	c.text("directory", l.Directory)
	c.code(l.Code)
	c.contents("params", l.Params)
	c.must(len(l.Data) <= MaxFiles, "data")
	for _, data := range l.Data {
		c.text("data", data.Path)
		c.must(data.Path != "" && data.Bytes >= 0, "data")
		c.must(data.Hash == "" || hash.MatchString(data.Hash), "data")
		c.must(slices.Contains([]string{"", InGit, InDVC}, data.In) && slices.Contains([]string{"python", "events"}, data.Seen), "data")
	}
	c.environment(l.Environment)
	c.must(len(l.Seeds) <= MaxFiles && len(l.Pipeline) <= MaxFiles, "seeds or pipeline")
	for _, seed := range l.Seeds {
		c.text("seeds", seed.Name, seed.Value, seed.From)
		c.must(seed.Name != "" && !strings.Contains(seed.Name, " = "), "seeds")
	}
	for _, stage := range l.Pipeline {
		c.text("pipeline", stage.Name, stage.Command)
		c.texts("pipeline", stage.Deps, MaxFiles)
		c.texts("pipeline", stage.Outs, MaxFiles)
	}
	c.texts("wrote", l.Wrote, MaxFiles)
	c.texts("started", l.Started, MaxFiles)
	c.texts("gaps", l.Gaps, 100)
	return c.wrong
}

// A checker keeps the first thing that is wrong.
type checker struct{ wrong error }

func (c *checker) must(holds bool, member string) {
	if !holds && c.wrong == nil {
		c.wrong = errors.New("its " + member + " is not as reproduce record writes it")
	}
}

func (c *checker) text(member string, texts ...string) {
	for _, text := range texts {
		c.must(len(text) <= MaxText && utf8.ValidString(text), member)
	}
}

func (c *checker) texts(member string, list []string, most int) {
	c.must(len(list) <= most, member)
	c.text(member, list...)
}

func (c *checker) contents(member string, list []Content) {
	c.must(len(list) <= MaxFiles, member)
	for _, content := range list {
		c.text(member, content.Path)
		c.must(content.Path != "" && (content.SHA256 == "" || sha256.MatchString(content.SHA256)), member)
	}
}

func (c *checker) code(code Code) {
	c.must(code.Commit == "" || commit.MatchString(code.Commit), "code.commit")
	c.must(slices.Contains([]string{Clean, Dirty, Unknown}, code.Tree), "code.tree")
	c.must((code.Tree == Dirty) == (len(code.Changed)+len(code.Untracked) > 0), "code.tree")
	c.must(code.Tree == Unknown || code.Commit != "", "code.tree")
	c.text("code", code.Branch, code.Repository)
	c.texts("code.changed", code.Changed, MaxFiles)
	c.texts("code.untracked", code.Untracked, MaxFiles)
	c.contents("code.files", code.Files)
	if code.Diff != nil {
		c.must(code.Diff.File == "" && code.Diff.SHA256 == "" && code.Diff.Bytes == 0 ||
			code.Diff.File == DiffFile && sha256.MatchString(code.Diff.SHA256) && code.Diff.Bytes > 0 && code.Diff.Bytes <= MaxDiffBytes, "code.diff")
		c.must(len(code.Diff.LeftOut) <= MaxFiles, "code.diff")
		for _, file := range code.Diff.LeftOut {
			c.text("code.diff", file.Path, file.Why)
		}
	}
}

func (c *checker) environment(e Environment) {
	c.text("environment", e.Python, e.Platform)
	c.must(e.CPUs >= 0 && e.CPUs < 1<<20, "environment.cpus")
	c.must(len(e.Packages) <= MaxPackages && len(e.Variables) <= MaxFiles, "environment")
	for _, p := range e.Packages {
		c.text("environment.packages", p.Name, p.Version, p.Origin, p.Content)
		c.must(p.Name != "", "environment.packages")
	}
	c.must(len(e.Variables) == 0 || hexID.MatchString(e.Salt), "environment.salt")
	for _, v := range e.Variables {
		c.text("environment.variables", v.Value)
		c.must(variable.MatchString(v.Name) && (v.Digest == "" || digest.MatchString(v.Digest)), "environment.variables")
		c.must(v.Value == "" || v.Digest == "", "environment.variables")
	}
}
