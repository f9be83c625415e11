package statement

import (
	"bytes"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// predicate is what is said of the subjects: internal/report/schema/statement-1.json
// describes it for readers.
type predicate struct {
	Asked      Asked         `json:"asked"`
	Model      model         `json:"model"`
	Tolerances tolerances    `json:"tolerances"`
	Training   training      `json:"training"`
	Params     []param       `json:"params"`
	Inputs     []input       `json:"inputs"`
	Digests    inputDigests  `json:"digests"`
	Evidence   evidenceJSON  `json:"evidence"`
	Verdict    verdict       `json:"verdict"`
	Metrics    []metric      `json:"metrics"`
	Report     savedDocument `json:"report"`
	Tool       Tool          `json:"tool"`
	Job        string        `json:"job"`
	CheckedAt  string        `json:"checked_at"`
	WrittenAt  string        `json:"written_at"`
}

type model struct {
	Name    string    `json:"name"`
	Version string    `json:"version"`
	RunID   string    `json:"run_id"`
	Lines   []string  `json:"lines"`
	SHA256  string    `json:"sha256"`
	Files   []file    `json:"files"`
	Unread  string    `json:"files_not_listed"` // why
	LeftOut []leftOut `json:"files_left_out"`
}

type file struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type leftOut struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	Why   string `json:"why"`
}

// tolerances are all that decided the verdict, and whether it was fixed before.
type tolerances struct {
	Lines  []string `json:"lines"`
	SHA256 string   `json:"sha256"`
	Commit string   `json:"commit"`        // that was trained
	Named  string   `json:"commit_sha256"` // the digest in its message; "" where it has none
	Fixed  bool     `json:"fixed_before_training"`
}

type training struct {
	ID       string `json:"id"`
	Branch   string `json:"branch"`
	Base     string `json:"base"`
	Commit   string `json:"commit"`
	Command  string `json:"command"` // as it was run, with the params in it; "" on GitHub
	RunID    string `json:"run_id"`
	Workflow string `json:"workflow_run_url"`
	Status   string `json:"status"`
	Made     int    `json:"trainings"`
	Started  string `json:"started_at"`
	Ended    string `json:"ended_at"`
}

type evidenceJSON struct {
	Level     string   `json:"level"` // proven or not proven
	Why       string   `json:"why"`
	Witnesses []string `json:"witnesses"`
	Unseen    string   `json:"not_seen"`
	Gates     []gate   `json:"gates"`
}

type gate struct {
	Name   string          `json:"name"`
	State  repro.GateState `json:"state"`
	Reason repro.Reason    `json:"reason"`
	Text   string          `json:"text"`
}

type verdict struct {
	Verdict repro.Verdict `json:"verdict"`
	Reason  repro.Reason  `json:"reason"`
	Detail  string        `json:"detail"`
}

type savedDocument struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Values of an evidence's level.
const (
	proven    = "proven"
	notProven = "not proven"
)

func newPredicate(c Check, lines repro.Lines) predicate {
	r := c.Result
	p := predicate{
		Asked: c.Asked, Tool: c.Tool, Job: c.Job, CheckedAt: when(r.CheckedAt), WrittenAt: when(c.At),
		Report:  savedDocument{"report.json", c.Report},
		Verdict: verdict{r.Verdict, r.Reason, r.Detail},
		Model:   model{Name: r.Model().Name, Version: r.Model().Version, RunID: r.Original.ID, Lines: lines, SHA256: lines.Digest(), Files: []file{}, LeftOut: []leftOut{}, Unread: c.Unread},
		Training: training{ID: r.Plan.ID, Branch: r.Change.Branch, Base: r.Change.Base, Commit: r.Change.Commit, Command: r.Plan.Command, RunID: r.Reproduction.ID,
			Workflow: r.Execution.URL, Status: string(r.Execution.Status), Made: trainings(r), Started: when(r.Execution.Started), Ended: when(r.Execution.Ended)},
		Params: params(r), Inputs: inputs(r), Metrics: metrics(r), Evidence: newEvidence(r.Evidence),
	}
	digest := r.Plan.Criteria.Digest()
	p.Tolerances = tolerances{Lines: r.Plan.Criteria, SHA256: digest, Commit: r.Change.Commit, Named: repro.CriteriaDigest(repro.DigestScheme + r.Change.Criteria)}
	p.Tolerances.Fixed = digest != "" && r.Change.Commit != "" && digest == p.Tolerances.Named
	if p.Tolerances.Lines == nil {
		p.Tolerances.Lines = []string{}
	}
	for _, f := range c.Files {
		if f.SHA256 == "" {
			p.Model.LeftOut = append(p.Model.LeftOut, leftOut{f.Path, f.Bytes, f.Why})
		} else {
			p.Model.Files = append(p.Model.Files, file{f.Path, f.Bytes, f.SHA256})
		}
	}
	p.Digests = digestsOf(p.Params, p.Inputs)
	return p
}

// trainings counts those that were started.
func trainings(r repro.Result) int {
	all := r.Further
	all.Add(r.Execution)
	return all.Made
}

func newEvidence(gates []repro.Gate) evidenceJSON {
	seen := evidence.ReadProof(gates)
	e := evidenceJSON{Level: notProven, Why: seen.Why, Witnesses: seen.Witnesses, Unseen: seen.Unseen, Gates: []gate{}}
	if seen.Proven {
		e.Level = proven
	}
	if e.Witnesses == nil {
		e.Witnesses = []string{}
	}
	for _, g := range gates {
		e.Gates = append(e.Gates, gate{g.Name, g.State, g.Reason, g.Text})
	}
	return e
}

func decode(text []byte, into any) error {
	return doc.DecodeJSON(bytes.NewReader(text), MaxDocument, into)
}
