package document

import "slices"

// patience pairs equal keys in the same order (Bram Cohen's patience diff): equal beginnings and ends, then the keys
// that stand once on either side, then the same between those; what is left and small is compared key by key.
func patience(a, b []int, join func(i, j int)) { patienceBelow(a, b, 0, 0, 0, join) }

const (
	patienceDepth = 40
	patienceLeaf  = 10_000 // comparisons
)

func patienceBelow(a, b []int, i0, j0, depth int, join func(i, j int)) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		join(i0, j0)
		a, b, i0, j0 = a[1:], b[1:], i0+1, j0+1
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
		join(i0+len(a), j0+len(b))
	}
	if len(a) == 0 || len(b) == 0 {
		return
	}
	at := onceInBoth(a, b)
	order := longestRun(at)
	if len(order) == 0 || depth == patienceDepth {
		longestCommon(a, b, i0, j0, join)
		return
	}
	i, j := 0, 0
	for _, next := range order {
		patienceBelow(a[i:next], b[j:at[next]], i0+i, j0+j, depth+1, join)
		join(i0+next, j0+at[next])
		i, j = next+1, at[next]+1
	}
	patienceBelow(a[i:], b[j:], i0+i, j0+j, depth+1, join)
}

// onceInBoth gives, by index in a, the index in b of a key that stands once in each; -1 for any other.
func onceInBoth(a, b []int) []int {
	type count struct{ inA, inB, at int }
	counts := make(map[int]count, len(a))
	for _, k := range a {
		c := counts[k]
		c.inA++
		counts[k] = c
	}
	for j, k := range b {
		if c, known := counts[k]; known {
			c.inB, c.at = c.inB+1, j
			counts[k] = c
		}
	}
	at := make([]int, len(a))
	for i, k := range a {
		at[i] = -1
		if c := counts[k]; c.inA == 1 && c.inB == 1 {
			at[i] = c.at
		}
	}
	return at
}

// longestRun gives the indices of a longest run of rising values, leaving out those below 0.
func longestRun(values []int) []int {
	var piles []int // the index on top of each
	before := make([]int, len(values))
	for i, v := range values {
		if v < 0 {
			continue
		}
		pile, _ := slices.BinarySearchFunc(piles, v, func(top, v int) int { return values[top] - v })
		before[i] = -1
		if pile > 0 {
			before[i] = piles[pile-1]
		}
		if pile == len(piles) {
			piles = append(piles, i)
		} else {
			piles[pile] = i
		}
	}
	run := make([]int, len(piles))
	for n, at := len(piles)-1, 0; n >= 0; n-- {
		if n == len(piles)-1 {
			at = piles[n]
		}
		run[n] = at
		at = before[at]
	}
	return run
}

// longestCommon pairs a longest common sequence of two short lists of keys.
func longestCommon(a, b []int, i0, j0 int, join func(i, j int)) {
	n, k := len(a), len(b)
	if n*k > patienceLeaf {
		return
	}
	length := make([]int, (n+1)*(k+1))
	at := func(i, j int) *int { return &length[i*(k+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := k - 1; j >= 0; j-- {
			if a[i] == b[j] {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	for i, j := 0, 0; i < n && j < k; {
		switch {
		case a[i] == b[j]:
			join(i0+i, j0+j)
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
}
