package settings

// Values are options as text, by name. A name that is absent was not said.
type Values map[string]string

// Over puts values said with more authority over these: flag or input over
// model entry over defaults. Neither argument is changed.
func (v Values) Over(less Values) Values {
	all := make(Values, len(v)+len(less))
	for name, text := range less {
		all[name] = text
	}
	for name, text := range v {
		all[name] = text
	}
	return all
}
