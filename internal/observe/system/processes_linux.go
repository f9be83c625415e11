package system

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	samplePeriod = 100 * time.Millisecond
	laterPeriod  = 300 * time.Millisecond // after the first looks: what is short comes early
	firstLooks   = 20
	maxSampled   = 1000 // processes that one look goes through
	// settled is how often a Python has to be seen: one that is being started has
	// not come to its hook yet.
	settled = 2
)

// A Python is a process of Python that the system listed.
type Python struct {
	ID      int
	Parents []int // the nearest first
	Forked  bool  // it was seen as its parent's fork alone, which has not become a program of its own
}

// A Sampler looks, a few times a second, which Pythons descend from a process.
type Sampler struct {
	stop, done chan struct{}
	seen       map[int]int // how often, by process
	forks      map[int]int // how often of these as a fork
	parent     map[int]int
}

func newSampler() *Sampler {
	return &Sampler{stop: make(chan struct{}), done: make(chan struct{}), seen: map[int]int{}, forks: map[int]int{}, parent: map[int]int{}}
}

// Sample looks at a process, and at those that descend from it, until End.
func Sample(root int) *Sampler {
	s := newSampler()
	go func() {
		defer close(s.done)
		tick := time.NewTicker(samplePeriod)
		defer tick.Stop()
		for looks := 1; ; looks++ {
			select {
			case <-s.stop:
				return
			case <-tick.C:
				s.look(root)
			}
			if looks == firstLooks {
				tick.Reset(laterPeriod)
			}
		}
	}()
	return s
}

// look goes through a process, its children, and theirs.
func (s *Sampler) look(root int) {
	queue := []int{root}
	for i := 0; i < len(queue) && len(queue) < maxSampled; i++ {
		process := filepath.Join("/proc", strconv.Itoa(queue[i]))
		threads, err := filepath.Glob(filepath.Join(process, "task", "*", "children"))
		if err != nil {
			continue
		}
		for _, thread := range threads {
			data, err := os.ReadFile(thread)
			if err != nil {
				continue // it has ended
			}
			for word := range strings.FieldsSeq(string(data)) {
				if id, err := strconv.Atoi(word); err == nil {
					queue = append(queue, id)
					s.parent[id] = queue[i]
				}
			}
		}
		if program, err := os.Readlink(filepath.Join(process, "exe")); err == nil && IsPython(program) && !s.isProbe(queue[i]) {
			s.seen[queue[i]]++
			if isFork(process) {
				s.forks[queue[i]]++
			}
		}
	}
}

// isFork says whether a process of /proc has begun no program since it was forked. What a
// Python starts is its fork for a moment, and for longer where the machine is busy.
func isFork(process string) bool {
	const forkedNoExec = 0x40 // PF_FORKNOEXEC
	stat, err := os.ReadFile(filepath.Join(process, "stat"))
	_, after, found := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ") // a name may hold anything
	fields := strings.Fields(after)
	if err != nil || !found || len(fields) < 7 {
		return false
	}
	flags, err := strconv.ParseUint(fields[6], 10, 64)
	return err == nil && flags&forkedNoExec != 0
}

// isProbe says whether a Python is one that uv asks for its version, isolated, before it
// starts another.
func (s *Sampler) isProbe(id int) bool {
	parent, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(s.parent[id]), "exe"))
	if err != nil {
		return false
	}
	command, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(id), "cmdline"))
	return err == nil && asksForUV(parent, strings.Split(string(command), "\x00"))
}

// asksForUV says so of a Python by its parent's program and its own command.
func asksForUV(parent string, command []string) bool {
	name := filepath.Base(parent)
	return (name == "uv" || name == "uvx") && len(command) > 4 && slices.Equal(command[1:4], []string{"-I", "-B", "-c"}) &&
		strings.Contains(command[4], "python.get_interpreter_info") && strings.HasSuffix(strings.TrimSpace(command[4]), "main()")
}

// End stops looking, and gives the Pythons that were seen often enough.
func (s *Sampler) End() []Python {
	close(s.stop)
	<-s.done
	var found []Python
	for id, times := range s.seen {
		if times >= settled {
			python := Python{ID: id, Forked: times-s.forks[id] < settled}
			for at := s.parent[id]; at != 0 && len(python.Parents) < maxSampled; at = s.parent[at] {
				python.Parents = append(python.Parents, at)
			}
			found = append(found, python)
		}
	}
	return found
}
