// Command guest is the program that runs inside the Opml machine in the LeNet example: convolutions with max-pools, then dense layers.
//
// Model: the tutorial's ggml file, big-endian, a pair of tensors for each layer (package convnet says which). Input: a byte for each
// number of the image, channel by channel, row by row (0 to 255 stand for 0 to 1), or a big-endian float32 for each. Output: the class,
// the index of the largest number of the last layer, as a big-endian int32, then the softmax of those numbers as big-endian float32.
// Exit code 0; 1 for a model that cannot be used, 2 for such an input.
package main

import (
	"opml/examples/guestlib/machine"
	"opml/examples/guestlib/nn"
	"opml/examples/guestlib/text"
)

func main() {
	n, problem := parse(machine.ModelWords())
	if problem != "" {
		machine.Fail(machine.ExitModel, "model: "+problem)
	}
	numbers, problem := nn.Input(machine.Input(), n.plan.Inputs())
	if problem != "" {
		machine.Fail(machine.ExitInput, "input: "+problem)
	}
	outputs := n.apply(numbers)
	class := nn.Argmax(outputs)
	machine.Finish(machine.Int32(class, nn.Softmax(outputs)...), "class "+text.Decimal(class))
}
