package statement

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// param is one param of the original, and what the new run logged.
type param struct {
	Name         string            `json:"name"`
	Original     string            `json:"original"`
	Reproduction *string           `json:"reproduction"` // null where it was not logged
	Status       repro.ParamStatus `json:"status"`       // of its way into the params file; "" without one
}

// input is one thing that went into both trainings, as recorded.
type input struct {
	Kind         string `json:"kind"`
	Name         string `json:"name"`
	Original     string `json:"original"`
	Reproduction string `json:"reproduction"`
	State        string `json:"state"`
	Evidence     string `json:"evidence"`
	Note         string `json:"note"`
}

type metric struct {
	Name         string      `json:"name"`
	Original     *doc.Float  `json:"original"`     // null where only the reproduction has it
	Reproduction *doc.Float  `json:"reproduction"` // null where only the original has it, or where it is not judged and may not be there
	Difference   string      `json:"difference"`
	Tolerance    string      `json:"tolerance"`
	Allowed      string      `json:"allowed"`
	State        repro.State `json:"state"`
}

// inputDigests stand for what was recorded of each side; "" where nothing was. What was
// not recorded is in no digest.
type inputDigests struct {
	Params      sides `json:"params"`
	Environment sides `json:"environment"`
	Data        sides `json:"data"`
}

type sides struct {
	Original     string `json:"original"`
	Reproduction string `json:"reproduction"`
}

func params(r repro.Result) []param {
	status := map[string]repro.ParamStatus{}
	for _, edit := range r.Plan.Params {
		status[edit.Name] = edit.Status
	}
	rows := make([]param, 0, len(r.Original.Params))
	for _, p := range r.Original.Params {
		row := param{Name: p.Name, Original: p.Value, Status: status[p.Name]}
		if now, logged := r.Reproduction.Params.Get(p.Name); logged {
			row.Reproduction = &now
		}
		rows = append(rows, row)
	}
	return rows
}

func inputs(r repro.Result) []input {
	rows := make([]input, 0, len(r.Inputs))
	for _, i := range r.Inputs {
		rows = append(rows, input{i.Kind, i.Name, i.Original, i.Now, i.State, i.Evidence, i.Note})
	}
	return rows
}

func metrics(r repro.Result) []metric {
	rows := make([]metric, 0, len(r.Comparison.Deltas))
	for _, d := range r.Comparison.Deltas {
		row := metric{Name: d.Name, Difference: d.Difference, Tolerance: d.Tolerance, Allowed: d.Allowed, State: d.State}
		if d.State != repro.StateExtra {
			row.Original = number(d.Original)
		}
		if !d.Lacking() {
			row.Reproduction = number(d.Reproduced)
		}
		rows = append(rows, row)
	}
	return rows
}

func number(value float64) *doc.Float { f := doc.Float(value); return &f }

// digestsOf digests each side's rows: a name and a value, apart by a tab, a line.
func digestsOf(params []param, inputs []input) (d inputDigests) {
	var original, reproduction rows
	for _, p := range params {
		original.add(p.Name, p.Original)
		if p.Reproduction != nil {
			reproduction.add(p.Name, *p.Reproduction)
		}
	}
	d.Params = sides{original.digest(), reproduction.digest()}
	d.Environment, d.Data = ofKind(inputs, repro.KindEnvironment), ofKind(inputs, repro.KindData)
	return d
}

func ofKind(inputs []input, kind string) sides {
	var original, reproduction rows
	for _, i := range inputs {
		if i.Kind != kind {
			continue
		}
		if i.Original != "" {
			original.add(i.Name, i.Original)
		}
		if i.Reproduction != "" {
			reproduction.add(i.Name, i.Reproduction)
		}
	}
	return sides{original.digest(), reproduction.digest()}
}

// rows are lines as jq's @tsv writes them.
type rows []string

var tsv = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func (r *rows) add(name, value string) {
	*r = append(*r, tsv.Replace(name)+"\t"+tsv.Replace(value)+"\n")
}

func (r rows) digest() string {
	if len(r) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(r, "")))
	return hex.EncodeToString(sum[:])
}
