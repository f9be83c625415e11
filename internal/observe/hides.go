package observe

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	// unhooked finds Pythons that leave the environment's PYTHONPATH out.
	unhooked = regexp.MustCompile(`\bpython[\d.]*(?:\s+-\w+)*\s+-\w*[EIS]\w*(?:[\s"']|$)|\benv\s+(?:-\S+\s+)*(?:-i\b|-\s|--ignore-environment\b|-u\s*PYTHONPATH\b|--unset=PYTHONPATH\b)|\bunset\s+(?:-v\s+)?PYTHONPATH\b`)

	// apart finds programs that start others where nothing of them is seen: in a container,
	// as somebody else, on another machine.
	apart = regexp.MustCompile(`(?:^|[\s"'@;&|(/])(?:docker|podman|nerdctl|apptainer|singularity|enroot)(?:-compose)?\s+(?:-\S+\s+)*(?:compose\s+(?:-\S+\s+)*)?(?:run|exec|start|up)\b` +
		`|(?:^|[\s"'@;&|(])(?:sudo|chroot|nsenter|systemd-run|bwrap|tox|srun|sbatch|qsub|bsub|ssh)\s+[\w./@-]|\bkubectl\s+(?:run|exec|apply|create)\b|\bnix-shell\s.*--pure`)
)

// Unhooked is the part of a text by which a Python loses the hook; "" where there is none.
func Unhooked(text string) string { return phrase(unhooked.FindString(text)) }

// phrase is what was found of a text, without what stands around it.
func phrase(found string) string {
	return strings.Join(strings.Fields(strings.Trim(found, "\"'@;&|(/ \t\n")), " ")
}

// Hides is the part of a text of commands by which a training, or a part of it, is not seen:
// a Python loses the hook, or runs where nothing of this machine's is seen. "" where there
// is none.
func Hides(text string) string {
	if found := Unhooked(text); found != "" {
		return found
	}
	return phrase(apart.FindString(text))
}

// hidden words what processes started that hides what it does.
func hidden(processes []Process) []string {
	var found []string
	for _, p := range processes {
		if isInstaller(p) {
			continue
		}
		for _, command := range p.Started {
			words := append([]string{path.Base(command.Program)}, command.Args[min(1, len(command.Args)):]...)
			if how := Hides(strings.Join(words, " ")); how != "" {
				add(&found, nameOf(p)+" started "+how+", and what that does is not seen")
			}
		}
	}
	return found
}

// parts are the processes that had a part in the numbers, whatever code they ran: part, and
// what made files that these used. Tools for pipelines and those that fetch data are apart.
func (v view) parts(all []Process, part map[int]bool) map[int]bool {
	found := map[int]bool{}
	var queue []int
	for i := range part {
		queue = append(queue, i)
	}
	for ; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		if found[i] {
			continue
		}
		found[i] = true
		for _, used := range all[i].used() {
			for _, making := range v.made[used.Path] {
				if making.at <= used.At && !isTool(all[making.process]) && !isFetcher(all[making.process]) {
					queue = append(queue, making.process)
				}
			}
		}
	}
	return found
}

// isFetcher says whether a process is a program that gets data from elsewhere, with a Python
// of its own.
func isFetcher(p Process) bool {
	return slices.Contains([]string{"aws", "gsutil", "gcloud", "az", "kaggle", "hf", "huggingface-cli", "gdown", "s3cmd", "git-lfs"}, path.Base(p.Program()))
}

// A Python is one by its path and version.
type Python struct{ Executable, Version string }

// pythons are those of processes.
func pythons(all []Process, some map[int]bool) []Python {
	var found []Python
	for i, p := range all {
		if one := (Python{p.Executable, p.Version}); some[i] && !slices.Contains(found, one) {
			found = append(found, one)
		}
	}
	return found
}

// writers are packages that write models natively. What they leave, Python does not tell of.
var writers = set("xgboost lightgbm catboost torch tensorflow keras h5py tables pyarrow safetensors onnx onnxruntime jaxlib jax orbax tensorstore fasttext sentencepiece tokenizers faiss treelite cv2 netCDF4 zarr polars duckdb")

// pickled are endings of models that Python itself writes.
var pickled = set(".pkl .pickle .joblib .npy .npz")

// nativeSlack is how much later than a process ended the system may tell of its last file.
const nativeSlack = 1_000_000

// strange names models that were written and then read, where no Python that reported made
// them, nor had a library at that time which does so natively.
func (v view) strange(o Observation) []string {
	if v.Model == nil || o.Unwatched != "" {
		return nil
	}
	var found []string
	for file, seen := range o.Files {
		full := v.full(file)
		if !seen.Written || !seen.ReadAfter || len(v.made[full]) > 0 || !v.Model(full) {
			continue
		}
		could := func(p Process) bool {
			return !isTool(p) && p.Began <= seen.FirstAt && (!p.Ended || p.EndedAt+nativeSlack >= seen.FirstAt) &&
				slices.ContainsFunc(p.Packages, func(a Access) bool {
					match := site.FindStringSubmatch(a.Path + "/")
					return match != nil && writers[strings.ToLower(match[2])]
				})
		}
		if pickled[strings.ToLower(path.Ext(file))] || !slices.ContainsFunc(o.Processes, could) {
			found = append(found, file)
		}
	}
	slices.Sort(found)
	return found
}
