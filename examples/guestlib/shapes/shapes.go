// Package shapes compares and writes shapes of tensors.
package shapes

import "opml/examples/guestlib/text"

// Is reports whether a shape without dimensions of 1 is these dimensions, in this order, when those of 1 are left out.
func Is(shape []int, dimensions ...int) bool {
	for _, d := range dimensions {
		if d == 1 {
			continue
		}
		if len(shape) == 0 || shape[0] != d {
			return false
		}
		shape = shape[1:]
	}
	return len(shape) == 0
}

// Count is the number of values of a tensor of the shape.
func Count(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// String writes a shape as [a, b, c].
func String(shape []int) string {
	s := "["
	for i, d := range shape {
		if i > 0 {
			s += ", "
		}
		s += text.Decimal(d)
	}
	return s + "]"
}
