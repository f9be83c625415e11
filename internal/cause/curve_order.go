package cause

import (
	"container/heap"
	"iter"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// orderWindow is how many points of a history are held back to let late ones
// take their place: a resumed run may repeat this many steps.
const orderWindow = 1 << 17

// blockPoints is how many points are handed from one coroutine to another at once.
const blockPoints = 256

// ordered is a point that has its place: by step, then by time, then as it
// came.
type ordered struct {
	step  int64
	at    int64 // nanoseconds
	came  int
	index int // among the points of its step
	value float64
}

// before compares places across two histories, where time has no meaning.
func (p ordered) before(q ordered) bool {
	return p.step < q.step || p.step == q.step && p.index < q.index
}

// earlier compares places within one history.
func (p ordered) earlier(q ordered) bool {
	switch {
	case p.step != q.step:
		return p.step < q.step
	case p.at != q.at:
		return p.at < q.at
	}
	return p.came < q.came
}

// inOrder gives the points by step. Those that came more than orderWindow
// points too late are left out and counted.
func inOrder(points iter.Seq[repro.Point], late *int) iter.Seq[ordered] {
	return func(yield func(ordered) bool) {
		var w window
		emitted, last, index := false, int64(0), 0
		emit := func(p ordered) bool {
			if !emitted || p.step != last {
				index = 0
			}
			emitted, last, p.index = true, p.step, index
			index++
			return yield(p)
		}
		came := 0
		for point := range points {
			came++
			if emitted && point.Step < last {
				*late++
				continue
			}
			w.push(ordered{step: point.Step, at: point.At.UnixNano(), came: came, value: point.Value})
			if w.len() > orderWindow && !emit(w.pop()) {
				return
			}
		}
		for w.len() > 0 {
			if !emit(w.pop()) {
				return
			}
		}
	}
}

// pull gives the points of a sequence one by one, as iter.Pull does, and has them come in blocks:
// with a switch of coroutines for each, those were a third of the time of a comparison.
func pull(points iter.Seq[ordered]) (next func() (ordered, bool), stop func()) {
	nextBlock, stop := iter.Pull(inBlocks(points))
	var block []ordered
	return func() (p ordered, more bool) {
		if len(block) == 0 {
			if block, more = nextBlock(); !more {
				return p, false
			}
		}
		p, block = block[0], block[1:]
		return p, true
	}, stop
}

// inBlocks gives the points of a sequence in slices, none of them empty, that hold until the next.
func inBlocks(points iter.Seq[ordered]) iter.Seq[[]ordered] {
	return func(yield func([]ordered) bool) {
		block := make([]ordered, 0, blockPoints)
		for p := range points {
			if block = append(block, p); len(block) == blockPoints {
				if !yield(block) {
					return
				}
				block = block[:0]
			}
		}
		if len(block) > 0 {
			yield(block)
		}
	}
}

// A window gives back the earliest of its points. Points that come in order,
// as nearly all do, wait in a ring and cost next to nothing; the others in a
// heap.
type window struct {
	ring []ordered // a power of two long
	head int       // of the first waiting point
	size int       // points waiting in the ring
	late lateHeap
}

func (w *window) len() int { return w.size + len(w.late) }

func (w *window) push(p ordered) {
	if w.size > 0 && p.earlier(w.ring[(w.head+w.size-1)&(len(w.ring)-1)]) {
		heap.Push(&w.late, p)
		return
	}
	if w.size == len(w.ring) {
		larger := make([]ordered, max(16, 2*len(w.ring)))
		n := copy(larger, w.ring[w.head:])
		copy(larger[n:], w.ring[:w.head])
		w.ring, w.head = larger, 0
	}
	w.ring[(w.head+w.size)&(len(w.ring)-1)] = p
	w.size++
}

// pop takes the earliest point out of a window that is not empty.
func (w *window) pop() ordered {
	if len(w.late) > 0 && (w.size == 0 || w.late[0].earlier(w.ring[w.head])) {
		return heap.Pop(&w.late).(ordered)
	}
	p := w.ring[w.head]
	w.head = (w.head + 1) & (len(w.ring) - 1)
	w.size--
	return p
}

type lateHeap []ordered

func (h lateHeap) Len() int { return len(h) }

func (h lateHeap) Less(i, j int) bool { return h[i].earlier(h[j]) }

func (h lateHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

func (h *lateHeap) Push(x any) { *h = append(*h, x.(ordered)) }

func (h *lateHeap) Pop() any {
	old := *h
	p := old[len(old)-1]
	*h = old[:len(old)-1]
	return p
}
