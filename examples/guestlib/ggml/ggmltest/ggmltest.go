// Package ggmltest makes model files for tests of guests.
package ggmltest

import (
	"math"
	"math/rand"

	"opml/examples/guestlib/ggml"
)

// File is the words of a file with these tensors.
func File(tensors ...[]uint32) []uint32 {
	words := []uint32{ggml.Magic}
	for _, t := range tensors {
		words = append(words, t...)
	}
	return words
}

// Tensor is a tensor of zeros with these dimensions, innermost first.
func Tensor(dimensions ...uint32) []uint32 { return Random(nil, dimensions...) }

// Random is a tensor of normally distributed numbers with these dimensions, innermost first.
func Random(random *rand.Rand, dimensions ...uint32) []uint32 {
	words := append([]uint32{uint32(len(dimensions))}, dimensions...)
	count := uint32(1)
	for _, d := range dimensions {
		count *= d
	}
	for i := uint32(0); i < count; i++ {
		value := uint32(0)
		if random != nil {
			value = math.Float32bits(float32(random.NormFloat64()))
		}
		words = append(words, value)
	}
	return words
}
