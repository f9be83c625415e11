//go:build unix && more

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sentences is the page of a folder, for people to read, and the golden file.
const sentences = "sentences.md"

const pageTop = `# What the diagnosis says

The situations of this folder, what the report of each makes of it, and the sentence that it has. Written by the
test (go test -tags more . -run EndToEndCauses -update); read it aloud.
`

// mostSecond is in how many situations the true cause may come second.
const mostSecond = 3

// conclude prints the table, holds it to the aims, and the sentences to the
// golden file.
func (p *planting) conclude(t *testing.T) {
	stories, err := filepath.Glob(filepath.Join(p.folder, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join(p.folder, sentences)
	var table, page strings.Builder
	page.WriteString(pageTop)
	causes, first, held := 0, 0, heldSections(t, golden)
	for _, file := range stories {
		row := p.rows[strings.TrimSuffix(filepath.Base(file), ".txtar")]
		if !row.ended {
			page.WriteString(held[title(t, file)])
			continue
		}
		if len(row.truth) > 0 {
			causes++
		}
		if len(row.truth) > 0 && row.first {
			first++
		}
		text := fmt.Sprintf("\n**%s**\n\n- cause: %s\n%s\n%s\n", title(t, file), orNone(row.truth), row.judgement(), p.timeless(row.sentence))
		page.WriteString(text)
		table.WriteString(text)
		if row.made != "" {
			fmt.Fprintf(&table, "(%s)\n", row.made)
		}
	}
	t.Logf("%d situations, %d of them with a cause, which comes first in %d:\n%s", p.ended(), causes, first, table.String())
	if ended := p.ended(); ended < len(stories) {
		t.Logf("%d of %d situations came to an end", ended, len(stories))
	} else if first < causes-mostSecond {
		t.Errorf("the true cause is first in %d of %d situations, want all but %d", first, causes, mostSecond)
	}
	holdGolden(t, golden, page.String())
}

// heldSections reads the golden file, section by section: what it says of
// situations that were not planted this time stays.
func heldSections(t *testing.T, page string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	held := map[string]string{}
	for _, section := range strings.Split(string(data), "\n**")[1:] {
		name, _, _ := strings.Cut(section, "**")
		held[name] = "\n**" + section
	}
	return held
}

// timeless leaves out of a sentence what is another in every run of the suite.
func (p *planting) timeless(sentence string) string {
	if sentence == "" {
		return "(nothing drifted)"
	}
	sentence = shortCommit.ReplaceAllString(sentence, "${1}COMMIT")
	sentence = fileAddress.ReplaceAllString(sentence, "file:///DIRECTORY/")
	for i, word := range []string{"PYTHON", "OTHER-PYTHON"} {
		sentence = strings.ReplaceAll(sentence, p.pythons[i].version, word)
	}
	return sentence
}

var fileAddress = regexp.MustCompile(`file://\S*/`)

var shortCommit = regexp.MustCompile(`\b((?:at|and|commit) )[0-9a-f]{7,40}\b`)

// title is the first line of a story.
func title(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	words, comment := strings.CutPrefix(first, "# ")
	if !comment || words == "" {
		t.Fatalf("%s does not begin with a comment that says what it plants", file)
	}
	return strings.TrimSuffix(words, ".")
}

// holdGolden compares with what a file holds, or writes it where asked to.
func holdGolden(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text {
		t.Errorf("%s is not what is said now; run: go test -tags more . -run EndToEndCauses -update\n%s", file, text)
	}
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
