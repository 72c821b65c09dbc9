package main

import (
	"opml/examples/guestlib/convnet"
	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/gguf"
	"opml/examples/guestlib/q8"
	"opml/examples/guestlib/text"
)

// A network is what the shapes say, and the weights and biases of each layer.
type network struct {
	plan    convnet.Plan
	weights []*q8.Matrix
	biases  [][]uint32
}

// parse makes a network of the bytes of a GGUF file.
func parse(file []byte) (n network, problem string) {
	tensors, problem := gguf.ReadLayers(file)
	if problem != "" {
		return n, problem
	}
	var shapes []convnet.Shape
	for _, l := range tensors {
		shapes = append(shapes, convnet.Shape{Weights: l.Weights.Shape, Bias: l.Bias.Shape})
	}
	if n.plan, problem = convnet.New(shapes); problem != "" {
		return n, problem
	}
	for i, l := range tensors {
		where := "layer " + text.Decimal(i+1) + ": "
		if n.plan.Layers[i].Kind == convnet.Norm {
			return n, where + "a layer norm, which fixed point does not have"
		}
		if l.Bias.Quantized || l.Weights.Quantized && n.plan.Layers[i].Kind == convnet.Convolution {
			return n, where + "kernels and biases have to be F32"
		}
		var m *q8.Matrix
		if l.Weights.Quantized {
			m, problem = q8.NewMatrix(l.Weights.Data, n.plan.Layers[i].Outputs)
		} else {
			m, problem = q8.Quantize(l.Weights.Words(), n.plan.Layers[i].Outputs)
		}
		bias := l.Bias.Words()
		for _, b := range bias {
			if problem == "" && !f32.IsFinite(b) {
				problem = "a bias is not finite"
			}
		}
		if problem != "" {
			return n, where + problem
		}
		n.weights, n.biases = append(n.weights, m), append(n.biases, bias)
	}
	return n, ""
}

// apply returns the sums of the last layer.
func (n network) apply(x q8.Numbers) q8.Sums {
	for i, l := range n.plan.Layers {
		var y q8.Sums
		if l.Kind == convnet.Convolution {
			y = q8.Convolution(n.weights[i], n.biases[i], x, l.Inputs, l.Side, l.Kernel)
			y = q8.MaxPool(y, l.Outputs, l.Side-l.Kernel+1)
		} else {
			y = q8.Dense(n.weights[i], n.biases[i], x)
		}
		if !l.ReLU {
			return y
		}
		x = q8.ReLU(y)
	}
	panic("the last layer has ReLU behind it")
}
