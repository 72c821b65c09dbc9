package main

import (
	"opml/examples/guestlib/convnet"
	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/ggml"
	"opml/examples/guestlib/nn"
)

// A network is what the shapes say, and the tensors.
type network struct {
	plan    convnet.Plan
	tensors []ggml.Layer
}

// parse makes a network of the words of a ggml file.
func parse(words []uint32) (n network, problem string) {
	if n.tensors, problem = ggml.ReadLayers(words); problem != "" {
		return n, problem
	}
	var shapes []convnet.Shape
	for _, l := range n.tensors {
		shapes = append(shapes, convnet.Shape{Weights: l.Weights.Shape, Bias: l.Bias.Shape})
	}
	n.plan, problem = convnet.New(shapes)
	if problem == "" && n.plan.Layers[0].Kind != convnet.Convolution {
		problem = "its first layer is no convolution; the guest of the MNIST example runs perceptrons"
	}
	return n, problem
}

// apply returns the numbers of the last layer.
func (n network) apply(numbers []uint32) []uint32 {
	for i, l := range n.plan.Layers {
		weights, bias := n.tensors[i].Weights.Values, n.tensors[i].Bias.Values
		switch l.Kind {
		case convnet.Convolution:
			c := nn.Convolution{
				Weights: f32.NewMatrix(weights, l.Inputs*l.Kernel*l.Kernel), Bias: bias, Height: l.Kernel, Width: l.Kernel, Stride: 1,
			}
			image := c.Apply(nn.Image{Channels: l.Inputs, Height: l.Side, Width: l.Side, Numbers: numbers})
			nn.ReLU(image.Numbers)
			numbers = nn.MaxPool(image, convnet.Pool, convnet.Pool).Numbers
		case convnet.Dense:
			numbers = nn.Dense(f32.NewMatrix(weights, l.Inputs), bias, numbers)
			if l.ReLU {
				nn.ReLU(numbers)
			}
		case convnet.Norm:
			numbers = nn.LayerNorm(weights, bias, numbers, nn.Epsilon)
		}
	}
	return numbers
}
