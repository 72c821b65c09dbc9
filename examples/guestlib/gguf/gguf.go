// Package gguf reads a GGUF file, version 3, big-endian, with tensors of F32 and Q8_0, as layers.
package gguf

import (
	"opml/examples/guestlib/shapes"
	"opml/examples/guestlib/text"
)

const (
	version       = 3
	maxDimensions = 4
	typeF32       = 0
	typeQ8        = 8

	// BlockLength is how many numbers of a Q8_0 tensor share a scale, BlockBytes what they take: the scale as a big-endian binary16, then
	// the numbers as int8.
	BlockLength = 32
	BlockBytes  = 34
)

// A Tensor is the shape, innermost dimension first and without dimensions of 1, and the values: big-endian float32, or blocks.
type Tensor struct {
	Name      string
	Shape     []int
	Quantized bool
	Data      []byte
}

// A Layer is a pair of tensors: weights, and a bias.
type Layer struct{ Weights, Bias Tensor }

// ReadLayers reads a whole file as pairs of tensors, in the order in which it names them; there is at least one.
func ReadLayers(file []byte) (layers []Layer, problem string) {
	tensors, problem := read(file)
	if problem != "" {
		return nil, problem
	}
	if len(tensors) == 0 || len(tensors)%2 != 0 {
		return nil, text.Decimal(len(tensors)) + " tensors are no pairs of weights and a bias"
	}
	for i := 0; i < len(tensors); i += 2 {
		layers = append(layers, Layer{tensors[i], tensors[i+1]})
	}
	return layers, ""
}

func read(file []byte) (tensors []Tensor, problem string) {
	if len(file) < 4 || string(file[:4]) != "GGUF" {
		return nil, "it is no GGUF file; this program needs it converted with -Format Gguf -Type Q8_0 -ByteOrder Big"
	}
	c := cursor{bytes: file[4:]}
	if v := c.word(); v == version<<24 {
		return nil, "it is little-endian; this machine needs it converted with -ByteOrder Big"
	} else if v != version {
		return nil, "it is of another version of GGUF than 3"
	}
	count, pairs := c.size(), c.size()
	alignment := 32
	for i := 0; i < pairs && !c.ended; i++ {
		key := string(c.text())
		kind := c.word()
		if key == "general.alignment" && kind == kindUint32 {
			alignment = int(c.word())
		} else {
			c.skipValue(kind)
		}
	}
	if alignment < 4 || alignment&(alignment-1) != 0 {
		return nil, "its alignment is no power of two of at least 4"
	}
	offsets := []int(nil)
	for i := 0; i < count && !c.ended; i++ {
		t, offset, problem := c.tensor()
		if problem != "" {
			return nil, "tensor " + t.Name + ": " + problem
		}
		tensors, offsets = append(tensors, t), append(offsets, offset)
	}
	if c.ended {
		return nil, "the file ends within its header"
	}
	start := len(file) - len(c.bytes)
	start += -start & (alignment - 1)
	for i := range tensors {
		length := tensors[i].length()
		if offsets[i]%alignment != 0 || start > len(file) || offsets[i] > len(file)-start || length > len(file)-start-offsets[i] {
			return nil, "tensor " + tensors[i].Name + ": its values lie outside of the file"
		}
		tensors[i].Data = file[start+offsets[i] : start+offsets[i]+length]
	}
	return tensors, ""
}

func (t Tensor) length() int {
	if t.Quantized {
		return shapes.Count(t.Shape) / BlockLength * BlockBytes
	}
	return shapes.Count(t.Shape) * 4
}

// Words returns the values of a tensor that is not quantized.
func (t Tensor) Words() []uint32 {
	words := make([]uint32, len(t.Data)/4)
	for i := range words {
		b := t.Data[4*i : 4*i+4]
		words[i] = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	}
	return words
}
