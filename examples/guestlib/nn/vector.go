// Package nn is layers of neural networks in IEEE single precision: every operation is rounded to nearest, in the order that is
// written here, and none is fused, so that any IEEE hardware that keeps the order gets the same bits.
package nn

import "opml/examples/guestlib/f32"

// Dense returns, for each row of the weights, the sum from +0 of weight * number in the order of the numbers, then plus the bias.
func Dense(weights *f32.Matrix, bias, numbers []uint32) []uint32 {
	x := f32.NewVector(numbers)
	result := make([]uint32, weights.Rows())
	for i := range result {
		result[i] = f32.Add(weights.Dot(i, x), bias[i])
	}
	return result
}

// ReLU makes each number that is not above 0 a +0, a NaN too, in place.
func ReLU(numbers []uint32) {
	for i, a := range numbers {
		numbers[i] = f32.ReLU(a)
	}
}

// Argmax returns the index of the largest number, the first if there are several: from the left, a number wins if it is
// greater than the best so far, which NaN never is, and nothing is greater than NaN.
func Argmax(numbers []uint32) int {
	best := 0
	for i, a := range numbers {
		if f32.Less(numbers[best], a) {
			best = i
		}
	}
	return best
}

// Softmax returns e^(a - m) of each number a, m being the number at Argmax, divided by the sum of them all from +0 in order.
func Softmax(numbers []uint32) []uint32 {
	most := numbers[Argmax(numbers)]
	powers := make([]uint32, len(numbers))
	sum := f32.Zero
	for i, a := range numbers {
		powers[i] = f32.Exp(f32.Sub(a, most))
		sum = f32.Add(sum, powers[i])
	}
	for i, power := range powers {
		powers[i] = f32.Div(power, sum)
	}
	return powers
}

// Epsilon is what LayerNorm is usually given: 1e-5.
const Epsilon uint32 = 0x3727c5ac

// LayerNorm returns (a - mean) / deviation * gain + bias of each number a. The mean is the sum from +0 in order, divided by the
// count; the deviation is the root of: the sum of (a - mean) * (a - mean) likewise, divided by the count, plus epsilon.
func LayerNorm(gain, bias, numbers []uint32, epsilon uint32) []uint32 {
	count := f32.FromInt(int32(len(numbers)))
	sum := f32.Zero
	for _, a := range numbers {
		sum = f32.Add(sum, a)
	}
	mean := f32.Div(sum, count)

	result := make([]uint32, len(numbers))
	squares := f32.Zero
	for i, a := range numbers {
		result[i] = f32.Sub(a, mean)
		squares = f32.Add(squares, f32.Mul(result[i], result[i]))
	}
	deviation := f32.Sqrt(f32.Add(f32.Div(squares, count), epsilon))
	for i, d := range result {
		result[i] = f32.Add(f32.Mul(f32.Div(d, deviation), gain[i]), bias[i])
	}
	return result
}
