package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// maxHashed is how many bytes are hashed at the end of a training: a second or two.
const maxHashed = 512 << 20

// A hasher hashes files until it has hashed enough.
type hasher struct {
	ctx   context.Context
	left  int64
	tired bool // something was left out
}

// sum is a file's SHA-256 and its size; "" where it was not hashed.
func (h *hasher) sum(name string) (digest string, size int64, data []byte) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return "", 0, nil
	}
	if info.Size() > h.left || h.ctx.Err() != nil {
		h.tired = true
		return "", info.Size(), nil
	}
	h.left -= info.Size()
	file, err := os.Open(name)
	if err != nil {
		return "", info.Size(), nil
	}
	defer file.Close()
	hash := sha256.New()
	var to io.Writer = hash
	var small strings.Builder
	if info.Size() <= maxSmall {
		to = io.MultiWriter(hash, &small)
	}
	if n, err := io.Copy(to, io.LimitReader(file, info.Size()+1)); err != nil || n != info.Size() {
		return "", info.Size(), nil // it is being written
	}
	return hex.EncodeToString(hash.Sum(nil)), info.Size(), []byte(small.String())
}

// readFiles notes what was run, read and written.
func (g *Recording) readFiles(ctx context.Context, seen observe.Observation) {
	d := &g.document
	top := g.tree.top()
	if top == "" {
		top = g.Dir
	}
	dirs := []string{top}
	if real, err := filepath.EvalSymlinks(top); err == nil && real != top {
		dirs = append(dirs, real)
	}
	pipeline := g.pipeline()
	h := &hasher{ctx: ctx, left: maxHashed}
	for _, file := range limited(g, "programs", seen.CodeIn(dirs...)) {
		if ofTool(file) || strings.Contains("/"+file, "/site-packages/") {
			continue
		}
		if file, _ = g.tree.at(file); slices.ContainsFunc(d.Code.Files, func(known recorded.Content) bool { return known.Path == short(file) }) {
			continue // it was run by two names
		}
		digest, _, data := h.sum(filepath.Join(top, filepath.FromSlash(file)))
		d.Code.Files = append(d.Code.Files, recorded.Content{Path: short(file), SHA256: g.shown(file, digest, data)})
		g.untracked(file)
	}
	other := codeElsewhere(seen, dirs)
	if len(d.Code.Files) == 0 && len(other) > 0 && d.Code.Commit != "" {
		g.notClean("%s ran, and no program of this repository was seen to: its commit may not be that of the training", short(filepath.Base(other[0])))
	}
	for _, file := range limited(g, "programs of elsewhere", append(other, g.started(seen, top)...)) {
		if digest, _, data := h.sum(file); digest != "" {
			name := filepath.ToSlash(file)
			d.Code.Files = append(d.Code.Files, recorded.Content{Path: short(name), SHA256: g.shown(name, digest, data)})
		}
	}
	python := map[string]bool{}
	for _, state := range seen.ReadFirst(dirs...) {
		python[below(state.Path, dirs)] = true
		own := below(state.Path, dirs)
		if own == "" && !observe.IsData("", state.Path) && (state.Rewrote || !isInput(state.Path)) {
			continue
		}
		if own != "" && state.Rewrote && !isData(own, state.Path) && !isConfig(own) { // a log that it went on with
			continue
		}
		g.addRead(h, pipeline, top, own, state.Path, "python")
	}
	for _, file := range slices.Sorted(maps.Keys(seen.Files)) {
		if !python[file] && seen.Files[file].Read && (isData(file, file) || isConfig(file)) {
			g.addRead(h, pipeline, top, file, filepath.Join(top, filepath.FromSlash(file)), "events")
		}
	}
	if h.tired {
		g.gap("not all files that were read are hashed: %d MB are", maxHashed>>20)
	}
	g.addDone(seen, dirs)
}

// limited bounds one list of the record, and says so.
func limited[E any](g *Recording, what string, list []E) []E {
	if len(list) > recorded.MaxFiles {
		g.gap("of %d %s the first %d are recorded", len(list), what, recorded.MaxFiles)
		return list[:recorded.MaxFiles]
	}
	return list
}

// below is a file from the top of the repository; "" for one elsewhere.
func below(file string, dirs []string) string {
	for _, dir := range dirs {
		if name, ok := strings.CutPrefix(filepath.Clean(file), dir+string(filepath.Separator)); ok {
			return filepath.ToSlash(name)
		}
	}
	return ""
}

// shown is a digest that may be seen: of what holds a secret it might be guessed from it.
func (g *Recording) shown(name, digest string, data []byte) string {
	if digest == "" || !g.isSecret(name, string(data)) {
		return digest
	}
	g.gap("the digest of %s was left out: it looks as if it held a secret", name)
	return ""
}

// untracked notes a file of the project that git does not have.
func (g *Recording) untracked(file string) {
	code := &g.document.Code
	if code.Commit != "" && len(g.tree.tracked) > 0 && !g.tree.has(file) && !slices.Contains(code.Untracked, file) && len(code.Untracked) < recorded.MaxFiles {
		code.Untracked = append(code.Untracked, short(file))
	}
}

// isConfig says whether a file of the project holds params or settings.
func isConfig(own string) bool {
	return own != "" && recorded.IsSettings(own) && !ofTool(own) && !isStore(own)
}

// ofTool says whether a file of the project is in a hidden folder of a tool, or hidden itself. What
// a project has below .config is its own.
func ofTool(own string) bool { return strings.HasPrefix(ownFolders(own), ".") }

