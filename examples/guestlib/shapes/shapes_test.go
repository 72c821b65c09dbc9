package shapes

import "testing"

func TestDimensionsOfOneDoNotMatter(t *testing.T) {
	for _, test := range []struct {
		shape, dimensions []int
		want              bool
	}{
		{[]int{5, 2}, []int{5, 2}, true},
		{[]int{5, 2}, []int{1, 5, 1, 2, 1}, true},
		{nil, []int{1, 1}, true},
		{nil, nil, true},
		{[]int{5, 2}, []int{5}, false},
		{[]int{5, 2}, []int{5, 2, 2}, false},
		{[]int{5, 2}, []int{2, 5}, false},
		{nil, []int{2}, false},
		{[]int{5}, []int{0, 5}, false},
	} {
		if got := Is(test.shape, test.dimensions...); got != test.want {
			t.Errorf("Is(%v, %v) = %v", test.shape, test.dimensions, got)
		}
	}
}

func TestCountAndString(t *testing.T) {
	if n, s := Count([]int{5, 2, 3}), String([]int{5, 2, 30}); n != 30 || s != "[5, 2, 30]" {
		t.Errorf("%d values, %s", n, s)
	}
	if n, s := Count(nil), String(nil); n != 1 || s != "[]" {
		t.Errorf("%d values, %s", n, s)
	}
}
