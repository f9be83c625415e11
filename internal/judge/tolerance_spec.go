package judge

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
)

// presets bound the rounding of a reported number kept in a format. Training
// amplifies rounding, so no preset promises that a training in that format
// lands inside it.
var presets = map[string]string{
	"float64": "1e-9 rel or 1e-12 abs",
	"float32": "1e-5 rel or 1e-7 abs",
	"float16": "1e-2 rel or 1e-4 abs",
}

const (
	maxNumber   = 40  // characters of a number
	maxExponent = 400 // past every float64, which is looked at next; a rational with more would eat memory
	maxTerms    = 16
	maxTotal    = 1_000_000_000 // examples in a test set
)

// parseSpec reads what stands after the name. On an error at is the byte where
// it was met.
//
//	spec := exact | ignore | report | float64 | float32 | float16 | 0 | term {"or" term}
//	term := [+|-] number (% | rel | pp | abs) | [+|-] K of N | K decimals | K ulp
func parseSpec(text string) (act action, terms []term, at int, err error) {
	tokens, at, err := scan(strings.ToLower(text))
	if err != nil {
		return 0, nil, at, err
	}
	if len(tokens) == 0 {
		return 0, nil, 0, errors.New("empty")
	}
	p := &specParser{tokens: tokens, end: len(text)}
	switch word := tokens[0].text; {
	case word == "exact" || word == "ignore" || word == "report" || presets[word] != "":
		if len(tokens) > 1 {
			return 0, nil, tokens[1].at, fmt.Errorf("%q stands alone; %q cannot follow it", word, tokens[1].text)
		}
		switch word {
		case "exact":
			return actExact, nil, 0, nil
		case "ignore":
			return actIgnore, nil, 0, nil
		case "report":
			return actReport, nil, 0, nil
		}
		return actTerms, mustTerms(presets[word]), 0, nil
	case len(tokens) == 1 && tokens[0].number && isZero(word):
		return actExact, nil, 0, nil
	}
	for {
		one, err := p.term()
		if err != nil {
			return 0, nil, p.at(), err
		}
		terms = append(terms, one)
		if p.done() {
			break
		}
		if word := p.peek().text; word != "or" {
			return 0, nil, p.at(), fmt.Errorf("%q after a complete amount; join amounts with or; a band is +0.05 abs or -0.01 abs", word)
		}
		p.next++
		if p.done() {
			return 0, nil, p.at(), errors.New("nothing after or; write another amount or delete it")
		}
		if len(terms) == maxTerms {
			return 0, nil, p.at(), fmt.Errorf("more than %d amounts; the largest decides, keep that", maxTerms)
		}
	}
	r := rule{action: actTerms, terms: terms}
	zero := !slices.ContainsFunc(terms, func(t term) bool { return !t.isZero() })
	if zero && !r.free(1) && !r.free(-1) {
		return actExact, nil, 0, nil // only zeros, both ways: nothing may differ
	}
	return actTerms, terms, 0, nil
}

// mustTerms parses what is written in this package.
func mustTerms(text string) []term {
	_, terms, _, err := parseSpec(text)
	if err != nil {
		panic(text + ": " + err.Error())
	}
	return terms
}

type specParser struct {
	tokens []token
	next   int
	end    int
}

func (p *specParser) done() bool { return p.next >= len(p.tokens) }

func (p *specParser) peek() token {
	if p.done() {
		return token{at: p.end}
	}
	return p.tokens[p.next]
}

func (p *specParser) at() int { return p.peek().at }

