package f32

import (
	"math"
	"math/rand"
	"testing"
)

// hardDot is the rule that Dot keeps, in hardware, with nothing left out.
func hardDot(row, x []uint32) uint32 {
	acc := float32(0)
	for j := range row {
		product := float32(math.Float32frombits(row[j]) * math.Float32frombits(x[j]))
		acc = float32(acc + product)
	}
	return hardBits(acc)
}

func checkDot(t *testing.T, name string, row, x []uint32) {
	t.Helper()
	if got, want := NewVector(x).Dot(row), hardDot(row, x); got != want {
		t.Fatalf("%s: Dot = %08x, hardware says %08x\nrow %08x\nx   %08x", name, got, want, row, x)
	}
}

func TestDotOfEdgeValues(t *testing.T) {
	for _, w := range edges {
		for _, x := range edges {
			for signs := uint32(0); signs < 16; signs++ {
				s := func(bit uint32) uint32 { return signs >> bit << 31 }
				checkDot(t, "one", []uint32{w | s(0)}, []uint32{x | s(1)})
				checkDot(t, "on a sum", []uint32{One, w | s(0), One}, []uint32{One | s(2), x | s(1), w | s(3)})
				checkDot(t, "on small sums", []uint32{0x0c000001, w | s(0), 1}, []uint32{0x33800000 | s(2), x | s(1), One | s(3)})
				checkDot(t, "cancelled", []uint32{w, w, x}, []uint32{x | s(0), x | s(1), One})
			}
		}
	}
}

// Every way in which numbers of a dot product are drawn, one a line: the width of their exponents, and their centre.
func TestDotOfRandomNumbers(t *testing.T) {
	for _, draw := range []struct {
		name                string
		wCentre, wSpread    int
		xCentre, xSpread    int
		zeros, specials, of int // among a thousand numbers
	}{
		{"like a trained layer", 123, 6, 125, 4, 0, 0, 100},
		{"like a drawn digit", 123, 6, 125, 4, 800, 0, 784},
		{"of one exponent", 127, 1, 127, 1, 0, 0, 60},
		{"far apart", 127, 60, 127, 60, 100, 0, 60},
		{"products at the edge of the subnormals", 60, 12, 60, 20, 100, 0, 60},
		{"subnormals", 20, 30, 20, 30, 100, 0, 60},
		{"products near the fast loop's upper bound", 165, 4, 170, 6, 50, 0, 60},
		{"sums that reach infinity", 190, 4, 190, 4, 50, 0, 60},
		{"anything", 127, 127, 127, 127, 100, 0, 40},
		{"infinities and NaNs among zeros", 127, 6, 127, 6, 300, 20, 40},
	} {
		random := rand.New(rand.NewSource(3))
		number := func(centre, spread int, coarse bool) uint32 {
			if random.Intn(1000) < draw.specials {
				return edges[len(edges)-1-random.Intn(4)] | random.Uint32()&signBit
			}
			if random.Intn(1000) < draw.zeros {
				return random.Uint32() & signBit
			}
			field := centre + random.Intn(2*spread) - spread
			if field < 0 {
				field = 0
			}
			a := random.Uint32()&^Inf | uint32(field)<<23
			if coarse { // ties in most products and sums
				a &^= 0x7ff
			}
			return a
		}
		for i := 0; i < 3000; i++ {
			n := 1 + random.Intn(draw.of)
			row, x := make([]uint32, n), make([]uint32, n)
			for j := range row {
				row[j], x[j] = number(draw.wCentre, draw.wSpread, i%3 == 0), number(draw.xCentre, draw.xSpread, i%3 == 0)
			}
			checkDot(t, draw.name, row, x)
		}
	}
}

// A product, or the smaller of a sum's operands, exactly half a last bit away, in each direction and parity.
func TestDotRoundsTiesToEven(t *testing.T) {
	for shift := uint32(0); shift < 30; shift++ {
		for low := uint32(0); low < 8; low++ {
			for _, top := range []uint32{One, 0x3fffffff &^ 7, One + 0x400000} {
				for signs := uint32(0); signs < 4; signs++ {
					small := One - shift<<23 + low
					checkDot(t, "tie", []uint32{top + low, small | signs<<31}, []uint32{One, One | signs>>1<<31})
					checkDot(t, "tie", []uint32{small | signs<<31, top + low}, []uint32{One | signs>>1<<31, One})
				}
			}
		}
	}
}

// In a sum -0 never appears, which is why numbers that are zero may be left out.
func TestDotOfZerosIsPositive(t *testing.T) {
	for signs := uint32(0); signs < 16; signs++ {
		row := []uint32{One | signs<<31, One | signs>>1<<31}
		x := []uint32{signs >> 2 << 31, signs >> 3 << 31}
		if got := NewVector(x).Dot(row); got != Zero {
			t.Errorf("Dot(%08x, %08x) = %08x, want +0", row, x, got)
		}
	}
}

func TestDotOfNothingIsZero(t *testing.T) {
	checkDot(t, "nothing", nil, nil)
}

func TestDotRefusesAnotherLength(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Dot took a row that is shorter than the vector")
		}
	}()
	NewVector([]uint32{One, One}).Dot([]uint32{One})
}
