package doc

// A Kind is what a node is.
type Kind int

const (
	Scalar Kind = iota
	Map
	List
)

// String gives the kind as people say it.
func (k Kind) String() string { return [...]string{"single value", "map", "list"}[k] }

// A Node is one value of a document, with the place where it stands. All
// methods may be called on nil, which is what a key that is not there gives.
type Node struct {
	Kind   Kind
	Text   string // a scalar's value, unquoted; "" for maps and lists
	Raw    string // a scalar's spelling in the file, quotes included; "" where it has several lines of its own, or none
	Quoted bool   // a scalar that is text whatever it looks like: quoted, or a block
	Tag    string // of YAML, as written: "!!str", "!custom"; "" without one
	Flow   bool   // stands in brackets or braces, or is such a list or map
	Line   int    // 1-based
	Column int    // 1-based, in code points
	Keys   []*Node
	Values []*Node // parallel to Keys in a map; the items of a list
	Alias  bool    // reached through an anchor that stands elsewhere, or through <<

	format     Format
	yaml11     bool // under a %YAML 1.1 directive: every reader goes by the old rules
	anchored   bool
	block      bool           // a block scalar
	blockSpan  [2]int         // where its header begins and its text ends; 0, 0 where it is not written over
	start, end int            // byte span of the value without its tag and anchor; start is -1 where it could not be told
	source     string         // of the text of an edit: what start and end are offsets of
	origin     any            // the parser's node: shared by an anchored value and all that comes from it
	index      map[string]int // of Keys by Text; nil in a Node that was not parsed
}

// Get gives the value under a path of keys, or nil.
func (n *Node) Get(key ...string) *Node {
	for _, name := range key {
		if n == nil || n.Kind != Map {
			return nil
		}
		n = n.member(name)
	}
	return n
}

func (n *Node) member(name string) *Node {
	if n.index != nil {
		if at, ok := n.index[name]; ok {
			return n.Values[at]
		}
		return nil
	}
	for i, key := range n.Keys {
		if key.Text == name {
			return n.Values[i]
		}
	}
	return nil
}

// Items gives a list's items; none for anything else.
func (n *Node) Items() []*Node {
	if n == nil || n.Kind != List {
		return nil
	}
	return n.Values
}

// Str gives the text of a scalar that is there and not null, and whether it is
// one.
func (n *Node) Str() (string, bool) {
	if n == nil || n.Kind != Scalar || n.Value12().Type == TypeNull {
		return "", false
	}
	return n.Text, true
}

// Each calls visit for every value that is no map, in document order, with its
// path of keys. The items of a list have no path of their own and are not
// visited; neither is an empty map. visit must not keep the path.
func (n *Node) Each(visit func(key []string, value *Node)) { n.each(nil, visit) }

func (n *Node) each(key []string, visit func([]string, *Node)) {
	switch {
	case n == nil:
	case n.Kind == Map:
		for i, name := range n.Keys {
			n.Values[i].each(append(key, name.Text), visit)
		}
	default:
		visit(key, n)
	}
}
