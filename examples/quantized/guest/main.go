// Command guest is the program that runs inside the Opml machine in the example of fixed-point inference: the LeNet example's networks,
// without layer norms, with Q8_0 weights and integer arithmetic.
//
// Model: GGUF 3, big-endian, a pair of tensors for each layer (package convnet says which). Weights of dense layers are Q8_0, or F32, which
// the program quantizes itself, as it does kernels; biases are F32. Input and output: as the LeNet example's, but that the softmax is that of
// the float32 numbers nearest to the last layer's. Exit code 0; 1 for a model that cannot be used, 2 for such an input.
package main

import (
	"opml/examples/guestlib/machine"
	"opml/examples/guestlib/nn"
	"opml/examples/guestlib/q8"
	"opml/examples/guestlib/text"
)

func main() {
	n, problem := parse(machine.Model())
	if problem != "" {
		machine.Fail(machine.ExitModel, "model: "+problem)
	}
	numbers, problem := q8.Input(machine.Input(), n.plan.Inputs())
	if problem != "" {
		machine.Fail(machine.ExitInput, "input: "+problem)
	}
	outputs := n.apply(numbers)
	class := outputs.Argmax()
	machine.Finish(machine.Int32(class, nn.Softmax(outputs.Float())...), "class "+text.Decimal(class))
}
