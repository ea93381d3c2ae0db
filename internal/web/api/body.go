package api

import (
	"trinhky/internal/document"
	"trinhky/internal/web/client"
)

func bodyIn(in client.Body) document.Body {
	return document.Body{Blocks: each(in.Blocks, func(b client.Block) document.Block {
		out := document.Block{
			Kind: document.BlockKind(b.Kind), Level: b.Level, Ordinal: b.Ordinal, Runs: runsIn(b.Runs), Align: document.Align(b.Align),
			HeaderRows: b.HeaderRows, Widths: b.Widths, Landscape: b.Landscape,
		}
		for _, row := range b.Rows {
			out.Rows = append(out.Rows, each(row, func(c client.Cell) document.Cell {
				return document.Cell{Runs: runsIn(c.Runs), Span: c.Span, Down: c.Down, Align: document.Align(c.Align)}
			}))
		}
		if b.Picture != nil {
			picture := document.Picture(*b.Picture)
			out.Picture = &picture
		}
		return out
	})}
}

func runsIn(in []client.Run) []document.Run {
	return each(in, func(r client.Run) document.Run {
		return document.Run{Text: r.Text, Bold: r.Bold, Italic: r.Italic, Underline: r.Underline, Script: document.Script(r.Script), Note: r.Note}
	})
}

func bodyOf(in document.Body) client.Body {
	return client.Body{Blocks: each(in.Blocks, func(b document.Block) client.Block {
		out := client.Block{
			Kind: string(b.Kind), Level: b.Level, Ordinal: b.Ordinal, Runs: runsOf(b.Runs), Align: string(b.Align),
			HeaderRows: b.HeaderRows, Widths: b.Widths, Landscape: b.Landscape,
		}
		for _, row := range b.Rows {
			out.Rows = append(out.Rows, each(row, func(c document.Cell) client.Cell {
				return client.Cell{Runs: runsOf(c.Runs), Span: c.Span, Down: c.Down, Align: string(c.Align)}
			}))
		}
		if b.Picture != nil {
			picture := client.Picture(*b.Picture)
			out.Picture = &picture
		}
		return out
	})}
}

func runsOf(in []document.Run) []client.Run {
	return each(in, func(r document.Run) client.Run {
		return client.Run{Text: r.Text, Bold: r.Bold, Italic: r.Italic, Underline: r.Underline, Script: string(r.Script), Note: r.Note}
	})
}
