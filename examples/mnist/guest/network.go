package main

import (
	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/nn"
)

// A network is a list of dense layers with ReLU between each two.
type network []layer

type layer struct {
	weights *f32.Matrix
	bias    []uint32
}

// classify returns the index of the largest number of the last layer, as nn.Argmax does.
func (n network) classify(numbers []uint32) int {
	for i, l := range n {
		if i > 0 {
			nn.ReLU(numbers)
		}
		numbers = nn.Dense(l.weights, l.bias, numbers)
	}
	return nn.Argmax(numbers)
}
