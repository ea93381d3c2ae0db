package pdf

import "fmt"

// bookmark is an entry of the outline: where it leads to, and its depth from 1.
type bookmark struct {
	title string
	level int
	page  int
	top   float64
	// What the tree makes of it, as indices into the bookmarks; -1 = none.
	parent, prev, next, first, last int
	count                           int // of its kids
}

// Bookmark adds an entry to the outline that leads to y on this page. Level is its depth, from 1; an entry hangs on the
// last one before it that is less deep.
func (w *Writer) Bookmark(level int, title string, y float64) {
	p := w.page()
	if title == "" || level < 1 {
		w.fail("a bookmark %q of level %d", title, level)
	}
	w.bookmarks = append(w.bookmarks, bookmark{title: title, level: level, page: len(w.pages) - 1, top: p.height - y})
}

// linked gives the bookmarks with their places in the tree.
func linked(flat []bookmark) []bookmark {
	tree := make([]bookmark, len(flat))
	var path []int // from the root down to the last entry
	lastRoot := -1
	for i, b := range flat {
		b.parent, b.prev, b.next, b.first, b.last = -1, -1, -1, -1, -1
		for len(path) > 0 && tree[path[len(path)-1]].level >= b.level {
			path = path[:len(path)-1]
		}
		if len(path) == 0 {
			b.prev, lastRoot = lastRoot, i
		} else {
			up := &tree[path[len(path)-1]]
			b.parent, b.prev, up.last = path[len(path)-1], up.last, i
			up.count++
			if up.first < 0 {
				up.first = i
			}
		}
		if b.prev >= 0 {
			tree[b.prev].next = i
		}
		path = append(path, i)
		tree[i] = b
	}
	return tree
}

// writeOutline writes the bookmarks (ISO 32000-1 12.3.3). Entries of the first level are open, the rest are folded.
func (a *assembly) writeOutline() error {
	tree := linked(a.w.bookmarks)
	if len(tree) == 0 {
		return nil
	}
	a.outline = a.out.alloc()
	entryOf := a.out.allocMany(len(tree))
	first, last, roots := 0, 0, 0
	for i, b := range tree {
		parent := a.outline
		if b.parent >= 0 {
			parent = entryOf[b.parent]
		} else {
			last = i
			roots++
		}
		entry := fmt.Sprintf("<</Title %s /Parent %s /Dest [%s /XYZ null %s null]", textString(b.title), ref(parent), ref(a.pageOf[b.page]), number(b.top))
		for _, link := range []struct {
			key string
			to  int
		}{{"Prev", b.prev}, {"Next", b.next}, {"First", b.first}, {"Last", b.last}} {
			if link.to >= 0 {
				entry += fmt.Sprintf(" /%s %s", link.key, ref(entryOf[link.to]))
			}
		}
		if b.count > 0 {
			entry += fmt.Sprintf(" /Count %d", -b.count)
		}
		a.out.object(entryOf[i], 0, entry+">>")
	}
	a.out.object(a.outline, 0, fmt.Sprintf("<</Type /Outlines /First %s /Last %s /Count %d>>", ref(entryOf[first]), ref(entryOf[last]), roots))
	return nil
}
