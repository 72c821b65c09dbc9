// Command layers runs one layer of the guests' library in the machine. Its input is words: which layer, its sizes, its numbers; its output is
// the numbers that come out.
package main

import (
	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/machine"
	"opml/examples/guestlib/nn"
)

func main() {
	words := machine.Words(machine.Input())
	layer, words := words[0], words[1:]
	take := func(count int) []uint32 {
		taken := words[:count:count]
		words = words[count:]
		return taken
	}
	size := func() int { return int(take(1)[0]) }

	var result []uint32
	switch layer {
	case 0:
		for _, a := range words {
			result = append(result, f32.Exp(a), f32.Sqrt(a))
		}
	case 1:
		for _, a := range words {
			for _, b := range words {
				result = append(result, f32.Add(a, b), f32.Sub(a, b), f32.Mul(a, b), f32.Div(a, b))
			}
		}
	case 2:
		result = nn.Softmax(words)
	case 3:
		count := len(words) / 3
		result = nn.LayerNorm(take(count), take(count), take(count), nn.Epsilon)
	case 4:
		x := nn.Image{Channels: size(), Height: size(), Width: size()}
		outputs := size()
		c := nn.Convolution{Height: size(), Width: size(), Stride: size(), Padding: size()}
		columns := x.Channels * c.Height * c.Width
		c.Weights, c.Bias = f32.NewMatrix(take(outputs*columns), columns), take(outputs)
		x.Numbers = words
		result = c.Apply(x).Numbers
	case 5:
		count, outputs := size(), size()
		result = nn.Dense(f32.NewMatrix(take(outputs*count), count), take(outputs), words)
	case 6:
		x := nn.Image{Channels: size(), Height: size(), Width: size()}
		side, stride := size(), size()
		x.Numbers = words
		result = nn.MaxPool(x, side, stride).Numbers
	}
	machine.Finish(machine.Int32(len(result), result...), "")
}
