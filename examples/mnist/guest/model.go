package main

import (
	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/ggml"
	"opml/examples/guestlib/shapes"
	"opml/examples/guestlib/text"
)

// parse makes a network of the words of a ggml file, whose tensors 2i and 2i+1 are the weights and the bias of layer i.
func parse(words []uint32) (n network, problem string) {
	layers, problem := ggml.ReadLayers(words)
	if problem != "" {
		return nil, problem
	}
	for i, l := range layers {
		outputs := len(l.Bias.Values)
		inputs := len(l.Weights.Values) / outputs
		if !shapes.Is(l.Bias.Shape, outputs) || !shapes.Is(l.Weights.Shape, inputs, outputs) {
			return nil, "layer " + text.Decimal(i+1) + ": " + l.Describe() +
				" do not fit together; weights are [inputs, outputs], innermost first, the bias is [outputs]"
		}
		if i > 0 && n[i-1].weights.Rows() != inputs {
			return nil, "layer " + text.Decimal(i+1) + " takes " + text.Decimal(inputs) + " numbers, but layer " + text.Decimal(i) +
				" gives " + text.Decimal(n[i-1].weights.Rows())
		}
		n = append(n, layer{f32.NewMatrix(l.Weights.Values, inputs), l.Bias.Values})
	}
	return n, ""
}
