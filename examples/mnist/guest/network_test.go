package main

import (
	"math"
	"math/rand"
	"strings"
	"testing"

	"opml/examples/guestlib/ggml/ggmltest"
)

func TestParseTakesShapesFromTheFile(t *testing.T) {
	for _, test := range []struct {
		name  string
		words []uint32
		want  [][2]int
	}{
		{"two layers", ggmltest.File(ggmltest.Tensor(784, 20), ggmltest.Tensor(20), ggmltest.Tensor(20, 10), ggmltest.Tensor(10)), [][2]int{{784, 20}, {20, 10}}},
		{"one layer", ggmltest.File(ggmltest.Tensor(3, 2), ggmltest.Tensor(2)), [][2]int{{3, 2}}},
		{"three layers", ggmltest.File(ggmltest.Tensor(2, 3), ggmltest.Tensor(3), ggmltest.Tensor(3, 4), ggmltest.Tensor(4), ggmltest.Tensor(4, 2), ggmltest.Tensor(2)), [][2]int{{2, 3}, {3, 4}, {4, 2}}},
		{"one output, squeezed", ggmltest.File(ggmltest.Tensor(5), ggmltest.Tensor()), [][2]int{{5, 1}}},
		{"one output, not squeezed", ggmltest.File(ggmltest.Tensor(5, 1), ggmltest.Tensor(1)), [][2]int{{5, 1}}},
		{"one input, squeezed", ggmltest.File(ggmltest.Tensor(4), ggmltest.Tensor(4)), [][2]int{{1, 4}}},
		{"one of each", ggmltest.File(ggmltest.Tensor(), ggmltest.Tensor()), [][2]int{{1, 1}}},
	} {
		n, problem := parse(test.words)
		if problem != "" || len(n) != len(test.want) {
			t.Errorf("%s: %d layers, problem %q", test.name, len(n), problem)
			continue
		}
		for i, l := range n {
			if got := [2]int{l.weights.Columns(), l.weights.Rows()}; got != test.want[i] {
				t.Errorf("%s: layer %d is %v, want %v", test.name, i+1, got, test.want[i])
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
		{"weights the other way round", ggmltest.File(ggmltest.Tensor(2, 3), ggmltest.Tensor(2)), "weights [2, 3] and bias [2] do not fit together"},
		{"a bias of two dimensions", ggmltest.File(ggmltest.Tensor(3, 4), ggmltest.Tensor(2, 2)), "do not fit together"},
		{"a bias too long", ggmltest.File(ggmltest.Tensor(3, 2), ggmltest.Tensor(7)), "do not fit together"},
		{"layers that do not chain", ggmltest.File(ggmltest.Tensor(3, 2), ggmltest.Tensor(2), ggmltest.Tensor(4, 2), ggmltest.Tensor(2)), "layer 2 takes 4 numbers, but layer 1 gives 2"},
	} {
		if _, problem := parse(test.words); !strings.Contains(problem, test.want) {
			t.Errorf("%s: problem %q, want %q", test.name, problem, test.want)
		}
	}
}

// Whole networks against the rule in hardware: products and sums rounded one at a time, in order, then the bias, then ReLU.
func TestClassifyAgreesWithHardware(t *testing.T) {
	random := rand.New(rand.NewSource(4))
	for run := 0; run < 300; run++ {
		sizes := []uint32{1 + uint32(random.Intn(40)), 1 + uint32(random.Intn(20)), 1 + uint32(random.Intn(20)), 1 + uint32(random.Intn(10))}
		var tensors [][]uint32
		for i := 0; i+1 < len(sizes); i++ {
			tensors = append(tensors, ggmltest.Random(random, sizes[i], sizes[i+1]), ggmltest.Random(random, sizes[i+1]))
		}
		n, problem := parse(ggmltest.File(tensors...))
		if problem != "" {
			t.Fatal(problem)
		}
		numbers := make([]uint32, sizes[0])
		for i := range numbers {
			if random.Intn(2) == 0 {
				numbers[i] = math.Float32bits(float32(random.NormFloat64()))
			}
		}
		want := hardClass(tensors, numbers)
		if got := n.classify(numbers); got != want {
			t.Fatalf("run %d, sizes %v: class %d, hardware says %d", run, sizes, got, want)
		}
	}
}

// hardClass takes tensors with their dimensions before them: two of the weights, one of the bias.
func hardClass(tensors [][]uint32, bits []uint32) int {
	x := floats(bits)
	for layer := 0; layer < len(tensors); layer += 2 {
		w, bias := floats(tensors[layer][3:]), floats(tensors[layer+1][2:])
		y := make([]float32, len(bias))
		for i := range y {
			acc := float32(0)
			for j := range x {
				product := float32(w[i*len(x)+j] * x[j])
				acc = float32(acc + product)
			}
			acc = float32(acc + bias[i])
			if layer+2 < len(tensors) && !(acc > 0) {
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
