package main

import (
	"math"
	"math/rand"
	"strings"
	"testing"
)

// ggml is the words of a model file whose tensors have these dimensions, innermost first, and these values.
func ggml(tensors ...[]uint32) []uint32 {
	words := []uint32{ggmlMagic}
	for _, t := range tensors {
		words = append(words, t...)
	}
	return words
}

// zeros is a tensor with these dimensions.
func zeros(dimensions ...uint32) []uint32 {
	count := uint32(1)
	for _, d := range dimensions {
		count *= d
	}
	return append(append([]uint32{uint32(len(dimensions))}, dimensions...), make([]uint32, count)...)
}

func TestParseTakesShapesFromTheFile(t *testing.T) {
	for _, test := range []struct {
		name  string
		words []uint32
		want  [][2]int
	}{
		{"two layers", ggml(zeros(784, 20), zeros(20), zeros(20, 10), zeros(10)), [][2]int{{784, 20}, {20, 10}}},
		{"one layer", ggml(zeros(3, 2), zeros(2)), [][2]int{{3, 2}}},
		{"three layers", ggml(zeros(2, 3), zeros(3), zeros(3, 4), zeros(4), zeros(4, 2), zeros(2)), [][2]int{{2, 3}, {3, 4}, {4, 2}}},
		{"one output, squeezed", ggml(zeros(5), zeros()), [][2]int{{5, 1}}},
		{"one output, not squeezed", ggml(zeros(5, 1), zeros(1)), [][2]int{{5, 1}}},
		{"one input, squeezed", ggml(zeros(4), zeros(4)), [][2]int{{1, 4}}},
		{"one of each", ggml(zeros(), zeros()), [][2]int{{1, 1}}},
	} {
		n, problem := parse(test.words)
		if problem != "" || len(n) != len(test.want) {
			t.Errorf("%s: %d layers, problem %q", test.name, len(n), problem)
			continue
		}
		for i, l := range n {
			if l.inputs != test.want[i][0] || l.outputs != test.want[i][1] {
				t.Errorf("%s: layer %d is %d to %d, want %v", test.name, i+1, l.inputs, l.outputs, test.want[i])
			}
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name  string
		words []uint32
		want  string
	}{
		{"nothing", nil, "it is empty"},
		{"another magic", []uint32{1}, "it does not begin with the ggml magic"},
		{"little-endian", []uint32{ggmlMagicSwapped}, "-ByteOrder Big"},
		{"no tensors", ggml(), "weights of layer 1: the file ends where the tensor should begin"},
		{"no bias", ggml(zeros(3, 2)), "bias of layer 1: the file ends where the tensor should begin"},
		{"half a layer more", ggml(zeros(3, 2), zeros(2), zeros(2, 2)), "bias of layer 2: the file ends where the tensor should begin"},
		{"five dimensions", ggml([]uint32{5, 1, 1, 1, 1, 1, 0}), "more than 4 dimensions"},
		{"a negative number of dimensions", ggml([]uint32{0xffffffff}), "more than 4 dimensions"},
		{"cut in the dimensions", ggml([]uint32{2, 3}), "the file ends within its dimensions"},
		{"cut in the values", ggml([]uint32{2, 3, 2, 0, 0, 0, 0, 0}), "the file ends within its values"},
		{"a dimension of 0", ggml([]uint32{2, 0, 2}), "a dimension is 0"},
		{"a negative dimension", ggml([]uint32{1, 0xffffffff, 0}), "the file ends within its values"},
		{"a product past 32 bits", ggml([]uint32{2, 0x10000, 0x10000, 0, 0}), "the file ends within its values"},
		{"weights the other way round", ggml(zeros(2, 3), zeros(2)), "weights [2, 3] and bias [2] do not fit together"},
		{"a bias of two dimensions", ggml(zeros(3, 4), zeros(2, 2)), "do not fit together"},
		{"a bias too long", ggml(zeros(3, 2), zeros(7)), "do not fit together"},
		{"layers that do not chain", ggml(zeros(3, 2), zeros(2), zeros(4, 2), zeros(2)), "layer 2 takes 4 numbers, but layer 1 gives 2"},
	} {
		if _, problem := parse(test.words); !strings.Contains(problem, test.want) {
			t.Errorf("%s: problem %q, want %q", test.name, problem, test.want)
		}
	}
}

func TestInputs(t *testing.T) {
	for _, test := range []struct {
		name    string
		input   []byte
		count   int
		want    []float32
		problem string
	}{
		{"bytes", []byte{0, 1, 128, 255}, 4, []float32{0, float32(1) / 255, float32(128) / 255, 1}, ""},
		{"floats", []byte{0x3f, 0x80, 0, 0, 0xc0, 0x40, 0, 0}, 2, []float32{1, -3}, ""},
		{"nothing", nil, 2, nil, "0 bytes; the model takes 2, one for each number, or 8 of big-endian float32"},
		{"one byte too many", make([]byte, 5), 4, nil, "5 bytes; the model takes 4"},
	} {
		numbers, problem := numbersOf(test.input, test.count)
		if len(numbers) != len(test.want) || !strings.HasPrefix(problem, test.problem) || (problem == "") != (test.problem == "") {
			t.Errorf("%s: %d numbers, problem %q", test.name, len(numbers), problem)
			continue
		}
		for i, want := range test.want {
			if numbers[i] != math.Float32bits(want) {
				t.Errorf("%s: number %d is %08x, want %08x", test.name, i, numbers[i], math.Float32bits(want))
			}
		}
	}
}

func TestEveryByteIsDividedAsHardwareDoes(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for i, got := range fromBytes(all) {
		if want := math.Float32bits(float32(i) / 255); got != want {
			t.Errorf("%d/255 = %08x, hardware says %08x", i, got, want)
		}
	}
}

func TestClassifyTakesTheFirstLargest(t *testing.T) {
	bits := math.Float32bits
	nan, inf := bits(float32(math.NaN())), bits(float32(math.Inf(1)))
	for _, test := range []struct {
		name string
		bias []uint32
		want int
	}{
		{"the last", []uint32{bits(1), bits(2), bits(3)}, 2},
		{"the first of two", []uint32{bits(-1), bits(3), bits(3)}, 1},
		{"negative ones", []uint32{bits(-3), bits(-1), bits(-2)}, 1},
		{"zeros of both signs", []uint32{bits(0) | 1<<31, 0, 0}, 0},
		{"infinity", []uint32{bits(3), inf, bits(4)}, 1},
		{"NaN is not larger", []uint32{bits(3), nan, bits(4)}, 2},
		{"nothing is larger than NaN", []uint32{nan, bits(5), inf}, 0},
	} {
		n := network{{inputs: 1, outputs: len(test.bias), weights: make([]uint32, len(test.bias)), bias: test.bias}}
		if got := n.classify([]uint32{0}); got != test.want {
			t.Errorf("%s: class %d, want %d", test.name, got, test.want)
		}
	}
}

// Whole networks against the rule in hardware: products and sums rounded one at a time, in order, then the bias, then ReLU.
func TestClassifyAgreesWithHardware(t *testing.T) {
	random := rand.New(rand.NewSource(4))
	number := func() uint32 { return math.Float32bits(float32(random.NormFloat64())) }
	for run := 0; run < 300; run++ {
		sizes := []int{1 + random.Intn(40), 1 + random.Intn(20), 1 + random.Intn(20), 1 + random.Intn(10)}
		var n network
		for i := 0; i+1 < len(sizes); i++ {
			l := layer{inputs: sizes[i], outputs: sizes[i+1]}
			for j := 0; j < l.inputs*l.outputs; j++ {
				l.weights = append(l.weights, number())
			}
			for j := 0; j < l.outputs; j++ {
				l.bias = append(l.bias, number())
			}
			n = append(n, l)
		}
		numbers := make([]uint32, sizes[0])
		for i := range numbers {
			if random.Intn(2) == 0 {
				numbers[i] = number()
			}
		}
		want := hardClass(n, numbers)
		if got := n.classify(numbers); got != want {
			t.Fatalf("run %d, sizes %v: class %d, hardware says %d", run, sizes, got, want)
		}
	}
}

func hardClass(n network, bits []uint32) int {
	x := floats(bits)
	for layer, l := range n {
		w, bias, y := floats(l.weights), floats(l.bias), make([]float32, l.outputs)
		for i := range y {
			acc := float32(0)
			for j := range x {
				product := float32(w[i*l.inputs+j] * x[j])
				acc = float32(acc + product)
			}
			acc = float32(acc + bias[i])
			if layer < len(n)-1 && !(acc > 0) {
				acc = 0
			}
			y[i] = acc
		}
		x = y
	}
	best := 0
	for i := range x {
		if x[i] > x[best] {
			best = i
		}
	}
	return best
}

func floats(bits []uint32) []float32 {
	list := make([]float32, len(bits))
	for i, b := range bits {
		list[i] = math.Float32frombits(b)
	}
	return list
}
