package q8

import (
	"math"
	"math/big"
	"math/rand"
	"reflect"
	"testing"

	"opml/examples/guestlib/f32"
)

func number(x float64) uint32 { return math.Float32bits(float32(x)) }

func normal(random *rand.Rand, count int, scale float64) []uint32 {
	list := make([]uint32, count)
	for i := range list {
		list[i] = number(random.NormFloat64() * scale)
	}
	return list
}

// weight is the exact value of a weight.
func (m *Matrix) weight(row, column int) *big.Float {
	block := row*m.blocks + column/32
	q := int64(int8(m.data[block*34+2+column%32]))
	return new(big.Float).SetMantExp(new(big.Float).SetInt64(q*int64(m.scales[block])), -m.exponent)
}

func TestQuantizedWeightsAreNearTheNumbers(t *testing.T) {
	random := rand.New(rand.NewSource(10))
	for run := 0; run < 100; run++ {
		rows, columns := 1+random.Intn(5), 1+random.Intn(100)
		numbers := normal(random, rows*columns, math.Ldexp(1, random.Intn(20)-10))
		m, problem := Quantize(numbers, rows)
		if problem != "" {
			t.Fatal(problem)
		}
		for row := 0; row < rows; row++ {
			for column := 0; column < columns; column++ {
				most := 0.0 // of the block
				for i := column &^ 31; i < column&^31+32 && i < columns; i++ {
					most = math.Max(most, math.Abs(float64(math.Float32frombits(numbers[row*columns+i]))))
				}
				got, _ := m.weight(row, column).Float64()
				// Half a step of the block, and the roundings of the scale to binary16, normal or subnormal, and to the shared exponent.
				if want := float64(math.Float32frombits(numbers[row*columns+column])); math.Abs(got-want) > most*(0.5/127+1.0/2048)+math.Ldexp(127, -25)+math.Ldexp(64, -m.exponent) {
					t.Fatalf("%g became %g, in a block of up to %g", want, got, most)
				}
			}
		}
	}
}

func TestBlocksAreThoseOfGgml(t *testing.T) {
	for _, test := range []struct {
		name    string
		numbers []uint32
		want    []byte
	}{
		{"zeros", []uint32{0, 1 << 31}, []byte{0, 0, 0, 0}},
		{"a scale of 1", []uint32{number(127), number(-127), number(1.5), number(-1.5), number(0.49999997)}, []byte{0x3c, 0, 127, 0x81, 2, 0xfe, 0}},
		{"a scale that is subnormal as binary16", []uint32{number(math.Ldexp(127, -20))}, []byte{0, 16, 127}},
		{"a scale that is 0 as binary16", []uint32{number(math.Ldexp(127, -30))}, []byte{0, 0, 127}},
		{"a scale without an inverse", []uint32{1}, []byte{0, 0, 0}},
	} {
		m, problem := Quantize(test.numbers, 1)
		if problem != "" || !reflect.DeepEqual(m.data[:len(test.want)], test.want) {
			t.Errorf("%s: % x, problem %q", test.name, m.data[:len(test.want)], problem)
		}
	}
	for _, a := range []uint32{f32.Inf, f32.NaN, f32.Neg(f32.Inf), 0x7f7fffff, number(65520 * 127)} {
		if _, problem := Quantize([]uint32{0, a}, 1); problem == "" {
			t.Errorf("%08x is taken", a)
		}
	}
}

func TestScales(t *testing.T) {
	for _, test := range []struct {
		halves   []uint16
		scales   []int32
		exponent int
	}{
		{[]uint16{0x3c00, 0x3800, 0xbc00}, []int32{1 << 14, 1 << 13, -1 << 14}, 14}, // 1, 1/2, -1
		{[]uint16{0x7bff, 0x0001}, []int32{0x7ff << 4, 0}, -1},
		{[]uint16{0, 0x8000}, []int32{0, 0}, 24},
		{[]uint16{1, 0}, []int32{1 << 14, 0}, 38},
		{[]uint16{0x3c00, 0x0401, 0x0600}, []int32{1 << 14, 1, 2}, 14}, // 2^-14 and a little, 1.5 * 2^-14: halves up
	} {
		var data []byte
		for _, h := range test.halves {
			data = append(append(data, byte(h>>8), byte(h)), make([]byte, 32)...)
		}
		m, problem := NewMatrix(data, 1)
		if problem != "" || !reflect.DeepEqual(m.scales, test.scales) || m.exponent != test.exponent {
			t.Errorf("%04x: %v * 2^-%d, problem %q", test.halves, m.scales, m.exponent, problem)
		}
	}
	if _, problem := NewMatrix(append([]byte{0x7c, 0}, make([]byte, 32)...), 1); problem == "" {
		t.Error("an infinite scale is taken")
	}
}

// A layer's sums are exact: held against sums of exact products.
func TestDenseIsExact(t *testing.T) {
	random := rand.New(rand.NewSource(11))
	for run := 0; run < 200; run++ {
		rows, columns := 1+random.Intn(5), 1+random.Intn(100)
		m, _ := Quantize(normal(random, rows*columns, 0.1), rows)
		x := Numbers{make([]int32, columns), random.Intn(30)}
		for i := range x.Values {
			x.Values[i] = int32(random.Intn(1<<16+1)) - 1<<15
		}
		y := Dense(m, make([]uint32, rows), x)
		for row := range y.Values {
			want := new(big.Float).SetPrec(200)
			for i, n := range x.Values {
				exact := new(big.Float).SetMantExp(new(big.Float).SetInt64(int64(n)), -x.Exponent)
				want.Add(want, new(big.Float).SetPrec(200).Mul(m.weight(row, i), exact))
			}
			if got := new(big.Float).SetMantExp(new(big.Float).SetInt64(y.Values[row]), -y.Exponent); got.Cmp(want) != 0 {
				t.Fatalf("%g, want %g", got, want)
			}
		}
	}
}

