package convnet

import (
	"reflect"
	"strings"
	"testing"
)

func TestPlanOfLeNet(t *testing.T) {
	got, problem := New([]Shape{
		{[]int{5, 5, 6}, []int{6}}, {[]int{5, 5, 6, 16}, []int{16}}, {[]int{256, 120}, []int{120}}, {[]int{120}, []int{120}}, {[]int{120, 10}, []int{10}},
	})
	want := Plan{1, 28, []Layer{
		{Convolution, 1, 6, 5, 28, true}, {Convolution, 6, 16, 5, 12, true}, {Dense, 256, 120, 0, 0, true}, {Norm, 120, 120, 0, 0, false}, {Dense, 120, 10, 0, 0, false},
	}}
	if problem != "" || !reflect.DeepEqual(got, want) || got.Inputs() != 784 {
		t.Errorf("%+v, problem %q", got, problem)
	}
}

func TestPlansOfEdgeCases(t *testing.T) {
	for _, test := range []struct {
		name   string
		shapes []Shape
		want   Plan
	}{
		{"several channels", []Shape{{[]int{3, 3, 3, 2}, []int{2}}, {[]int{8, 4}, []int{4}}}, Plan{3, 6, []Layer{{Convolution, 3, 2, 3, 6, true}, {Dense, 8, 4, 0, 0, false}}}},
		{"one output of a convolution", []Shape{{[]int{2, 2, 3}, nil}, {[]int{2}, []int{2}}}, Plan{}},
		{"a norm first, and last", []Shape{{[]int{2, 2, 2}, []int{2}}, {[]int{8}, []int{8}}}, Plan{1, 5, []Layer{{Convolution, 1, 2, 2, 5, true}, {Norm, 8, 8, 0, 0, false}}}},
		{"no convolution", []Shape{{[]int{784, 20}, []int{20}}, {[]int{20}, nil}}, Plan{784, 1, []Layer{{Dense, 784, 20, 0, 0, true}, {Dense, 20, 1, 0, 0, false}}}},
		{"one number in the middle", []Shape{{[]int{2, 2, 2}, []int{2}}, {[]int{2}, nil}, {[]int{3}, []int{3}}}, Plan{1, 3, []Layer{{Convolution, 1, 2, 2, 3, true}, {Dense, 2, 1, 0, 0, true}, {Dense, 1, 3, 0, 0, false}}}},
	} {
		got, problem := New(test.shapes)
		if test.want.Layers == nil {
			if problem == "" {
				t.Errorf("%s: %+v", test.name, got)
			}
		} else if problem != "" || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, problem %q", test.name, got, problem)
		}
	}
}

func TestPlanSaysWhatIsWrong(t *testing.T) {
	first := Shape{[]int{5, 5, 6}, []int{6}}
	for _, test := range []struct {
		name   string
		shapes []Shape
		want   string
	}{
		{"a dense layer whose bias is too long", []Shape{{[]int{784, 20}, []int{21}}}, "layer 1: weights [784, 20] and bias [21] do not fit together"},
		{"convolutions alone", []Shape{first}, "no dense layer follows"},
		{"a kernel that is no square", []Shape{{[]int{5, 3, 6}, []int{6}}}, "do not fit together: a convolution's are [kernel, kernel,"},
		{"a bias of two dimensions", []Shape{{[]int{5, 5, 6}, []int{2, 3}}}, "the bias is [outputs]"},
		{"other channels", []Shape{first, {[]int{5, 5, 7, 16}, []int{16}}}, "6 channels come in"},
		{"a convolution after a dense layer", []Shape{first, {[]int{24, 10}, []int{10}}, first}, "layer 3: weights [5, 5, 6] and bias [6] are a convolution's, behind"},
		{"no square", []Shape{first, {[]int{18, 10}, []int{10}}}, "layer 2 takes 18 numbers, which are no square images of 6 channels"},
		{"dense layers that do not chain", []Shape{first, {[]int{24, 10}, []int{10}}, {[]int{11, 2}, []int{2}}}, "layer 3: weights [11, 2] and bias [2] take 11 numbers, and 10 come in"},
		{"a norm of another length", []Shape{first, {[]int{24, 10}, []int{10}}, {[]int{11}, []int{11}}}, "take 11 numbers, and 10 come in"},
		{"a dense layer the other way round", []Shape{first, {[]int{10, 24}, []int{10}}}, "a dense layer's are [inputs, outputs]"},
		{"a very large image", []Shape{{[]int{5, 5, 2}, []int{2}}, {[]int{2 * 2100 * 2100, 2}, []int{2}}}, "larger than 4096 x 4096"},
		{"too many channels", []Shape{{[]int{5, 5, 1000, 6}, []int{6}}, {[]int{6 * 100 * 100, 2}, []int{2}}}, "more than 16777216 numbers"},
	} {
		if _, problem := New(test.shapes); !strings.Contains(problem, test.want) {
			t.Errorf("%s: problem %q, want %q", test.name, problem, test.want)
		}
	}
}
