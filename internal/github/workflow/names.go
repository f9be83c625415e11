package workflow

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
)

var (
	workflowFile = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}\.ya?ml$`)
	attemptID    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`)
)

// workflowFileName gives the file name of a workflow that was typed as train.yml or
// as .github/workflows/train.yml, and refuses anything that is not one.
func workflowFileName(text string) (string, error) {
	name := strings.TrimPrefix(text, ".github/workflows/")
	if !workflowFile.MatchString(name) || strings.Contains(name, "..") {
		return "", fmt.Errorf("workflow %q: want the name of a file in .github/workflows, such as train.yml", text)
	}
	return name, nil
}

// runID reads the id of a workflow run.
func runID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("workflow run %q: want the number GitHub gave it", printable.OneLine(text, 40))
	}
	return id, nil
}
