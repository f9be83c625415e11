package dvc

// order sorts the stages so that each comes after those whose outputs it
// reads, and otherwise as the files have them. Stages in a circle, which DVC
// refuses to run, keep the order of the files.
func (p *Project) order() {
	const (
		unseen = iota
		open
		done
	)
	state := make([]int, len(p.Stages))
	makers := p.makers()
	sorted := make([]Stage, 0, len(p.Stages))
	var visit func(int)
	visit = func(i int) {
		if state[i] != unseen {
			return
		}
		state[i] = open
		for _, upstream := range makers[i] {
			visit(upstream)
		}
		state[i] = done
		sorted = append(sorted, p.Stages[i])
	}
	for i := range p.Stages {
		visit(i)
	}
	p.Stages = sorted
}

// makers gives for each stage the stages whose outputs it reads: an output is,
// contains or lies in a dependency.
func (p *Project) makers() [][]int {
	index := map[string][]int{} // path of an output, and of every directory above it
	exact := map[string][]int{} // path of an output
	for i, stage := range p.Stages {
		for _, out := range stage.Outs {
			if outside(out.Path) {
				exact[out.Path] = append(exact[out.Path], i)
				continue
			}
			exact[out.Path] = append(exact[out.Path], i)
			for dir := out.Path; ; dir = parent(dir) {
				index[dir] = append(index[dir], i)
				if dir == "." {
					break
				}
			}
		}
	}
	makers := make([][]int, len(p.Stages))
	for i, stage := range p.Stages {
		seen := map[int]bool{i: true}
		add := func(found []int) {
			for _, j := range found {
				if !seen[j] {
					seen[j] = true
					makers[i] = append(makers[i], j)
				}
			}
		}
		for _, dep := range stage.Deps {
			if outside(dep.Path) {
				add(exact[dep.Path])
				continue
			}
			add(index[dep.Path])
			for dir := dep.Path; dir != "."; dir = parent(dir) {
				add(exact[dir])
			}
		}
	}
	return makers
}

// Upstream names the stages that a file depends on, the one that makes it
// included, in the order of Stages. None means that no stage makes it.
func (p *Project) Upstream(file string) []string {
	wanted := map[int]bool{}
	var follow func(int)
	makers := p.makers()
	follow = func(i int) {
		if wanted[i] {
			return
		}
		wanted[i] = true
		for _, j := range makers[i] {
			follow(j)
		}
	}
	for i, stage := range p.Stages {
		for _, out := range stage.Outs {
			if within(file, out.Path) {
				follow(i)
			}
		}
	}
	var names []string
	for i, stage := range p.Stages {
		if wanted[i] {
			names = append(names, stage.Name)
		}
	}
	return names
}

func parent(file string) string {
	for i := len(file) - 1; i >= 0; i-- {
		if file[i] == '/' {
			return file[:i]
		}
	}
	return "."
}
