package history

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file takes one file of a history for what it is.

// decode reads one file, a check's document or a whole report. file is its path as far as its
// name counts.
func (r *Reader) decode(text []byte, shown, file string) (c repro.Check, document bool, err error) {
	if document = isPlaced(file) || isCheck.Match(text[:min(len(text), 100)]); !document {
		c, err = r.Report(text, shown)
		return c, false, err
	}
	if r.bands == nil {
		r.bands = bands{}
	}
	if c, err = decodeWith(text, r.bands); err == nil {
		err = namedRight(file, c, text)
	}
	return c, true, err
}

// owned gives a check its repository, and says whether it names it itself.
func (r *Reader) owned(c *repro.Check) (firm bool) {
	said := c.Repository
	switch {
	case r.repository != "":
		c.Repository = r.repository
	case said != "":
		c.Repository = r.spelled(c.Model, said)
	default:
		c.Repository = r.unnamed
	}
	return said != "" && SameRepository(said, c.Repository)
}

// take decodes one file, and adds its check.
func (r *Reader) take(text []byte, shown, file string) {
	c, document, err := r.decode(text, shown, file)
	switch {
	case errors.Is(err, ErrNoCheck):
		return
	case isPlaced(file) && err != nil && !errors.Is(err, errVersion): // the same check has the same name
		r.lose(shown, fmt.Errorf("damaged: %w; add its report.json again", doc.Reason(err)))
		return
	case err != nil:
		r.lose(shown, err)
		return
	}
	firm := r.owned(&c)
	if c.From = shown; !r.known(c, firm, !document) {
		r.share(&c)
		r.checks = append(r.checks, c)
	}
}

func isPlaced(file string) bool { return place.MatchString(filepath.ToSlash(file)) }
