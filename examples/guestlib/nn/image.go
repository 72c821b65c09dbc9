package nn

import "opml/examples/guestlib/f32"

// An Image is numbers of channels, one after the other, each row by row.
type Image struct {
	Channels, Height, Width int
	Numbers                 []uint32
}

// A Convolution gives an image with a channel for each row of its weights. A row is a kernel for each channel of the image that it
// takes, in order, each row by row.
type Convolution struct {
	Weights       *f32.Matrix
	Bias          []uint32
	Height, Width int // of a kernel
	Stride        int // from one place of the kernel to the next, at least 1
	Padding       int // numbers of +0 around the image, on each side
}

// OutputSize is the number of places of a kernel of the size along a side, 0 if it does not fit in.
func OutputSize(side, kernel, stride, padding int) int {
	if side+2*padding < kernel {
		return 0
	}
	return (side+2*padding-kernel)/stride + 1
}

// Apply returns, for each row of the weights, and each place of the kernel, the sum from +0 of weight * number in the order of the
// row, then plus the bias.
func (c *Convolution) Apply(x Image) Image {
	y := Image{
		Channels: c.Weights.Rows(),
		Height:   OutputSize(x.Height, c.Height, c.Stride, c.Padding),
		Width:    OutputSize(x.Width, c.Width, c.Stride, c.Padding),
	}
	places := y.Height * y.Width
	y.Numbers = make([]uint32, y.Channels*places)
	patch := make([]uint32, c.Weights.Columns())
	var vector f32.Vector
	for place := 0; place < places; place++ {
		x.Patch(patch, place/y.Width*c.Stride-c.Padding, place%y.Width*c.Stride-c.Padding, c.Height, c.Width)
		vector.Reset(patch)
		for channel := 0; channel < y.Channels; channel++ {
			y.Numbers[channel*places+place] = f32.Add(c.Weights.Dot(channel, &vector), c.Bias[channel])
		}
	}
	return y
}

// Patch fills the patch with the numbers under a kernel whose corner is at this row and column, channel by channel, row by row; +0
// where it sticks out.
func (x Image) Patch(patch []uint32, top, left, height, width int) {
	inside := top >= 0 && left >= 0 && top+height <= x.Height && left+width <= x.Width
	for channel := 0; channel < x.Channels; channel++ {
		for row := top; row < top+height; row++ {
			if inside {
				start := (channel*x.Height+row)*x.Width + left
				copy(patch, x.Numbers[start:start+width])
			} else {
				x.copyRow(patch[:width], channel, row, left)
			}
			patch = patch[width:]
		}
	}
}

// copyRow fills numbers with those of a row from a column on, +0 outside of the image.
func (x Image) copyRow(numbers []uint32, channel, row, left int) {
	for i := range numbers {
		numbers[i] = f32.Zero
		if row >= 0 && row < x.Height && left+i >= 0 && left+i < x.Width {
			numbers[i] = x.Numbers[(channel*x.Height+row)*x.Width+left+i]
		}
	}
}

// MaxPool returns the largest number under each place of a square window, in each channel: the one that Argmax would choose of them
// row by row.
func MaxPool(x Image, size, stride int) Image {
	y := Image{
		Channels: x.Channels,
		Height:   OutputSize(x.Height, size, stride, 0),
		Width:    OutputSize(x.Width, size, stride, 0),
	}
	y.Numbers = make([]uint32, 0, y.Channels*y.Height*y.Width)
	for channel := 0; channel < y.Channels; channel++ {
		plane := x.Numbers[channel*x.Height*x.Width : (channel+1)*x.Height*x.Width]
		for row := 0; row < y.Height; row++ {
			for column := 0; column < y.Width; column++ {
				corner := row*stride*x.Width + column*stride
				best := plane[corner]
				for i := 0; i < size; i++ {
					for _, a := range plane[corner+i*x.Width : corner+i*x.Width+size] {
						if f32.Less(best, a) {
							best = a
						}
					}
				}
				y.Numbers = append(y.Numbers, best)
			}
		}
	}
	return y
}
