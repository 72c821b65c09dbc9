package q8

import (
	"math/bits"

	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/gguf"
	"opml/examples/guestlib/nn"
	"opml/examples/guestlib/text"
)

// numberBits is the length of the largest number that goes into a layer.
const numberBits = 15

// Numbers are integers of at most 2^15 in magnitude, each times 2^-Exponent.
type Numbers struct {
	Values   []int32
	Exponent int
}

// Sums are integers of at most 2^62 in magnitude, each times 2^-Exponent.
type Sums struct {
	Values   []int64
	Exponent int
}

// Input reads the count numbers of an input: a byte for each, which becomes the nearest to byte / 255 with 15 bits after the point, or a
// big-endian float32 for each, which become the nearest with the exponent that gives the largest magnitude 15 bits.
func Input(input []byte, count int) (x Numbers, problem string) {
	x.Values = make([]int32, count)
	if len(input) == count {
		x.Exponent = numberBits
		for i, b := range input {
			x.Values[i] = (int32(b)<<16 + 255) / 510
		}
		return x, ""
	}
	list, problem := nn.Input(input, count)
	if problem != "" {
		return x, problem
	}
	most := uint32(0)
	for i, a := range list {
		if !f32.IsFinite(a) {
			return x, "number " + text.Decimal(i+1) + " is not finite"
		}
		if mag := a &^ (1 << 31); mag > most {
			most = mag
		}
	}
	if most == 0 {
		return x, ""
	}
	x.Exponent = numberBits - 1 - f32.Exponent(most)
	for i, a := range list {
		x.Values[i] = int32(f32.ToFixed(a, x.Exponent))
	}
	return x, ""
}

// Dense returns, for each row of the weights, the exact sum of the products, and the bias, rounded to the sum's last bit.
func Dense(weights *Matrix, bias []uint32, x Numbers) Sums {
	y := Sums{make([]int64, weights.rows), x.Exponent + weights.exponent}
	padded := x.Values
	if length := weights.blocks * gguf.BlockLength; len(padded) < length {
		padded = append(make([]int32, 0, length), padded...)[:length]
	}
	for i := range y.Values {
		y.Values[i] = weights.dot(i, padded) + f32.ToFixed(bias[i], y.Exponent)
	}
	return y
}

// Convolution does what an nn.Convolution with stride 1 and without padding does, with Dense's arithmetic. The image is square.
func Convolution(weights *Matrix, bias []uint32, x Numbers, channels, side, kernel int) Sums {
	places := side - kernel + 1
	y := Sums{make([]int64, weights.rows*places*places), x.Exponent + weights.exponent}
	fixed := make([]int64, weights.rows)
	for i := range fixed {
		fixed[i] = f32.ToFixed(bias[i], y.Exponent)
	}
	patch := make([]int32, weights.blocks*gguf.BlockLength)
	at := 0
	for top := 0; top < places; top++ {
		for left := 0; left < places; left++ {
			rest := patch
			for channel := 0; channel < channels; channel++ {
				start := (channel*side+top)*side + left
				for row := 0; row < kernel; row++ {
					for i, a := range x.Values[start : start+kernel] {
						rest[i] = a
					}
					rest, start = rest[kernel:], start+side
				}
			}
			for i := range fixed {
				y.Values[i*places*places+at] = weights.dot(i, patch) + fixed[i]
			}
			at++
		}
	}
	return y
}

// MaxPool returns the largest sum of each 2 x 2 of the square images.
func MaxPool(x Sums, channels, side int) Sums {
	y := Sums{make([]int64, 0, channels*(side/2)*(side/2)), x.Exponent}
	for channel := 0; channel < channels; channel++ {
		for row := 0; row+1 < side; row += 2 {
			upper := x.Values[(channel*side+row)*side:][:side]
			lower := x.Values[(channel*side+row+1)*side:][:side]
			for i := 0; i+1 < side; i += 2 {
				y.Values = append(y.Values, max(max(upper[i], upper[i+1]), max(lower[i], lower[i+1])))
			}
		}
	}
	return y
}

// ReLU makes each sum that is negative 0, and all of them numbers: with the exponent that gives the largest 15 bits, to nearest, halves up.
func ReLU(x Sums) Numbers {
	y := Numbers{make([]int32, len(x.Values)), x.Exponent}
	all := int64(0)
	for i, a := range x.Values {
		a &^= a >> 63
		x.Values[i] = a
		all |= a
	}
	if all == 0 {
		return y
	}
	down := bits.Len64(uint64(all)) - numberBits
	y.Exponent -= down
	for i, a := range x.Values {
		if down > 0 {
			y.Values[i] = int32((a + 1<<uint(down-1)) >> uint(down))
		} else {
			y.Values[i] = int32(a) << uint(-down)
		}
	}
	return y
}

// Float returns the nearest f32 numbers.
func (x Sums) Float() []uint32 {
	list := make([]uint32, len(x.Values))
	for i, a := range x.Values {
		list[i] = f32.FromFixed(a, x.Exponent)
	}
	return list
}

// Argmax returns the index of the largest sum, the first if there are several.
func (x Sums) Argmax() int {
	best := 0
	for i, a := range x.Values {
		if a > x.Values[best] {
			best = i
		}
	}
	return best
}

func max(a, b int64) int64 {
	if a > b {
		return a
	}
	return b
}
