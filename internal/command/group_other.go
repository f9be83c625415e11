//go:build !unix

package command

import (
	"os"
	"os/exec"
)

// supported is false where a training's children could not be stopped with it:
// Run refuses before it starts anything.
const supported = false

func ownGroup(*exec.Cmd) {}
func terminateGroup(int) {}
func killGroup(int)      {}
func buryGroup(int)      {}

type guard struct{}

func newGuard() *guard                 { return &guard{} }
func (*guard) start(c *exec.Cmd) error { return c.Start() }
func (*guard) dismiss()                {}

func exitText(state *os.ProcessState) string {
	if state == nil {
		return "no exit status"
	}
	return state.String()
}
