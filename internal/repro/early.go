package repro

// An Early is what is known of a training that was ended before its end, as its curves told
// enough. Nothing after it was computed.
type Early struct {
	Metric   string // whose curve left that of the original; "" where none did
	Step     int64  // at which it left, or the last that was compared
	Compared int    // points of the original's curve up to the end of the training
	Of       int    // points that the original's curve has
	Curves   int    // that were compared
	Others   int    // further runs that have the original's curve to the last bit
	Print    string // digest of the points that told, of a trial alone
}
