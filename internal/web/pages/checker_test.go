package pages

import (
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// checkTemplate walks a template with the type of what it is given.
func checkTemplate(t *template.Template, name string, dot reflect.Type) []string {
	c := &typeChecker{set: t, done: map[string]bool{}}
	c.call(name, dot)
	return c.faults
}

type typeChecker struct {
	set    *template.Template
	done   map[string]bool
	faults []string
}

// scope is what dot and the variables are at a place; nil is a type that nobody knows before it runs.
type scope struct {
	dot  reflect.Type
	vars map[string]reflect.Type
}

func (s scope) with(dot reflect.Type) scope {
	vars := make(map[string]reflect.Type, len(s.vars))
	for k, v := range s.vars {
		vars[k] = v
	}
	return scope{dot, vars}
}

func (c *typeChecker) fault(n parse.Node, format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf("%s: %s", n, fmt.Sprintf(format, args...)))
}

func (c *typeChecker) call(name string, dot reflect.Type) {
	key := fmt.Sprint(name, dot)
	if c.done[key] {
		return
	}
	c.done[key] = true
	t := c.set.Lookup(name)
	if t == nil {
		c.faults = append(c.faults, "no template "+name)
		return
	}
	c.list(t.Tree.Root, scope{dot, map[string]reflect.Type{"$": dot}})
}

func (c *typeChecker) list(l *parse.ListNode, s scope) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			c.pipe(n.Pipe, s)
		case *parse.TemplateNode:
			var dot reflect.Type
			if n.Pipe != nil {
				dot = c.pipe(n.Pipe, s)
			}
			c.call(n.Name, dot)
		case *parse.IfNode:
			inner := s.with(s.dot)
			c.pipe(n.Pipe, inner)
			c.list(n.List, inner)
			c.list(n.ElseList, s.with(s.dot))
		case *parse.WithNode:
			inner := s.with(s.dot)
			inner.dot = c.pipe(n.Pipe, inner)
			c.list(n.List, inner)
			c.list(n.ElseList, s.with(s.dot))
		case *parse.RangeNode:
			c.loop(n, s)
		}
	}
}

func (c *typeChecker) loop(n *parse.RangeNode, s scope) {
	inner := s.with(s.dot)
	over := indirect(c.pipe(n.Pipe, inner))
	key := reflect.TypeFor[int]()
	if over != nil {
		switch over.Kind() {
		case reflect.Map:
			key, inner.dot = over.Key(), over.Elem()
		case reflect.Slice, reflect.Array:
			inner.dot = over.Elem()
		default:
			c.fault(n.Pipe, "cannot range over %s", over)
			return
		}
	} else {
		inner.dot = nil
	}
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		inner.vars[decl[0].Ident[0]] = inner.dot
	case 2:
		inner.vars[decl[0].Ident[0]], inner.vars[decl[1].Ident[0]] = key, inner.dot
	}
	c.list(n.List, inner)
	c.list(n.ElseList, s.with(s.dot))
}

func (c *typeChecker) pipe(p *parse.PipeNode, s scope) (typ reflect.Type) {
	var piped []reflect.Type
	for _, command := range p.Cmds {
		typ = c.command(command, s, piped)
		piped = []reflect.Type{typ}
	}
	for _, v := range p.Decl {
		s.vars[v.Ident[0]] = typ
	}
	return typ
}

func (c *typeChecker) command(n *parse.CommandNode, s scope, piped []reflect.Type) reflect.Type {
	if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
		var args []reflect.Type
		for _, a := range n.Args[1:] {
			args = append(args, c.arg(a, s))
		}
		return c.function(n, id.Ident, n.Args[1:], append(args, piped...))
	}
	if len(n.Args) > 1 || len(piped) > 0 {
		c.fault(n, "is given arguments, and is no function")
	}
	return c.arg(n.Args[0], s)
}

func (c *typeChecker) arg(n parse.Node, s scope) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return c.fields(n, s.dot, n.Ident)
	case *parse.VariableNode:
		typ, ok := s.vars[n.Ident[0]]
		if !ok {
			c.fault(n, "unknown variable")
		}
		return c.fields(n, typ, n.Ident[1:])
	case *parse.ChainNode:
		return c.fields(n, c.arg(n.Node, s), n.Field)
	case *parse.PipeNode:
		return c.pipe(n, s)
	case *parse.IdentifierNode:
		return c.function(n, n.Ident, nil, nil)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.NumberNode:
		return reflect.TypeFor[int]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	}
	return nil
}

// fields follows .A.B from a type.
func (c *typeChecker) fields(n parse.Node, typ reflect.Type, names []string) reflect.Type {
	for _, name := range names {
		if typ == nil {
			return nil
		}
		if m, ok := typ.MethodByName(name); ok {
			typ = m.Type.Out(0)
			continue
		}
		typ = indirect(typ)
		if typ.Kind() != reflect.Struct {
			c.fault(n, "%s has no field %s", typ, name)
			return nil
		}
		f, ok := typ.FieldByName(name)
		if !ok || !f.IsExported() {
			c.fault(n, "%s has no field %s", typ, name)
			return nil
		}
		typ = f.Type
	}
	return typ
}

// function checks the arguments of one of our words, and says what a word or a built-in function gives.
func (c *typeChecker) function(n parse.Node, name string, nodes []parse.Node, args []reflect.Type) reflect.Type {
	switch name {
	case "eq", "ne", "lt", "le", "gt", "ge", "not":
		return reflect.TypeFor[bool]()
	case "len":
		return reflect.TypeFor[int]()
	case "and", "or":
		return args[len(args)-1]
	case "index":
		if of := indirect(args[0]); of != nil {
			return of.Elem()
		}
		return nil
	}
	fn, ok := words[name]
	if !ok {
		return nil // a built-in that gives text
	}
	typ := reflect.TypeOf(fn)
	if typ.NumIn() != len(args) {
		c.fault(n, "%s takes %d arguments, is given %d", name, typ.NumIn(), len(args))
		return typ.Out(0)
	}
	for i, arg := range args {
		literal := false
		if i < len(nodes) {
			switch nodes[i].(type) {
			case *parse.StringNode, *parse.NumberNode:
				literal = arg.Kind() == typ.In(i).Kind()
			}
		}
		fits := arg == nil || literal || arg.AssignableTo(typ.In(i)) || arg.Kind() == reflect.Pointer && arg.Elem().AssignableTo(typ.In(i))
		if !fits {
			c.fault(n, "%s takes %s, is given %s", name, typ.In(i), arg)
		}
	}
	return typ.Out(0)
}

func indirect(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
