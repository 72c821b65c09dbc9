package gguf

import "opml/examples/guestlib/text"

const (
	kindUint32 = 4
	kindString = 8
	kindArray  = 9
	kinds      = 13
)

// kindBytes is the length of a value of each kind, 0 for those that say their length.
var kindBytes = [kinds]int{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8}

// A cursor goes through a header. Once that has ended too early, everything that is read is 0, or empty.
type cursor struct {
	bytes []byte
	ended bool
}

func (c *cursor) take(count int) []byte {
	if c.ended || count > len(c.bytes) {
		c.ended = true
		return nil
	}
	taken := c.bytes[:count]
	c.bytes = c.bytes[count:]
	return taken
}

func (c *cursor) word() uint32 {
	b := c.take(4)
	if b == nil {
		return 0
	}
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// size reads 64 bits. A size that no file in the machine has counts as an early end.
func (c *cursor) size() int {
	high, low := c.word(), c.word()
	if high != 0 || low >= 1<<28 {
		c.ended = true
		return 0
	}
	return int(low)
}

func (c *cursor) text() []byte { return c.take(c.size()) }

func (c *cursor) skipValue(kind uint32) {
	if kind >= kinds {
		c.ended = true
		return
	}
	switch kind {
	case kindString:
		c.text()
	case kindArray:
		element, count := c.word(), c.size()
		if element >= kinds || element == kindArray {
			c.ended = true
			return
		}
		if size := kindBytes[element]; size != 0 {
			if count > len(c.bytes)/size {
				c.ended = true
				return
			}
			c.take(count * size)
			return
		}
		for i := 0; i < count && !c.ended; i++ {
			c.text()
		}
	default:
		c.take(kindBytes[kind])
	}
}

// tensor reads what the header says of one, and where its values begin.
func (c *cursor) tensor() (t Tensor, offset int, problem string) {
	t.Name = string(c.text())
	dimensions := c.word()
	if dimensions > maxDimensions {
		return t, 0, "more than " + text.Decimal(maxDimensions) + " dimensions"
	}
	count, row := 1, 1
	for i := uint32(0); i < dimensions; i++ {
		d := c.size()
		if c.ended {
			return t, 0, ""
		}
		if d == 0 {
			return t, 0, "a dimension is 0"
		}
		if d > (1<<28)/count {
			return t, 0, "more values than a file has room for"
		}
		count *= d
		if i == 0 {
			row = d
		}
		if d != 1 {
			t.Shape = append(t.Shape, d)
		}
	}
	kind := c.word()
	t.Quantized = kind == typeQ8
	if kind != typeF32 && kind != typeQ8 {
		return t, 0, "it is of another type than F32 and Q8_0"
	}
	if t.Quantized && row%BlockLength != 0 {
		return t, 0, "its rows are no whole blocks of " + text.Decimal(BlockLength)
	}
	if !t.Quantized && count > (1<<28)/4 {
		return t, 0, "more values than a file has room for"
	}
	return t, c.size(), ""
}
