//go:build nodesk

package git

// noGit says that this program has no git to ask: the image holds nothing beside it. What
// asks git is left out of the program then, for Open gives no Repository.
const noGit = true
