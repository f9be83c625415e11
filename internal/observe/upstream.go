package observe

// A making is a process that made a file, and when it first did: it wrote it, or
// put another in its place.
type making struct {
	process int // its index
	at      int64
}

// makings are all of a training, by the file's path.
type makings map[string][]making

func makingsOf(all []Process) makings {
	m := makings{}
	for i, p := range all {
		for _, write := range p.Writes {
			m[write.Path] = append(m[write.Path], making{i, write.At})
		}
		for _, move := range p.Moves {
			m[move.To] = append(m[move.To], making{i, move.At})
		}
	}
	return m
}

// by says whether a file had been made by a time, by one of some processes; nil is
// any of them.
func (m makings) by(file string, at int64, some map[int]bool) bool {
	for _, making := range m[file] {
		if making.at <= at && (some == nil || some[making.process]) {
			return true
		}
	}
	return false
}

// trainers are the processes that ran code of the commit, and their forks.
func (v view) trainers(all []Process) map[int]bool {
	found, ids := map[int]bool{}, map[int]bool{}
	for i, p := range all {
		if p.Forked && ids[p.Parent] || len(v.code(p)) > 0 {
			found[i], ids[p.ID] = true, true
		}
	}
	return found
}

// upstream are the processes that numbers come from: those that made them, and
// before them those that wrote what these read, worked for them, or started them.
func (v view) upstream(all []Process, trainers map[int]bool, makers []int) map[int]bool {
	near := make([][]int, len(all)) // of each, its parent and its children
	last := map[int]int{}           // the process that had a number last
	for i, p := range all {
		if parent, known := last[p.Parent]; known {
			near[i], near[parent] = append(near[i], parent), append(near[parent], i)
		}
		last[p.ID] = i
	}
	part := map[int]bool{}
	for queue := makers; len(queue) > 0; {
		i := queue[0]
		queue = queue[1:]
		if part[i] {
			continue
		}
		part[i] = true
		add := func(j int) {
			if trainers[j] && !part[j] {
				queue = append(queue, j)
			}
		}
		for _, j := range near[i] {
			add(j)
		}
		for _, used := range all[i].used() {
			for _, making := range v.made[used.Path] {
				if making.at <= used.At {
					add(making.process)
				}
			}
		}
	}
	return part
}

// used are the files that a process read or put elsewhere.
func (p Process) used() []Access {
	found := append([]Access{}, p.Reads...)
	for _, move := range p.Moves {
		found = append(found, Access{move.From, move.At})
	}
	return found
}
