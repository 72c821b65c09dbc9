// Package convnet tells from the shapes of a model's tensors what network of LeNet's kind it is: convolutions, if any, each with ReLU and a
// 2 x 2 max-pool behind it, then dense layers with ReLU between them, and layer norms among those.
package convnet

import (
	"opml/examples/guestlib/shapes"
	"opml/examples/guestlib/text"
)

// Pool is the side of the max-pool behind each convolution, and its stride.
const Pool = 2

const (
	maxSide    = 4096
	maxNumbers = 1 << 24 // more than an input has room for
)

// A Kind is what a layer does.
type Kind int

// A convolution's weights are [kernel, kernel, inputs, outputs], innermost first, those of a dense layer [inputs, outputs], and those of
// a norm, its gains, [inputs]. The bias is [outputs]. Dimensions of 1 are left out.
const (
	Convolution Kind = iota
	Dense
	Norm
)

// A Shape is that of a layer's tensors, innermost dimension first, without dimensions of 1.
type Shape struct{ Weights, Bias []int }

// A Layer is what is known of one.
type Layer struct {
	Kind            Kind
	Inputs, Outputs int  // channels of a convolution, else numbers
	Kernel          int  // side of a convolution's kernel
	Side            int  // side of the image that a convolution takes
	ReLU            bool // whether ReLU follows
}

// A Plan is a network for square images. One without convolutions takes an image of 1 x 1 with many channels.
type Plan struct {
	Channels, Side int
	Layers         []Layer
}

// Inputs is the number of numbers that the network takes.
func (p Plan) Inputs() int { return p.Channels * p.Side * p.Side }

// New makes a plan. A layer whose weights have three dimensions or more is a convolution; no dense layer and no norm comes before one.
// Weights [n] with a bias [n] are a norm's, unless a single number comes in. ReLU follows each convolution, and
// each dense layer but the network's last layer.
func New(layers []Shape) (p Plan, problem string) {
	for i, s := range layers {
		l, problem := p.next(s)
		if problem != "" {
			return p, "layer " + text.Decimal(i+1) + ": weights " + shapes.String(s.Weights) + " and bias " + shapes.String(s.Bias) + " " + problem
		}
		l.ReLU = l.Kind == Convolution || l.Kind == Dense && i < len(layers)-1
		p.Layers = append(p.Layers, l)
	}
	return p, p.findSides()
}

// next tells what layer comes after those that there are.
func (p *Plan) next(s Shape) (l Layer, problem string) {
	l.Outputs = shapes.Count(s.Bias)
	last := Layer{Kind: Convolution}
	if len(p.Layers) > 0 {
		last = p.Layers[len(p.Layers)-1]
	}
	if len(s.Bias) > 1 {
		return l, "do not fit together: the bias is [outputs]"
	}
	if len(s.Weights) > 2 {
		return p.convolution(l, s, last)
	}
	known := last.Outputs // numbers that come in
	if last.Kind == Convolution {
		known = 0
	}
	if l.Outputs > 1 && len(s.Weights) == 1 && s.Weights[0] == l.Outputs && known != 1 {
		l.Kind, l.Inputs = Norm, l.Outputs
	} else {
		l.Kind, l.Inputs = Dense, shapes.Count(s.Weights)/l.Outputs
		if !shapes.Is(s.Weights, l.Inputs, l.Outputs) {
			return l, "do not fit together: a dense layer's are [inputs, outputs], innermost first, and [outputs]"
		}
	}
	if known != 0 && known != l.Inputs {
		return l, "take " + text.Decimal(l.Inputs) + " numbers, and " + text.Decimal(known) + " come in"
	}
	return l, ""
}

func (p *Plan) convolution(l Layer, s Shape, last Layer) (Layer, string) {
	if last.Kind != Convolution {
		return l, "are a convolution's, behind a layer that is none"
	}
	l.Kernel = s.Weights[0]
	l.Inputs = last.Outputs
	if len(p.Layers) == 0 {
		l.Inputs = shapes.Count(s.Weights[2:]) / l.Outputs
		p.Channels = l.Inputs
	}
	if !shapes.Is(s.Weights, l.Kernel, l.Kernel, l.Inputs, l.Outputs) {
		return l, "do not fit together: a convolution's are [kernel, kernel, inputs, outputs], innermost first, and [outputs]; " +
			text.Decimal(l.Inputs) + " channels come in"
	}
	return l, ""
}

// findSides goes from the first layer that is no convolution back to the image.
func (p *Plan) findSides() string {
	first := 0
	for first < len(p.Layers) && p.Layers[first].Kind == Convolution {
		first++
	}
	if first == len(p.Layers) {
		return "no dense layer follows the convolutions"
	}
	if first == 0 {
		p.Channels, p.Side = p.Layers[0].Inputs, 1
		return ""
	}
	channels, numbers := p.Layers[first-1].Outputs, p.Layers[first].Inputs
	side := 1
	for side < maxSide && channels*side*side < numbers && channels*side*side < maxNumbers {
		side++
	}
	if channels*side*side != numbers {
		return "layer " + text.Decimal(first+1) + " takes " + text.Decimal(numbers) + " numbers, which are no square images of " +
			text.Decimal(channels) + " channels"
	}
	for i := first - 1; i >= 0; i-- {
		side = side*Pool + p.Layers[i].Kernel - 1
		if side > maxSide {
			return "the image would be larger than " + text.Decimal(maxSide) + " x " + text.Decimal(maxSide)
		}
		p.Layers[i].Side = side
	}
	p.Side = side
	if p.Channels > maxNumbers/side/side {
		return "the image would have more than " + text.Decimal(maxNumbers) + " numbers"
	}
	return ""
}
