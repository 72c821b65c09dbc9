package f32

import (
	"math"
	"math/rand"
	"testing"
)

// The oracle of every test here is the float32 of the machine that runs it: on amd64, IEEE hardware.

// edges holds the numbers at which something changes, positive; every test uses them with both signs.
var edges = []uint32{
	0, 1, 2, 3, 0x007ffffe, 0x007fffff, // zero, subnormals
	0x00800000, 0x00800001, 0x00ffffff, 0x01000000, 0x01000001, 0x017fffff, // the smallest normals
	0x0b000000, 0x0c000000, 0x0c000001, 0x0c7fffff, 0x18000000, 0x1f800000, 0x20000000, 0x20000001, 0x33000000, 0x337fffff,
	0x33800000, 0x33800001, 0x34000000, 0x34000001, // the last bit of One, and half of it
	0x3effffff, 0x3f000000, 0x3f000001, 0x3f7fffff, One, 0x3f800001, 0x3fffffff, 0x40000000, 0x40400000, 0x40490fdb,
	0x4affffff, 0x4b000000, 0x4b000001, 0x4b7fffff, 0x4b800000, 0x4b800001, 0x4c000000, 0x4effffff, 0x4f000000,
	0x5effffff, 0x5f000000, 0x5f7fffff, 0x69800000, 0x69ffffff, 0x6a000000, 0x7e7fffff, 0x7effffff, 0x7f000000, 0x7f7ffffe,
	0x7f7fffff, Inf, NaN, 0x7f800001, 0x7fffffff,
}

var operations = []struct {
	name string
	soft func(a, b uint32) uint32
	hard func(a, b float32) float32
}{
	{"Add", Add, func(a, b float32) float32 { return a + b }},
	{"Sub", Sub, func(a, b float32) float32 { return a - b }},
	{"Mul", Mul, func(a, b float32) float32 { return a * b }},
	{"Div", Div, func(a, b float32) float32 { return a / b }},
	{"Less", func(a, b uint32) uint32 { return flag(Less(a, b)) }, func(a, b float32) float32 { return hardFlag(a < b) }},
	{"LessEqual", func(a, b uint32) uint32 { return flag(LessEqual(a, b)) }, func(a, b float32) float32 { return hardFlag(a <= b) }},
	{"Equal", func(a, b uint32) uint32 { return flag(Equal(a, b)) }, func(a, b float32) float32 { return hardFlag(a == b) }},
}

func flag(b bool) uint32 {
	if b {
		return One
	}
	return Zero
}

func hardFlag(b bool) float32 { return math.Float32frombits(flag(b)) }

// hardBits is the bits of x, a NaN's as this package gives them.
func hardBits(x float32) uint32 {
	if x != x {
		return NaN
	}
	return math.Float32bits(x)
}

func check(t *testing.T, a, b uint32) {
	for _, op := range operations {
		got, want := op.soft(a, b), hardBits(op.hard(math.Float32frombits(a), math.Float32frombits(b)))
		if got != want {
			t.Fatalf("%s(%08x, %08x) = %08x, hardware says %08x", op.name, a, b, got, want)
		}
	}
}

func TestOperationsOnEdgeValues(t *testing.T) {
	for _, a := range edges {
		for _, b := range edges {
			for signs := uint32(0); signs < 4; signs++ {
				check(t, a|signs<<31, b|signs>>1<<31)
			}
		}
	}
}

func TestOperationsOnRandomPairs(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for i := 0; i < 1_000_000; i++ {
		a, b := random.Uint32(), random.Uint32()
		switch i % 4 {
		case 1: // exponents close together: cancellation, ties
			b = b&^Inf | (a+uint32(random.Intn(60)-30)<<23)&Inf
		case 2: // few bits set: ties
			a, b = a&0xffc00000, b&0xff800007
		case 3: // results at the edges of the range
			b = b&^Inf | (0x7f000000-a)&Inf
		}
		check(t, a, b)
	}
}

func TestFromInt(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	list := []int32{0, 1, -1, 255, 1<<24 - 1, 1 << 24, 1<<24 + 1, 1<<24 + 2, 1<<24 + 3, 1<<25 + 2, 1<<25 + 6, math.MaxInt32, math.MinInt32, math.MinInt32 + 1}
	for i := 0; i < 100_000; i++ {
		list = append(list, int32(random.Uint32())>>uint(random.Intn(31)))
	}
	for _, i := range list {
		if got, want := FromInt(i), math.Float32bits(float32(i)); got != want {
			t.Fatalf("FromInt(%d) = %08x, hardware says %08x", i, got, want)
		}
	}
}

func TestReLU(t *testing.T) {
	for _, test := range []struct{ a, want uint32 }{
		{Zero, Zero}, {signBit, Zero}, {1, 1}, {signBit | 1, Zero}, {One, One}, {Neg(One), Zero},
		{Inf, Inf}, {Neg(Inf), Zero}, {NaN, Zero}, {Neg(NaN), Zero}, {0x7f800001, Zero},
	} {
		if got := ReLU(test.a); got != test.want {
			t.Errorf("ReLU(%08x) = %08x, want %08x", test.a, got, test.want)
		}
	}
}
