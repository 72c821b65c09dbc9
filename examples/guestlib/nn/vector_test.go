package nn

import (
	"math"
	"math/rand"
	"testing"

	"opml/examples/guestlib/f32"
)

// The oracle of the tests here is the float32 of the machine that runs them, in the same order, an operation at a time.

func float(a uint32) float32 { return math.Float32frombits(a) }

// bits is the bits of x, a NaN's as package f32 gives them.
func bits(x float32) uint32 {
	if x != x {
		return f32.NaN
	}
	return math.Float32bits(x)
}

// special holds numbers that something happens at.
var special = []uint32{
	0, 1 << 31, 1, 1<<31 | 1, 0x007fffff, 0x00800000, 0x80800000, f32.One, f32.Neg(f32.One), 0x7f7fffff, 0xff7fffff,
	f32.Inf, f32.Neg(f32.Inf), f32.NaN, 0xffc00001, 0x7f800001,
}

// numbers draws count numbers: normally distributed, some zero, and, if wild is asked for, some special or of any exponent.
func numbers(random *rand.Rand, count int, wild bool) []uint32 {
	list := make([]uint32, count)
	for i := range list {
		switch kind := random.Intn(20); {
		case kind < 4:
			list[i] = 0
		case wild && kind == 4:
			list[i] = special[random.Intn(len(special))]
		case wild && kind < 7:
			list[i] = random.Uint32() &^ (1 << 30)
		default:
			list[i] = math.Float32bits(float32(random.NormFloat64()))
		}
	}
	return list
}

func check(t *testing.T, name string, got, want []uint32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", name, len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: number %d is %08x, hardware says %08x", name, i, got[i], want[i])
		}
	}
}

// Each layer of this file on random vectors, ordinary ones and wild ones, against the hardware.
func TestLayersOfVectors(t *testing.T) {
	random := rand.New(rand.NewSource(6))
	for run := 0; run < 2000; run++ {
		inputs, outputs, wild := 1+random.Intn(30), 1+random.Intn(12), run%2 == 1
		x, w, b := numbers(random, inputs, wild), numbers(random, inputs*outputs, wild), numbers(random, outputs, wild)
		check(t, "Dense", Dense(f32.NewMatrix(w, inputs), b, x), hardDense(w, b, x))
		check(t, "Softmax", Softmax(x), hardSoftmax(x))
		gain, bias := numbers(random, inputs, wild), numbers(random, inputs, wild)
		check(t, "LayerNorm", LayerNorm(gain, bias, x, Epsilon), hardLayerNorm(gain, bias, x))
		if got, want := Argmax(x), hardArgmax(x); got != want {
			t.Fatalf("Argmax(%08x) = %d, hardware says %d", x, got, want)
		}
		want := make([]uint32, len(x))
		for i, a := range x {
			if float(a) > 0 {
				want[i] = a
			}
		}
		ReLU(x)
		check(t, "ReLU", x, want)
	}
}

func hardDense(w, b, x []uint32) []uint32 {
	y := make([]uint32, len(b))
	for i := range y {
		acc := float32(0)
		for j := range x {
			product := float32(float(w[i*len(x)+j]) * float(x[j]))
			acc = float32(acc + product)
		}
		y[i] = bits(acc + float(b[i]))
	}
	return y
}

func hardArgmax(x []uint32) int {
	best := 0
	for i := range x {
		if float(x[i]) > float(x[best]) {
			best = i
		}
	}
	return best
}

// hardSoftmax takes its powers from double precision, which is near enough to the exact ones to round to the same numbers here.
func hardSoftmax(x []uint32) []uint32 {
	most := float(x[hardArgmax(x)])
	powers, sum := make([]float32, len(x)), float32(0)
	for i, a := range x {
		powers[i] = float32(math.Exp(float64(float(a) - most)))
		sum += powers[i]
	}
	y := make([]uint32, len(x))
	for i := range y {
		y[i] = bits(powers[i] / sum)
	}
	return y
}

func hardLayerNorm(gain, bias, x []uint32) []uint32 {
	count, sum, squares := float32(len(x)), float32(0), float32(0)
	for _, a := range x {
		sum += float(a)
	}
	mean := sum / count
	for _, a := range x {
		d := float(a) - mean
		square := float32(d * d)
		squares += square
	}
	variance := float32(squares/count) + float32(1e-5)
	deviation := float32(math.Sqrt(float64(variance)))
	y := make([]uint32, len(x))
	for i, a := range x {
		scaled := float32((float(a) - mean) / deviation * float(gain[i]))
		y[i] = bits(scaled + float(bias[i]))
	}
	return y
}

func TestArgmaxTakesTheFirstLargest(t *testing.T) {
	one, two, three := f32.One, f32.FromInt(2), f32.FromInt(3)
	for _, test := range []struct {
		name    string
		numbers []uint32
		want    int
	}{
		{"the last", []uint32{one, two, three}, 2},
		{"the first of two", []uint32{f32.Neg(one), three, three}, 1},
		{"negative ones", []uint32{f32.Neg(three), f32.Neg(one), f32.Neg(two)}, 1},
		{"zeros of both signs", []uint32{1 << 31, 0, 0}, 0},
		{"infinity", []uint32{three, f32.Inf, one}, 1},
		{"NaN is not larger", []uint32{two, f32.NaN, three}, 2},
		{"nothing is larger than NaN", []uint32{f32.NaN, one, f32.Inf}, 0},
	} {
		if got := Argmax(test.numbers); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestSoftmaxOfEdgeValues(t *testing.T) {
	far := f32.FromInt(-1000)
	for _, test := range []struct {
		name          string
		numbers, want []uint32
	}{
		{"one number", []uint32{far}, []uint32{f32.One}},
		{"equal numbers", []uint32{far, far}, []uint32{0x3f000000, 0x3f000000}},
		{"one that is far below", []uint32{0, far}, []uint32{f32.One, 0}},
		{"the largest numbers", []uint32{0x7f7fffff, 0xff7fffff}, []uint32{f32.One, 0}},
		{"-infinity", []uint32{0, f32.Neg(f32.Inf)}, []uint32{f32.One, 0}},
		{"infinity", []uint32{0, f32.Inf}, []uint32{f32.NaN, f32.NaN}},
		{"NaN", []uint32{0, f32.NaN}, []uint32{f32.NaN, f32.NaN}},
	} {
		check(t, test.name, Softmax(test.numbers), test.want)
	}
}
