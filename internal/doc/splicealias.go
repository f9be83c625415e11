package doc

// followers takes out the edits that another one makes as well: those of values
// that come through an alias or << from a value that is given the same text.
func (d *Document) followers(edits []Edit) (follow map[*Node]*Node, rest []Edit, err error) {
	texts := map[any]string{}
	for _, edit := range edits {
		if target := d.Root.Get(edit.Key...); target != nil && !target.Alias && target.origin != nil {
			texts[target.origin] = edit.Text
		}
	}
	follow = map[*Node]*Node{}
	for _, edit := range edits {
		target := d.Root.Get(edit.Key...)
		if target == nil || !target.Alias || target.Kind == Map {
			rest = append(rest, edit)
			continue
		}
		text, edited := texts[target.origin]
		if !edited {
			rest = append(rest, edit)
			continue
		}
		wanted, err := parseValue(d.Format, edit.Text, target.Flow)
		if err != nil {
			return nil, nil, at(err, edit.Key, target)
		}
		if there, err := parseValue(d.Format, text, target.Flow); err != nil || !equal(wanted, there) {
			rest = append(rest, edit)
			continue
		}
		follow[target] = wanted
	}
	return follow, rest, nil
}

// blame finds the edits that are refused on their own, for a message about one
// value and not about all of them. Edits of values that share an anchor stand
// and fall together.
func (d *Document) blame(edits []Edit, err error) error {
	var groups [][]Edit
	of := map[any]int{}
	for _, edit := range edits {
		target := d.Root.Get(edit.Key...)
		if target == nil || target.origin == nil {
			groups = append(groups, []Edit{edit})
			continue
		}
		at, known := of[target.origin]
		if !known {
			at = len(groups)
			of[target.origin], groups = at, append(groups, nil)
		}
		groups[at] = append(groups[at], edit)
	}
	for len(groups) > 1 {
		half := len(groups) / 2
		if _, failed := d.splice(flat(groups[:half])); failed != nil {
			groups, err = groups[:half], failed
		} else {
			groups = groups[half:]
		}
	}
	if _, failed := d.splice(groups[0]); failed != nil {
		return failed
	}
	return err // they are at odds only with each other
}

func flat(groups [][]Edit) (edits []Edit) {
	for _, group := range groups {
		edits = append(edits, group...)
	}
	return edits
}
