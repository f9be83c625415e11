package mlflowtest

import (
	"fmt"
	"math/rand/v2"
	"net"
)

// FreePort is a port of 127.0.0.1 that a real server can be told to take. It lies below
// those that systems give to listeners which ask for any: between our look and the
// server's, another test's server would take one of them, and answer in its place.
func FreePort() (int, error) {
	const from, to, tries = 20_000, 32_000, 100
	for range tries {
		port := from + rand.IntN(to-from)
		if listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, listener.Close()
		}
	}
	return 0, fmt.Errorf("no port between %d and %d is free", from, to)
}