// term reads one bound and leaves next behind it; on an error next is at the
// token that is wrong.
func (p *specParser) term() (term, error) {
	var t term
	sign := ""
	if text := p.peek().text; text == "+" || text == "-" {
		sign = text
		t.side = map[string]side{"-": sideBelow, "+": sideAbove}[text]
		p.next++
	}
	number := p.peek()
	if !number.number {
		return t, notANumber(number.text)
	}
	p.next++
	switch word := p.peek().text; word {
	case "%", "rel", "pp", "abs":
		amount, err := parseAmount(number.text)
		if err != nil {
			p.next--
			return t, err
		}
		t.amount = amount
		switch word {
		case "%":
			t.amount, t.unit = new(big.Rat).Mul(amount, big.NewRat(1, 100)), unitRelative
		case "rel":
			t.unit = unitRelative
		case "pp":
			t.amount, t.unit = new(big.Rat).Mul(amount, big.NewRat(1, 100)), unitPoints
		case "abs":
			t.unit = unitAbsolute
		}
		p.next++
		return t, nil
	case "of", "decimals", "decimal", "ulp", "ulps":
		if sign != "" && word != "of" {
			p.next--
			return t, fmt.Errorf("a sign goes with %%, rel, pp, abs and of N only; write %s %s without it", number.text, word)
		}
		return t, p.counted(&t, number, word)
	case "percent":
		return t, errors.New("write % for a share of the original, or pp for percentage points")
	case "", "or":
		return t, fmt.Errorf("%s of what? write %s abs, %s or %s", number.text, number.text, asPercent(number.text, "%"), asPercent(number.text, "pp"))
	default:
		return t, fmt.Errorf("unknown unit %q; write %%, rel, pp, abs, of N, decimals or ulp", word)
	}
}

// counted reads K of N, K decimals and K ulp, with next at the word.
func (p *specParser) counted(t *term, number token, word string) error {
	count, err := parseCount(number.text)
	if err != nil {
		p.next--
		return err
	}
	t.count = count
	switch word {
	case "of":
		p.next++
		total := p.peek()
		if !total.number {
			return fmt.Errorf("%d of how many? write %d of 30", count, count)
		}
		if t.total, err = parseCount(total.text); err != nil {
			return err
		}
		if t.total == 0 || t.count > t.total {
			return fmt.Errorf("%d of %d is no share of examples; write K of N with K at most N", t.count, t.total)
		}
		t.unit = unitExamples
	case "decimals", "decimal":
		if count > 17 {
			p.next--
			return fmt.Errorf("a float64 has no %d decimals; write at most 17, or exact", count)
		}
		t.unit = unitDecimals
	default:
		t.unit = unitULP
	}
	p.next++
	return nil
}

// parseAmount reads an unsigned decimal, bounded before it becomes a rational.
func parseAmount(text string) (*big.Rat, error) {
	_, exponent, _ := strings.Cut(text, "e")
	if e, err := strconv.Atoi(exponent); len(text) > maxNumber || exponent != "" && (err != nil || e > maxExponent || e < -maxExponent) {
		return nil, fmt.Errorf("%s is beyond every float64; write a smaller number of digits", text)
	}
	amount, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%q is no number", text)
	}
	if held, _ := amount.Float64(); math.IsInf(held, 0) || held == 0 && amount.Sign() != 0 {
		return nil, fmt.Errorf("%s is beyond every float64; write an amount that the metric can differ by, or ignore", text)
	}
	return amount, nil
}

func parseCount(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > maxTotal {
		return 0, fmt.Errorf("%s is no count; write a whole number up to %d", text, maxTotal)
	}
	return n, nil
}

// asPercent writes a share as a percentage, exactly, for a suggestion.
func asPercent(text, unit string) string {
	amount, err := parseAmount(text)
	if err != nil {
		return "N" + unit
	}
	return decimal.Text(new(big.Rat).Mul(amount, big.NewRat(100, 1))) + unit
}

func isZero(number string) bool {
	amount, err := parseAmount(number)
	return err == nil && amount.Sign() == 0
}

func notANumber(word string) error {
	switch word {
	case "":
		return errors.New("no amount; write one such as 0.5% or 1e-6 abs")
	case "nan", "inf", "infinity":
		return fmt.Errorf("%s is no amount; write a number, or ignore", word)
	case "+", "-":
		return errors.New("two signs; -0.5% bounds a fall, +0.5% a rise, 0.5% both; +0.5% or -0.1% is a band")
	case "±":
		return errors.New("an amount without a sign applies in both directions; leave out ±")
	case "#":
		return errors.New("a comment needs a line of its own")
	case "[", "(", "<", ">", "<=", ">=", "≤", "≥", "=":
		return errors.New(noRange)
	case "exact", "ignore", "report", "float64", "float32", "float16":
		return fmt.Errorf("%q stands alone; it cannot be joined with or", word)
	}
	return fmt.Errorf("%q is no amount; write exact, ignore, report, float64, float32, float16 or a number with its unit", word)
}

// noRange says what is written instead of a range: a metric is held against the original's, and
// a fixed bound would call two runs alike that are not.
const noRange = "a range has no place here: write how far from the original the metric may be, 0.05 abs in both directions, -0.05 abs for a fall"
