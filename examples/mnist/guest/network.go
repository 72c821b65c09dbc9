package main

import "opml/examples/guestlib/f32"

// A network is a list of layers with ReLU between each two.
type network []layer

// A layer computes outputs numbers from inputs numbers: row i of the weights, times the numbers, plus bias[i].
type layer struct {
	inputs, outputs int
	weights, bias   []uint32
}

// classify returns the index of the largest number of the last layer, the first if there are several.
// A number that is NaN is never larger than another.
func (n network) classify(numbers []uint32) int {
	for i, l := range n {
		numbers = l.apply(numbers)
		if i < len(n)-1 {
			for j, a := range numbers {
				numbers[j] = f32.ReLU(a)
			}
		}
	}
	best := 0
	for i, a := range numbers {
		if f32.Less(numbers[best], a) {
			best = i
		}
	}
	return best
}

func (l layer) apply(numbers []uint32) []uint32 {
	x := f32.NewVector(numbers)
	result := make([]uint32, l.outputs)
	for i := range result {
		result[i] = f32.Add(x.Dot(l.weights[i*l.inputs:(i+1)*l.inputs]), l.bias[i])
	}
	return result
}

// numbersOf reads the count numbers of an input.
func numbersOf(input []byte, count int) (numbers []uint32, problem string) {
	switch len(input) {
	case count:
		return fromBytes(input), ""
	case 4 * count:
		numbers = make([]uint32, count)
		for i := range numbers {
			b := input[4*i : 4*i+4]
			numbers[i] = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		}
		return numbers, ""
	}
	return nil, decimal(len(input)) + " bytes; the model takes " + decimal(count) + ", one for each number, or " +
		decimal(4*count) + " of big-endian float32"
}

// fromBytes returns each byte divided by 255. A quotient is computed when its byte first appears.
func fromBytes(input []byte) []uint32 {
	var quotients [256]uint32
	divisor := f32.FromInt(255)
	numbers := make([]uint32, len(input))
	for i, b := range input {
		if b == 0 {
			continue
		}
		q := quotients[b]
		if q == 0 {
			q = f32.Div(f32.FromInt(int32(b)), divisor)
			quotients[b] = q
		}
		numbers[i] = q
	}
	return numbers
}