func TestTheLargestSumsFit(t *testing.T) {
	data := append([]byte{0x7b, 0xff}, make([]byte, 32)...)
	for i := range data[2:] {
		data[2+i] = 0x80 // -128
	}
	m, _ := NewMatrix(data, 1)
	x := Numbers{make([]int32, 32), 0}
	for i := range x.Values {
		x.Values[i] = -1 << 15
	}
	if got, want := Dense(m, []uint32{0}, x).Values[0], int64(32*128<<15)*int64(m.scales[0]); got != want {
		t.Errorf("%d, want %d", got, want)
	}
}

// Layers on images against the same as dense sums and as naive loops.
func TestConvolutionAndPool(t *testing.T) {
	random := rand.New(rand.NewSource(12))
	for run := 0; run < 100; run++ {
		channels, kernel, outputs := 1+random.Intn(3), 1+random.Intn(4), 1+random.Intn(4)
		side := kernel + random.Intn(6)
		m, _ := Quantize(normal(random, outputs*channels*kernel*kernel, 1), outputs)
		bias := normal(random, outputs, 1)
		x := Numbers{make([]int32, channels*side*side), 15}
		for i := range x.Values {
			x.Values[i] = int32(random.Intn(1 << 15))
		}
		places := side - kernel + 1
		y := Convolution(m, bias, x, channels, side, kernel)
		for place := 0; place < places*places; place++ {
			patch := Numbers{nil, x.Exponent}
			for channel := 0; channel < channels; channel++ {
				for row := 0; row < kernel; row++ {
					for column := 0; column < kernel; column++ {
						patch.Values = append(patch.Values, x.Values[(channel*side+place/places+row)*side+place%places+column])
					}
				}
			}
			want := Dense(m, bias, patch)
			for i := range want.Values {
				if got := y.Values[i*places*places+place]; got != want.Values[i] {
					t.Fatalf("output %d at %d: %d, want %d", i, place, got, want.Values[i])
				}
			}
		}
		pooled := MaxPool(y, outputs, places)
		at := 0
		for i := 0; i < outputs; i++ {
			for row := 0; row+1 < places; row += 2 {
				for column := 0; column+1 < places; column += 2 {
					corner := y.Values[(i*places+row)*places+column:]
					want := Sums{Values: []int64{corner[0], corner[1], corner[places], corner[places+1]}}
					if got := pooled.Values[at]; got != want.Values[want.Argmax()] {
						t.Fatalf("pooled %d of %v", got, want.Values)
					}
					at++
				}
			}
		}
		if at != len(pooled.Values) {
			t.Fatalf("%d pooled, want %d", len(pooled.Values), at)
		}
	}
}

func TestReLUBringsTheLargestTo15Bits(t *testing.T) {
	for _, test := range []struct {
		sums []int64
		want Numbers
	}{
		{[]int64{0, -5}, Numbers{[]int32{0, 0}, 20}},
		{[]int64{1, -5}, Numbers{[]int32{1 << 14, 0}, 34}},
		{[]int64{1<<15 - 1, 1 << 14}, Numbers{[]int32{1<<15 - 1, 1 << 14}, 20}},
		{[]int64{1 << 15, 1, 2, 3}, Numbers{[]int32{1 << 14, 1, 1, 2}, 19}},
		{[]int64{1<<16 - 1, -1 << 62}, Numbers{[]int32{1 << 15, 0}, 19}}, // rounded up to the bound
		{[]int64{1 << 61, 1 << 45}, Numbers{[]int32{1 << 14, 0}, -27}},
	} {
		if got := ReLU(Sums{append([]int64(nil), test.sums...), 20}); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%d: %+v, want %+v", test.sums, got, test.want)
		}
	}
}

func TestInputs(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	x, problem := Input(all, 256)
	for i, got := range x.Values {
		if want := int32(math.Floor(float64(i)*32768/255 + 0.5)); problem != "" || got != want || x.Exponent != 15 {
			t.Fatalf("byte %d: %d * 2^-%d, want %d", i, got, x.Exponent, want)
		}
	}
	for _, test := range []struct {
		name    string
		input   []byte
		want    Numbers
		problem string
	}{
		{"floats", []byte{0x3f, 0x80, 0, 0, 0xc0, 0x40, 0, 0}, Numbers{[]int32{1 << 13, -3 << 13}, 13}, ""},
		{"zeros", make([]byte, 8), Numbers{[]int32{0, 0}, 0}, ""},
		{"an infinity", []byte{0, 0, 0, 0, 0x7f, 0x80, 0, 0}, Numbers{}, "number 2 is not finite"},
		{"another length", make([]byte, 3), Numbers{}, "3 bytes; the model takes 2, one for each number, or 8 of big-endian float32"},
	} {
		x, problem := Input(test.input, 2)
		if problem != test.problem || problem == "" && !reflect.DeepEqual(x, test.want) {
			t.Errorf("%s: %+v, problem %q", test.name, x, problem)
		}
	}
}
