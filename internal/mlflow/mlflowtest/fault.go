package mlflowtest

import (
	"net"
	"net/http"
	"strconv"
	"strings"
)

// A Fault answers in place of the server.
type Fault func(http.ResponseWriter, *http.Request)

type armed struct {
	name  string
	after int
	times int
	fault Fault
}

// Fail answers the next times requests whose name begins with name, such as
// "runs/get" or "" for any, with fault.
func (s *Server) Fail(name string, times int, fault Fault) { s.FailAfter(name, 0, times, fault) }

// FailAfter lets the first requests of that name pass.
func (s *Server) FailAfter(name string, after, times int, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armed{name, after, times, fault})
}

func (s *Server) nextFault(name string) Fault {
	for _, a := range s.faults {
		if !strings.HasPrefix(name, a.name) || a.times == 0 {
			continue
		}
		if a.after > 0 {
			a.after--
			continue
		}
		a.times--
		return a.fault
	}
	return nil
}

// Page answers with a web page: a proxy's error, or with 200 a sign-in form.
func Page(status int) Fault {
	return func(w http.ResponseWriter, _ *http.Request) { page(w, status) }
}

// Text answers in plain words.
func Text(status int, message string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) { text(w, status, message) }
}

// Error answers with an error of MLflow's.
func Error(status int, code, message string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) { fail(w, status, code, message) }
}

// JSON answers 200 with any text called JSON.
func JSON(body string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(body))
	}
}

// Busy answers with a status and a Retry-After.
func Busy(status int, retryAfter string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		text(w, status, "busy")
	}
}

// Redirect sends the client elsewhere.
func Redirect(status int, to string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	}
}

// Silent says nothing until the client gives up.
func Silent() Fault {
	return func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
}

// Drip sends the beginning of an answer and then nothing more until the client
// gives up.
func Drip(beginning string) Fault {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(beginning))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

// Cut promises a longer answer than it sends.
func Cut(beginning string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(beginning)+1000))
		w.Write([]byte(beginning))
	}
}

// Reset breaks the connection without an answer.
func Reset() Fault {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		if tcp, ok := connection.(*net.TCPConn); ok {
			if err := tcp.SetLinger(0); err != nil {
				panic(err)
			}
		}
		connection.Close()
	}
}
