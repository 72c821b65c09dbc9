// Package ggml reads the tutorial's ggml file, big-endian, where it lies: the magic, then to the end for each tensor the number of
// dimensions, the dimensions innermost first, and the values. Nothing is copied.
package ggml

import (
	"opml/examples/guestlib/shapes"
	"opml/examples/guestlib/text"
)

const (
	// Magic is the first word of a file.
	Magic        = 0x67676d6c
	magicSwapped = 0x6c6d6767
	// MaxDimensions is the most that a tensor may have.
	MaxDimensions = 4
)

// A Tensor is the shape, innermost dimension first and without dimensions of 1, and the values as f32 numbers.
type Tensor struct {
	Shape  []int
	Values []uint32
}

// A Layer is a pair of tensors: weights, and a bias.
type Layer struct{ Weights, Bias Tensor }

// A File is what is left to read of one.
type File struct{ words []uint32 }

// Open begins to read the words of a file.
func Open(words []uint32) (f File, problem string) {
	if len(words) == 0 {
		return f, "it is empty"
	}
	if words[0] == magicSwapped {
		return f, "it is little-endian; this machine needs it converted with -ByteOrder Big"
	}
	if words[0] != Magic {
		return f, "it does not begin with the ggml magic"
	}
	return File{words[1:]}, ""
}

// ReadLayers reads a whole file as pairs of tensors; there is at least one.
func ReadLayers(words []uint32) (layers []Layer, problem string) {
	f, problem := Open(words)
	if problem != "" {
		return nil, problem
	}
	for i := 1; f.More() || i == 1; i++ {
		var l Layer
		if l.Weights, problem = f.Next(); problem != "" {
			return nil, "weights of layer " + text.Decimal(i) + ": " + problem
		}
		if l.Bias, problem = f.Next(); problem != "" {
			return nil, "bias of layer " + text.Decimal(i) + ": " + problem
		}
		layers = append(layers, l)
	}
	return layers, ""
}

// More reports whether something is left.
func (f *File) More() bool { return len(f.words) > 0 }

// Next reads a tensor. It has at least one value.
func (f *File) Next() (t Tensor, problem string) {
	words := f.words
	if len(words) == 0 {
		return t, "the file ends where the tensor should begin"
	}
	dimensions := words[0]
	words = words[1:]
	if dimensions > MaxDimensions {
		return t, "more than " + text.Decimal(MaxDimensions) + " dimensions"
	}
	if uint32(len(words)) < dimensions {
		return t, "the file ends within its dimensions"
	}
	count := 1
	for _, d := range words[:dimensions] {
		if d == 0 {
			return t, "a dimension is 0"
		}
		// Never more than the words there are, so that nothing overflows.
		if d > uint32(len(words)/count) {
			return t, "the file ends within its values"
		}
		count *= int(d)
		if d != 1 {
			t.Shape = append(t.Shape, int(d))
		}
	}
	words = words[dimensions:]
	if count > len(words) {
		return t, "the file ends within its values"
	}
	t.Values = words[:count:count]
	f.words = words[count:]
	return t, ""
}

// Describe writes the shapes of a layer for a message.
func (l Layer) Describe() string {
	return "weights " + shapes.String(l.Weights.Shape) + " and bias " + shapes.String(l.Bias.Shape)
}
