package terminal

import "github.com/mattn/go-runewidth"

// condition counts columns as a terminal does that is not set up for East Asian text
// alone, whatever the environment says: a report is the same everywhere.
var condition = &runewidth.Condition{StrictEmojiNeutral: true}

// Width is how wide a text stands on a terminal. What is drawn as one glyph takes two
// columns at most. The rest of Unicode's clusters would cost the image 36 kB of tables, and
// no text is wider or narrower for them.
func Width(text string) (width int) {
	var before rune
	glyph := 0 // columns of the one that is being drawn
	flag := false
	for _, r := range text {
		columns := condition.RuneWidth(r)
		letter := 0x1f1e6 <= r && r <= 0x1f1ff
		if more(before, r) || letter && flag {
			columns = min(columns, 2-glyph)
			glyph += columns
		} else if columns > 0 {
			glyph = min(columns, 2)
		}
		width += columns
		flag = letter && !flag
		before = r
	}
	return width
}

// more says whether a rune goes on with the glyph of the one before: a picture that is
// joined to another, its tone or tag, a vowel or a final of Hangul.
func more(before, r rune) bool {
	const joiner, pictures = 0x200d, 0x203c
	switch {
	case r < 0x1160:
		return false
	case r <= 0x11ff:
		return 0x1100 <= before && before <= 0x11ff || 0xac00 <= before && before <= 0xd7a3
	case before == joiner:
		return r >= pictures
	}
	return before >= pictures && (0x1f3fb <= r && r <= 0x1f3ff || 0xe0020 <= r && r <= 0xe007f)
}
