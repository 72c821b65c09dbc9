package nn

import (
	"math/rand"
	"testing"

	"opml/examples/guestlib/f32"
)

// Convolutions and pools of every stride, padding and shape, on ordinary images and wild ones, against the hardware.
func TestLayersOfImages(t *testing.T) {
	random := rand.New(rand.NewSource(7))
	for run := 0; run < 600; run++ {
		x := Image{Channels: 1 + random.Intn(3), Height: 1 + random.Intn(9), Width: 1 + random.Intn(9)}
		x.Numbers = numbers(random, x.Channels*x.Height*x.Width, run%2 == 1)
		c := Convolution{Height: 1 + random.Intn(4), Width: 1 + random.Intn(4), Stride: 1 + random.Intn(3), Padding: random.Intn(3)}
		columns, outputs := x.Channels*c.Height*c.Width, 1+random.Intn(4)
		weights := numbers(random, columns*outputs, run%2 == 1)
		c.Weights, c.Bias = f32.NewMatrix(weights, columns), numbers(random, outputs, run%2 == 1)
		y := c.Apply(x)
		if y.Channels != outputs || len(y.Numbers) != outputs*y.Height*y.Width {
			t.Fatalf("%+v gives %d channels of %d x %d in %d numbers", c, y.Channels, y.Height, y.Width, len(y.Numbers))
		}
		check(t, "Convolution", y.Numbers, hardConvolution(c, weights, x))

		size, stride := 1+random.Intn(3), 1+random.Intn(3)
		check(t, "MaxPool", MaxPool(x, size, stride).Numbers, hardPool(x, size, stride))
	}
}

func hardConvolution(c Convolution, weights []uint32, x Image) (y []uint32) {
	for output := range c.Bias {
		for top := -c.Padding; top+c.Height <= x.Height+c.Padding; top += c.Stride {
			for left := -c.Padding; left+c.Width <= x.Width+c.Padding; left += c.Stride {
				acc, at := float32(0), output*x.Channels*c.Height*c.Width
				for channel := 0; channel < x.Channels; channel++ {
					for row := top; row < top+c.Height; row++ {
						for column := left; column < left+c.Width; column++ {
							number := float32(0)
							if row >= 0 && row < x.Height && column >= 0 && column < x.Width {
								number = float(x.Numbers[(channel*x.Height+row)*x.Width+column])
							}
							product := float32(float(weights[at]) * number)
							acc = float32(acc + product)
							at++
						}
					}
				}
				y = append(y, bits(acc+float(c.Bias[output])))
			}
		}
	}
	return y
}

func hardPool(x Image, size, stride int) (y []uint32) {
	for channel := 0; channel < x.Channels; channel++ {
		for top := 0; top+size <= x.Height; top += stride {
			for left := 0; left+size <= x.Width; left += stride {
				var window []uint32
				for row := top; row < top+size; row++ {
					start := (channel*x.Height+row)*x.Width + left
					window = append(window, x.Numbers[start:start+size]...)
				}
				y = append(y, window[hardArgmax(window)])
			}
		}
	}
	return y
}

func TestOutputSize(t *testing.T) {
	for _, test := range []struct{ side, kernel, stride, padding, want int }{
		{28, 5, 1, 0, 24}, {28, 5, 1, 2, 28}, {24, 2, 2, 0, 12}, {7, 3, 2, 0, 3}, {8, 3, 2, 0, 3}, {3, 3, 5, 0, 1}, {2, 3, 1, 0, 0}, {2, 3, 1, 1, 2},
	} {
		if got := OutputSize(test.side, test.kernel, test.stride, test.padding); got != test.want {
			t.Errorf("OutputSize(%d, %d, %d, %d) = %d, want %d", test.side, test.kernel, test.stride, test.padding, got, test.want)
		}
	}
}

func TestAKernelThatDoesNotFitGivesNothing(t *testing.T) {
	c := Convolution{Weights: f32.NewMatrix(make([]uint32, 9), 9), Bias: []uint32{0}, Height: 3, Width: 3, Stride: 1}
	if y := c.Apply(Image{1, 2, 2, make([]uint32, 4)}); len(y.Numbers) != 0 {
		t.Errorf("%d numbers", len(y.Numbers))
	}
}
