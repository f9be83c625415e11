package settings

// An Entry is one of models: in a configuration file: which models it is for, and where
// it stands, as FILE:LINE:COLUMN.
type Entry struct{ Glob, At string }

// Entries are those of a configuration file, in its order. A file that cannot be read
// has none: OverConfig says what is wrong.
func Entries(file string, data []byte) []Entry {
	config, err := ParseConfig(file, data)
	if err != nil {
		return nil
	}
	var entries []Entry
	for _, entry := range config.models {
		entries = append(entries, Entry{entry.glob, entry.at})
	}
	return entries
}
