package githubtest

import (
	"fmt"
	"net"
	"net/http"
)

// A Fault is what goes wrong with one request.
type Fault string

const (
	None      Fault = ""
	Refused   Fault = "503, not carried out"
	LostAfter Fault = "503, carried out"
	Reset     Fault = "connection reset, not carried out"
	ResetLate Fault = "connection reset, carried out" // what a timeout looks like
	TooMany   Fault = "429"
	Secondary Fault = "403 secondary rate limit"
	Empty     Fault = "empty 200, carried out"
	Null      Fault = "200 null, carried out"
	Cut       Fault = "answer cut off, carried out"
	Login     Fault = "HTML login page, not carried out"
	Redirect  Fault = "redirect to another host, not carried out"
)

// NoRef is a dispatch so soon after its branch was made that GitHub does not see
// the branch yet. It goes with dispatches only.
const NoRef Fault = "422 no ref found"

// Faults are all that can happen to any request.
var Faults = []Fault{Refused, LostAfter, Reset, ResetLate, TooMany, Secondary, Empty, Null, Cut, Login, Redirect}

// Fault plans a fault for the n-th request from now, 1 being the next.
func (s *Server) Fault(n int, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[len(s.requests)+n] = fault
}

// before does what goes wrong before a request is looked at, and says whether
// that was all.
func (f Fault) before(w http.ResponseWriter, other string) bool {
	switch f {
	case Refused:
		http.Error(w, `{"message":"Service Unavailable"}`, http.StatusServiceUnavailable)
	case Reset:
		reset(w)
	case NoRef:
		http.Error(w, `{"message":"No ref found for: reproduce"}`, http.StatusUnprocessableEntity)
	case TooMany:
		w.Header().Set("Retry-After", "2")
		http.Error(w, `{"message":"Too many requests"}`, http.StatusTooManyRequests)
	case Secondary:
		http.Error(w, `{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}`, http.StatusForbidden)
	case Login:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><body>Sign in</body></html>")
	case Redirect:
		w.Header().Set("Location", other+"/elsewhere")
		w.WriteHeader(http.StatusTemporaryRedirect)
	default:
		return false
	}
	return true
}

// after sends an answer, or what is left of it.
func (f Fault) after(w http.ResponseWriter, status int, body []byte) {
	switch f {
	case LostAfter:
		for name := range w.Header() {
			w.Header().Del(name)
		}
		http.Error(w, `{"message":"Service Unavailable"}`, http.StatusServiceUnavailable)
	case ResetLate:
		reset(w)
	case Empty:
		w.WriteHeader(http.StatusOK)
	case Null:
		w.WriteHeader(http.StatusOK)
		fmt.Fprint(w, "null")
	case Cut:
		w.Header().Set("Content-Length", fmt.Sprint(len(body)+1))
		w.WriteHeader(status)
		w.Write(body[:len(body)/2])
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
		reset(w)
	default:
		w.WriteHeader(status)
		w.Write(body)
	}
}

// reset drops the connection without a word.
func reset(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		if err := tcp.SetLinger(0); err != nil {
			panic(err)
		}
	}
	connection.Close()
}
