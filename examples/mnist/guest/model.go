package main

const (
	ggmlMagic        = 0x67676d6c
	ggmlMagicSwapped = 0x6c6d6767
	maxDimensions    = 4
)

// A tensor is the shape, innermost dimension first and without dimensions of 1, and the values where they lie.
type tensor struct {
	shape  []int
	values []uint32
}

// parse reads the words of a ggml file: the magic, then to the end for each tensor the number of dimensions, the dimensions
// innermost first, and the values. Tensors 2i and 2i+1 are the weights and the bias of layer i. The words are not copied.
func parse(words []uint32) (n network, problem string) {
	if len(words) == 0 {
		return nil, "it is empty"
	}
	if words[0] == ggmlMagicSwapped {
		return nil, "it is little-endian; this machine needs it converted with -ByteOrder Big"
	}
	if words[0] != ggmlMagic {
		return nil, "it does not begin with the ggml magic"
	}
	words = words[1:]
	for i := 0; len(words) > 0 || i == 0; i++ {
		var weights, bias tensor
		if weights, words, problem = nextTensor(words); problem != "" {
			return nil, "weights of layer " + decimal(i+1) + ": " + problem
		}
		if bias, words, problem = nextTensor(words); problem != "" {
			return nil, "bias of layer " + decimal(i+1) + ": " + problem
		}
		l := layer{outputs: len(bias.values), weights: weights.values, bias: bias.values}
		l.inputs = len(weights.values) / l.outputs
		if !sameShape(bias.shape, l.outputs, 1) || !sameShape(weights.shape, l.inputs, l.outputs) {
			return nil, "layer " + decimal(i+1) + ": weights " + describe(weights.shape) + " and bias " + describe(bias.shape) +
				" do not fit together; weights are [inputs, outputs], innermost first, the bias is [outputs]"
		}
		if i > 0 && n[i-1].outputs != l.inputs {
			return nil, "layer " + decimal(i+1) + " takes " + decimal(l.inputs) + " numbers, but layer " + decimal(i) + " gives " +
				decimal(n[i-1].outputs)
		}
		n = append(n, l)
	}
	return n, ""
}

func nextTensor(words []uint32) (t tensor, rest []uint32, problem string) {
	if len(words) == 0 {
		return t, nil, "the file ends where the tensor should begin"
	}
	dimensions := words[0]
	words = words[1:]
	if dimensions > maxDimensions {
		return t, nil, "more than " + decimal(maxDimensions) + " dimensions"
	}
	if uint32(len(words)) < dimensions {
		return t, nil, "the file ends within its dimensions"
	}
	count := 1
	for _, d := range words[:dimensions] {
		if d == 0 {
			return t, nil, "a dimension is 0"
		}
		// Never more than the words there are, so that nothing overflows.
		if d > uint32(len(words)/count) {
			return t, nil, "the file ends within its values"
		}
		count *= int(d)
		if d != 1 {
			t.shape = append(t.shape, int(d))
		}
	}
	words = words[dimensions:]
	if count > len(words) {
		return t, nil, "the file ends within its values"
	}
	t.values = words[:count:count]
	return t, words[count:], ""
}

// sameShape reports whether shape is [inner, outer] without its dimensions of 1.
func sameShape(shape []int, inner, outer int) bool {
	for _, d := range [2]int{inner, outer} {
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

func describe(shape []int) string {
	text := "["
	for i, d := range shape {
		if i > 0 {
			text += ", "
		}
		text += decimal(d)
	}
	return text + "]"
}
