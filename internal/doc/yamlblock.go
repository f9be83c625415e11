package doc

import "strings"

// blockSpan is where the header of a block scalar begins and its last line with text ends.
// It gives 0, 0 for what a text on one line cannot take the place of without a doubt: a
// header with a comment or an indentation of its own, and a block without text.
func blockSpan(data []byte, at int, text string) [2]int {
	i := at + 1
	for i < len(data) && (data[i] == '-' || data[i] == '+') {
		i++
	}
	if i = skipBlanks(data, i); i >= len(data) || breakAt(data, i) == 0 || strings.TrimSpace(text) == "" {
		return [2]int{}
	}
	end, indent := 0, 0
	for i < len(data) {
		i += breakAt(data, i)
		from := i
		for i < len(data) && data[i] == ' ' {
			i++
		}
		deep := i - from
		blank := true
		for i < len(data) && breakAt(data, i) == 0 {
			blank = blank && isBlank(data[i])
			i++
		}
		if blank {
			continue
		}
		if indent == 0 {
			indent = deep
		}
		if indent == 0 || deep < indent {
			break
		}
		end = i
	}
	if end == 0 {
		return [2]int{}
	}
	return [2]int{at, end}
}
