// Package text writes numbers for messages, without the standard library's packages, which would make a guest's start long.
package text

// Decimal writes n, which is not negative, in base ten.
func Decimal(n int) string {
	var digits [20]byte
	at := len(digits)
	for {
		at--
		digits[at] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(digits[at:])
		}
	}
}
