//go:build nodesk

package settings

// commandHelps are for people at a desk: the container, which few ask for help, has the table's.
var commandHelps map[string]map[string]commandHelp
