// A perceptron of two layers on random images, in Go's softfloat.
package main

const (
	inputs  = 784
	hidden  = 20
	outputs = 10
	images  = 75
)

var seed uint32 = 1

func random() float32 {
	seed ^= seed << 13
	seed ^= seed >> 17
	seed ^= seed << 5
	return float32(int32(seed)) / (1 << 31)
}

func layer(weights []float32, in, out []float32) {
	for i := range out {
		sum := float32(0)
		row := weights[i*len(in) : (i+1)*len(in)]
		for j, x := range in {
			sum += row[j] * x
		}
		if sum < 0 {
			sum = 0
		}
		out[i] = sum
	}
}

func main() {
	first := make([]float32, inputs*hidden)
	second := make([]float32, hidden*outputs)
	for i := range first {
		first[i] = random()
	}
	for i := range second {
		second[i] = random()
	}
	image, middle, last := make([]float32, inputs), make([]float32, hidden), make([]float32, outputs)
	classes := 0
	for n := 0; n < images; n++ {
		for i := range image {
			image[i] = random()
		}
		layer(first, image, middle)
		layer(second, middle, last)
		best := 0
		for i, x := range last {
			if x > last[best] {
				best = i
			}
		}
		classes = classes*3 + best
	}
	println(int32(classes))
}
