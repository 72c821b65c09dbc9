// Package machine is what a guest sees of the Opml machine: where its model and input lie, and where its output goes.
// A guest has no files, no arguments and no clock. It only runs there (linux/mips); elsewhere nothing is at these addresses.
package machine

import (
	"syscall"
	"unsafe"
)

const (
	magicAddress  uintptr = 0x30000800
	inputAddress  uintptr = 0x31000000
	outputAddress uintptr = 0x32000000
	modelAddress  uintptr = 0x33000000
	modelEnd      uintptr = 0x40000000

	// magic at magicAddress says that the output is complete.
	magic uint32 = 0x12345678
)

// Input returns the input bytes where they lie. It reports false if the length before them cannot be right.
func Input() ([]byte, bool) { return region(inputAddress, outputAddress) }

// Model returns the model bytes where they lie. It reports false if the length before them cannot be right.
func Model() ([]byte, bool) { return region(modelAddress, modelEnd) }

// Words returns bytes as the big-endian words that they are, where they lie; what is left past the last whole word is not
// among them. The bytes must begin at a word, as those of Input and Model do.
func Words(bytes []byte) []uint32 {
	if len(bytes) < 4 {
		return nil
	}
	return unsafe.Slice((*uint32)(unsafe.Pointer(&bytes[0])), len(bytes)/4)
}

// Finish writes the output with its length, then the magic word, then the line to standard output, and ends the run with
// exit code 0.
func Finish(output []byte, line string) {
	if uintptr(len(output)) > modelAddress-outputAddress-4 {
		Fail(3, "the output is longer than its place in memory")
	}
	copy(unsafe.Slice((*byte)(at(outputAddress+4)), len(output)), output)
	*(*uint32)(at(outputAddress)) = uint32(len(output))
	*(*uint32)(at(magicAddress)) = magic
	say(syscall.Stdout, line)
	syscall.Exit(0)
}

// Fail writes the line to standard error and ends the run with the exit code, without output.
func Fail(code int, line string) {
	say(syscall.Stderr, line)
	syscall.Exit(code)
}

func say(fd int, line string) {
	// The machine takes every write whole, and a guest could do nothing about one that is lost.
	_, _ = syscall.Write(fd, []byte(line+"\n"))
}

// region returns the bytes that follow their length (4 bytes, big-endian) at start, if they end by end.
func region(start, end uintptr) ([]byte, bool) {
	length := *(*uint32)(at(start))
	if uintptr(length) > end-start-4 {
		return nil, false
	}
	return unsafe.Slice((*byte)(at(start+4)), int(length)), true
}

// at makes a pointer of an address outside of everything that Go's runtime manages.
func at(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }
