package demo

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
)

var species = []string{"setosa", "versicolor", "virginica"}

const features = 4

// A flower is one row of the iris data: four lengths in centimetres.
type flower struct {
	lengths [features]float64
	species int
}

func readFlowers(path string) ([]flower, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the training data: %w", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the training data: %s: %w", path, err)
	}
	var flowers []flower
	for i, row := range rows[min(1, len(rows)):] {
		if len(row) != features+1 {
			return nil, fmt.Errorf("read the training data: %s:%d: %d columns, not %d", path, i+2, len(row), features+1)
		}
		var f flower
		for j := range features {
			if f.lengths[j], err = strconv.ParseFloat(row[j], 64); err != nil {
				return nil, fmt.Errorf("read the training data: %s:%d: %w", path, i+2, err)
			}
		}
		if f.species = slices.Index(species, row[features]); f.species < 0 {
			return nil, fmt.Errorf("read the training data: %s:%d: no species %q", path, i+2, row[features])
		}
		flowers = append(flowers, f)
	}
	if len(flowers) < 10 {
		return nil, fmt.Errorf("read the training data: %s: %d flowers are too few to train on", path, len(flowers))
	}
	return flowers, nil
}

func writeFlowers(path string, flowers []flower) error {
	text := []byte("sepal_length,sepal_width,petal_length,petal_width,species\n")
	for _, f := range flowers {
		for _, length := range f.lengths {
			text = append(strconv.AppendFloat(text, length, 'g', -1, 64), ',')
		}
		text = append(append(text, species[f.species]...), '\n')
	}
	return os.WriteFile(path, text, 0o644)
}
