package git

import (
	"slices"
	"sync"
)

// maxListed bounds how many entries of commits are remembered: some 30 MB.
const maxListed = 200_000

// listed are the files of commits that git listed once: a commit never has others, and a
// check asks for those of the same few a dozen times. Each answer of git costs three processes.
type listed struct {
	mu      sync.Mutex
	files   map[string][]Entry // by the commit's full name
	entries int                // of all
}

// get gives what is remembered of a commit. The caller may change it.
func (l *listed) get(commit string) ([]Entry, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	files, known := l.files[commit]
	return slices.Clone(files), known
}

// has says whether the files of a commit were listed.
func (l *listed) has(commit string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, known := l.files[commit]
	return known
}

// put remembers the files of a commit, and forgets those of others where they are too many.
func (l *listed) put(commit string, files []Entry) {
	if len(files) > maxListed {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.files == nil || l.entries+len(files) > maxListed {
		l.files, l.entries = map[string][]Entry{}, 0
	}
	if _, known := l.files[commit]; !known {
		l.files[commit], l.entries = slices.Clone(files), l.entries+len(files)
	}
}