// isData says whether a file is data by its names.
func isData(own, full string) bool { return observe.IsData(ownFolders(own), full) }

// ownFolders is the path of a file of the project with .config as a folder that is not hidden.
func ownFolders(own string) string {
	return strings.TrimPrefix(strings.ReplaceAll("/"+own, "/.config/", "/config/"), "/")
}

// addRead notes one file that was read: as params, as data, or not at all.
func (g *Recording) addRead(h *hasher, pipeline *dvc.Project, top, own, full, how string) {
	if info, err := os.Stat(full); err != nil || !info.Mode().IsRegular() {
		return // it was looked for, and is not there; or it is gone
	}
	d := &g.document
	switch {
	case isConfig(own):
		if len(d.Params) >= recorded.MaxFiles {
			g.gap("more than %d params files were read", recorded.MaxFiles)
			return
		}
		named := own
		if own, _ = g.tree.at(own); slices.ContainsFunc(d.Params, func(known recorded.Content) bool { return known.Path == short(own) }) {
			return // it was read by two names
		}
		digest, _, data := h.sum(full)
		d.Params = append(d.Params, recorded.Content{Path: short(own), SHA256: g.shown(named, g.shown(own, digest, data), data)})
		g.untracked(own)
	case own == "", isData(own, full), how == "python" && g.isOwnInput(own):
		g.addData(h, pipeline, top, own, full, how)
	}
}

// addData notes a file of data, by DVC's own hash where DVC tracks it.
func (g *Recording) addData(h *hasher, pipeline *dvc.Project, top, own, full, how string) {
	d := &g.document
	data := recorded.Data{Path: own, Seen: how}
	if own == "" {
		data.Path = filepath.ToSlash(full)
	}
	kept, known := trackedBy(pipeline, g.document.Directory, own)
	if known {
		data.Path, data.In = kept.path, recorded.InDVC
	}
	if slices.ContainsFunc(d.Data, func(other recorded.Data) bool { return other.Path == data.Path }) {
		return
	}
	if len(d.Data) >= recorded.MaxFiles || len(data.Path) > recorded.MaxText || strings.ToValidUTF8(data.Path, "") != data.Path {
		g.gap("more than %d files of data were read, or one with a strange name", recorded.MaxFiles)
		return
	}
	switch {
	case known:
		data.Bytes, data.Hash = h.dvc(top, kept)
	case isVariables(own): // it may hold nothing but secrets
	default:
		digest, size, text := h.sum(full)
		if digest = g.shown(data.Path, digest, text); digest != "" {
			data.Hash = "sha256 " + digest
		}
		data.Bytes = size
		if own != "" && g.tree.tracked[own] && !g.tree.changed[own] && !isLink(full) {
			data.In = recorded.InGit
		}
	}
	d.Data = append(d.Data, data)
}

// A keptPath is what DVC keeps under one hash, from the top of the repository.
type keptPath struct {
	path, scheme string
}

// trackedBy finds what DVC tracks that a file is, or lies in.
func trackedBy(pipeline *dvc.Project, prefix, own string) (keptPath, bool) {
	if pipeline == nil || own == "" {
		return keptPath{}, false
	}
	for _, tracked := range pipeline.Tracked {
		at := path.Join(prefix, tracked.Path)
		if own == at || strings.HasPrefix(own, at+"/") {
			return keptPath{at, tracked.Hash.Scheme}, tracked.Hash.Known()
		}
	}
	return keptPath{}, false
}

// dvc hashes a file or directory as DVC does: what is there may be another than its .dvc
// file says.
func (h *hasher) dvc(top string, kept keptPath) (size int64, hash string) {
	files := 0
	tooMany := errors.New("too many")
	err := fs.WalkDir(os.DirFS(top), kept.path, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if files++; files > 20_000 || h.ctx.Err() != nil {
			return tooMany
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return nil
	})
	if err != nil || size > h.left {
		h.tired = true
		return size, ""
	}
	h.left -= size
	got, err := dvc.HashPath(os.DirFS(top), kept.path, kept.scheme)
	if err != nil {
		return size, ""
	}
	return size, got.String()
}

// isStore says whether a file is of a tracking store in its usual place.
func isStore(file string) bool {
	first, _, _ := strings.Cut(file, "/")
	return first == "mlruns" || first == "mlartifacts" || strings.HasPrefix(first, "mlflow.db")
}

// addDone notes what was written and started.
func (g *Recording) addDone(seen observe.Observation, dirs []string) {
	wrote := map[string]bool{}
	for file, state := range seen.Files {
		wrote[file] = wrote[file] || state.Written
	}
	started := map[string]bool{}
	for _, process := range seen.Run(dirs...) {
		for _, write := range process.Writes {
			wrote[below(write.Path, dirs)] = true
		}
		for _, move := range process.Moves {
			wrote[below(move.To, dirs)] = true
		}
		for _, command := range process.Started {
			name := command.Program
			if name == "" && len(command.Args) > 0 {
				name = command.Args[0]
			}
			started[short(filepath.Base(name))] = true
		}
	}
	var files []string
	for file, was := range wrote {
		if was && file != "" && !ofTool(file) && !isStore(file) && !strings.Contains("/"+file, "/__pycache__/") {
			files = append(files, short(file))
		}
	}
	slices.Sort(files)
	g.document.Wrote = limited(g, "files that were written", files)
	g.document.Started = limited(g, "programs", slices.Sorted(maps.Keys(started)))
}
