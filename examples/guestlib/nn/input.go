package nn

import (
	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/text"
)

// Input reads the count numbers of an input: a byte for each, which stands for byte / 255, or a big-endian float32 for each.
func Input(input []byte, count int) (numbers []uint32, problem string) {
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
	return nil, text.Decimal(len(input)) + " bytes; the model takes " + text.Decimal(count) + ", one for each number, or " +
		text.Decimal(4*count) + " of big-endian float32"
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
