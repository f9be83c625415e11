package observe

import (
	"bytes"
	"strconv"
	"strings"
)

// maxRecord bounds what is read of one process. The hook writes less.
const maxRecord = 2 << 20

// parse reads what a process recorded: lines of a letter, a time and fields, with
// tabs between them. A line that cannot be read makes the record torn. ok says
// that there is a process at all.
func parse(data []byte) (p Process, ok bool) {
	p.Left = map[string]string{}
	if len(data) > maxRecord {
		data, p.Torn = data[:maxRecord], true
	}
	if n := len(data); n > 0 && data[n-1] != '\n' {
		p.Torn = true
		data = data[:bytes.LastIndexByte(data, '\n')+1]
	}
	for line := range bytes.Lines(data) {
		fields := strings.Split(strings.TrimSuffix(string(line), "\n"), "\t")
		if fields[0] == "F" {
			p.Torn = true
			continue
		}
		if len(fields) < 2 {
			p.Torn = true
			continue
		}
		at, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil {
			p.Torn = true
			continue
		}
		for i, field := range fields {
			fields[i] = unescape(field)
		}
		if fields[0] == "P" {
			if ok {
				p.Torn = true // two beginnings
				continue
			}
			ok = p.begin(at, fields[2:])
			p.Torn = p.Torn || !ok
			continue
		}
		if !p.add(fields[0], at, fields[2:]) {
			p.Torn = true
		}
	}
	return p, ok
}

// begin reads a process's first line.
func (p *Process) begin(at int64, fields []string) bool {
	if len(fields) < 7 {
		return false
	}
	var err, err2 error
	p.ID, err = strconv.Atoi(fields[0])
	p.Parent, err2 = strconv.Atoi(fields[1])
	p.Forked, p.Hooked = fields[2] == "fork", fields[3] == "1"
	p.Executable, p.Version, p.Dir, p.Args, p.Began = fields[4], fields[5], fields[6], fields[7:], at
	return err == nil && err2 == nil && p.ID > 0
}

// add reads one of the lines that follow.
func (p *Process) add(kind string, at int64, fields []string) bool {
	one := map[string]*[]Access{"R": &p.Reads, "W": &p.Writes, "D": &p.Removes, "C": &p.Code, "M": &p.Packages, "I": &p.Beside, "T": &p.Touched, "H": &p.Fetched, "U": &p.Sought}
	if n := len(p.Started); p.Replaced && n > 0 {
		p.Replaced, p.Started = false, p.Started[:n-1] // it goes on: no such program, and the next in PATH is tried
	}
	switch list := one[kind]; {
	case kind == "Z" && len(fields) == 0:
		p.Replaced = true
	case kind == "J" && len(fields) == 0:
		p.Serves = true
	case list != nil && len(fields) == 1:
		*list = append(*list, Access{fields[0], at})
	case kind == "S" && len(fields) == 0:
		p.Sent = max(p.Sent, at)
	case kind == "A" && len(fields) == 1:
		p.Appends = append(p.Appends, Access{fields[0], at})
		p.Writes = append(p.Writes, Access{fields[0], at})
	case kind == "B" && len(fields) == 1:
		p.Reads = append(p.Reads, Access{fields[0], at})
		p.Writes = append(p.Writes, Access{fields[0], at})
	case (kind == "N" || kind == "Y" || kind == "L") && len(fields) == 2:
		p.Moves = append(p.Moves, Move{fields[0], fields[1], at})
	case (kind == "Q" || kind == "O") && len(fields) == 3:
		line, err := strconv.Atoi(fields[2])
		list := &p.Asked
		if kind == "O" {
			list = &p.Listed
		}
		*list = append(*list, Asking{fields[0], fields[1], line, at})
		return err == nil
	case kind == "X" && len(fields) >= 1:
		p.Started = append(p.Started, Command{fields[0], fields[1:], at})
	case kind == "G" && len(fields) == 1:
		p.Many = append(p.Many, fields[0])
	case kind == "V" && len(fields) == 1:
		p.Environ = fields[0]
	case kind == "K" && len(fields) == 2:
		p.Left[fields[0]] = fields[1]
	case kind == "E" && len(fields) == 1:
		p.Ended, p.EndedAt, p.Status = true, at, fields[0]
	default:
		return false
	}
	return true
}

// unescape undoes the hook's escapes; what is none stays.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			if at := strings.IndexByte(`\tnr`, text[i+1]); at >= 0 {
				b.WriteByte("\\\t\n\r"[at])
				i++
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
