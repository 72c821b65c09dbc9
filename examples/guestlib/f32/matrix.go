package f32

// A Matrix is rows of weights, each to be multiplied with many vectors.
type Matrix struct {
	values  []uint32
	columns int
	rows    []rowState
}

// What is known of a row's weights, found out when it first matters.
type rowState uint8

const (
	unknown rowState = iota
	finite
	notFinite
)

// NewMatrix makes a matrix of values, row by row; it keeps the slice. Their number is a multiple of columns, which is not 0.
func NewMatrix(values []uint32, columns int) *Matrix {
	if len(values)%columns != 0 {
		panic("f32: a matrix whose last row is not full")
	}
	return &Matrix{values, columns, make([]rowState, len(values)/columns)}
}

// Rows is the number of rows.
func (m *Matrix) Rows() int { return len(m.rows) }

// Columns is the number of weights in a row.
func (m *Matrix) Columns() int { return m.columns }

// Dot returns the sum of the row's weights times the vector's numbers, as Vector.Dot does.
func (m *Matrix) Dot(row int, v *Vector) uint32 {
	weights := m.values[row*m.columns : (row+1)*m.columns]
	if v.finite && v.zeros {
		if m.rows[row] == unknown {
			m.rows[row] = notFinite
			if allFinite(weights) {
				m.rows[row] = finite
			}
		}
		if m.rows[row] == notFinite {
			return dotSlow(Zero, weights, v.numbers)
		}
	}
	return v.dot(weights)
}
