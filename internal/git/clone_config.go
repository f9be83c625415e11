package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// notCopied are sections and keys of a repository's config that say how its own
// git directory and working tree are kept. Everything else comes along:
// filters, line ends, remotes, names, credentials, submodules, LFS.
var notCopied = []string{
	"core.bare", "core.worktree", "core.repositoryformatversion", "core.filemode", "core.symlinks", "core.ignorecase",
	"core.precomposeunicode", "core.logallrefupdates", "core.hookspath", "core.sparsecheckout", "core.sparsecheckoutcone",
	"core.splitindex", "core.fsmonitor", "core.untrackedcache", "core.sharedrepository", "core.alternaterefscommand",
	"extensions.", "include.", "includeif.", "index.", "gc.", "maintenance.", "annex.", "lfs.storage", "receive.",
}

// noPush is where a training pushes to: nowhere. It stands on a commit of ours,
// which would else end up on the project's own branches.
const noPush = "file:///a-reproduction-does-not-push"

// copyConfig adds the store's own configuration to that of a git directory.
func (s store) copyConfig(ctx context.Context, gitDir string) error {
	entries, err := s.config(ctx)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, entry := range entries {
		switch {
		case entry.key == "extensions.partialclone": // how old versions of git say it
			entry = setting{key: "remote." + entry.value + ".promisor", value: "true"}
		case slices.ContainsFunc(notCopied, func(name string) bool {
			return entry.key == name || strings.HasSuffix(name, ".") && strings.HasPrefix(entry.key, name)
		}):
			continue
		case strings.HasPrefix(entry.key, "remote.") && strings.HasSuffix(entry.key, ".pushurl"):
			continue
		case strings.HasPrefix(entry.key, "remote.") && strings.HasSuffix(entry.key, ".url"):
			entry.value = s.absoluteURL(entry.value)
			text.WriteString(setting{key: strings.TrimSuffix(entry.key, "url") + "pushurl", value: noPush}.text())
		}
		text.WriteString(entry.text())
	}
	file, err := os.OpenFile(filepath.Join(gitDir, "config"), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.WriteString(text.String()); err != nil {
		return fmt.Errorf("write config: %w", err)
	}
	return file.Close()
}

// absoluteURL makes an address that is a relative path absolute: it is relative
// to the user's working tree.
func (s store) absoluteURL(url string) string {
	slash, colon := strings.Index(url, "/"), strings.Index(url, ":")
	scp := colon >= 0 && (slash < 0 || colon < slash) // git takes it for host:path, or it is scheme://
	if url == "" || scp || filepath.IsAbs(url) || url[0] == '~' {
		return url
	}
	return filepath.Join(s.top, filepath.FromSlash(url))
}

// A setting is one line of git's configuration.
type setting struct {
	key, value string // section.name.key as git lists it
	bare       bool   // without a value, which means true
}

// config lists what the repository itself configures, files that it includes
// among it.
func (s store) config(ctx context.Context) ([]setting, error) {
	out, err := s.git(ctx, "config", "--list", "--includes", "--show-scope", "-z")
	if err != nil {
		return nil, fmt.Errorf("list config: %w", err)
	}
	var entries []setting
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] != "local" && fields[i] != "worktree" {
			continue
		}
		key, value, ok := strings.Cut(fields[i+1], "\n")
		entries = append(entries, setting{key: key, value: value, bare: !ok})
	}
	return entries, nil
}

// text is the setting as a config file has it.
// https://git-scm.com/docs/git-config#_syntax
func (e setting) text() string {
	section, rest, _ := strings.Cut(e.key, ".")
	name, key := "", rest
	if dot := strings.LastIndex(rest, "."); dot >= 0 {
		name, key = rest[:dot], rest[dot+1:]
	}
	header := "[" + section + "]"
	if strings.Contains(rest, ".") {
		header = "[" + section + ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"]`
	}
	if e.bare {
		return header + "\n\t" + key + "\n"
	}
	return header + "\n\t" + key + ` = "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\b", `\b`).Replace(e.value) + "\"\n"
}

// get gives the last value of a key in the whole configuration, "" for none.
func (s store) get(ctx context.Context, args ...string) string {
	out, err := s.git(ctx, append([]string{"config", "--get"}, args...)...)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(out), "\n")
}
