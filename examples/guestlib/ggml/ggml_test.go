package ggml_test

import (
	"strings"
	"testing"

	"opml/examples/guestlib/ggml"
	"opml/examples/guestlib/ggml/ggmltest"
)

func TestReadLayersSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name  string
		words []uint32
		want  string
	}{
		{"nothing", nil, "it is empty"},
		{"another magic", []uint32{1}, "it does not begin with the ggml magic"},
		{"little-endian", []uint32{0x6c6d6767}, "-ByteOrder Big"},
		{"no tensors", ggmltest.File(), "weights of layer 1: the file ends where the tensor should begin"},
		{"no bias", ggmltest.File(ggmltest.Tensor(3, 2)), "bias of layer 1: the file ends where the tensor should begin"},
		{"half a layer more", ggmltest.File(ggmltest.Tensor(3, 2), ggmltest.Tensor(2), ggmltest.Tensor(2, 2)), "bias of layer 2: the file ends where the tensor should begin"},
		{"five dimensions", ggmltest.File([]uint32{5, 1, 1, 1, 1, 1, 0}), "more than 4 dimensions"},
		{"a negative number of dimensions", ggmltest.File([]uint32{0xffffffff}), "more than 4 dimensions"},
		{"cut in the dimensions", ggmltest.File([]uint32{2, 3}), "the file ends within its dimensions"},
		{"cut in the values", ggmltest.File([]uint32{2, 3, 2, 0, 0, 0, 0, 0}), "the file ends within its values"},
		{"a dimension of 0", ggmltest.File([]uint32{2, 0, 2}), "a dimension is 0"},
		{"a negative dimension", ggmltest.File([]uint32{1, 0xffffffff, 0}), "the file ends within its values"},
		{"a product past 32 bits", ggmltest.File([]uint32{2, 0x10000, 0x10000, 0, 0}), "the file ends within its values"},
	} {
		if _, problem := ggml.ReadLayers(test.words); !strings.Contains(problem, test.want) {
			t.Errorf("%s: problem %q, want %q", test.name, problem, test.want)
		}
	}
}

func TestShapesLoseTheirOnes(t *testing.T) {
	layers, problem := ggml.ReadLayers(ggmltest.File(ggmltest.Tensor(5, 1, 2, 1), ggmltest.Tensor()))
	if problem != "" || len(layers) != 1 {
		t.Fatalf("%d layers, problem %q", len(layers), problem)
	}
	if got, want := layers[0].Describe(), "weights [5, 2] and bias []"; got != want {
		t.Errorf("described as %q, want %q", got, want)
	}
}
