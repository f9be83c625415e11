package remedy

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says what a params file has to do with a param that did not arrive: why it was
// not written, which other key may be meant, which other file has it.

// maxReasons bounds the params whose reason one message gives.
const maxReasons = 3

// NotWritten gives the reasons of the plan for params that were not put back.
func NotWritten(edits []repro.ParamEdit, differing []params.Difference) string {
	var reasons []string
	for _, d := range differing {
		at := slices.IndexFunc(edits, func(edit repro.ParamEdit) bool { return edit.Name == d.Name })
		if at < 0 || len(reasons) == maxReasons {
			continue
		}
		switch edit := edits[at]; edit.Status {
		case repro.ParamRefused, repro.ParamAmbiguous:
			if edit.Note != "" {
				reasons = append(reasons, d.Name+" was not written: "+edit.Note)
			}
		case repro.ParamWritten, repro.ParamAssumed, repro.ParamUnchanged:
			if other := namesake(edits, edit); other != "" {
				reasons = append(reasons, d.Name+" is "+strings.Join(edit.Key, ".")+" in "+edit.File+", which has "+other+" as well: map it with --params-map "+wording.Quote(d.Name+"="+other))
			}
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return "; " + strings.Join(reasons, "; ")
}

// Lost gives the reasons of the plan for params that nothing tells of, and a way that is
// open to all of them.
func Lost(edits []repro.ParamEdit, lost []string) string {
	differing := make([]params.Difference, len(lost))
	for i, name := range lost {
		differing[i].Name = name
	}
	return NotWritten(edits, differing) + "; map them with --params-map, or pass them in the run command as {NAME}"
}

// keyMeant is the one key of the params files that no param has and that ends as the name of one
// that did not arrive: params.yaml:lr for hparams/lr; "" for none.
func keyMeant(edits []repro.ParamEdit, d params.Difference) string {
	last, found := repro.LastPart(d.Name), ""
	for _, edit := range edits {
		if edit.Name != "" || len(edit.Key) == 0 || edit.Key[len(edit.Key)-1] != last {
			continue
		}
		if found != "" {
			return ""
		}
		found = edit.File + ":" + strings.Join(edit.Key, ".")
	}
	return found
}

// namesake is a key of the same last part in the same file that no param went to.
func namesake(edits []repro.ParamEdit, placed repro.ParamEdit) string {
	if len(placed.Key) == 0 {
		return ""
	}
	last := placed.Key[len(placed.Key)-1]
	for _, edit := range edits {
		if edit.Name == "" && edit.File == placed.File && len(edit.Key) > 0 && edit.Key[len(edit.Key)-1] == last {
			return strings.Join(edit.Key, ".")
		}
	}
	return ""
}

func readIn(files fs.FS, name string) (string, error) {
	if files == nil {
		return "", fs.ErrNotExist
	}
	text, err := doc.ReadFile(files, name)
	return string(text), err
}
