package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// generate writes count questions with their answers. The same seed gives the same questions.
func generate(seed uint64, count int, out io.Writer) error {
	encoder := json.NewEncoder(out)
	cue, err := start()
	if err != nil {
		return err
	}
	defer func() { cue.stop() }()
	for i := range count {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, uint64(i)))}
		q := question{g.text(), g.document()}
		a, alive, err := cue.ask(q)
		if err == nil && !alive {
			cue.stop()
			cue, err = start()
		}
		if err != nil {
			return err
		}
		line := struct {
			question
			answer
		}{q, a}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// A generator makes policies such as are written about attestations, and documents that they have something to say
// about, out of few names and values, so that they meet.
type generator struct {
	*rand.Rand
	definitions []string
	imports     map[string]bool
	// names that expressions may refer to where they stand, innermost last
	names []string
	// names that are being declared: a reference to them would be a cycle, about which the engine's answers depend on the
	// order of the text, where it gives any
	declaring map[string]int
}

// without makes what declares names while those may not be referred to.
func (g *generator) without(names []string, declare func()) {
	for _, name := range names {
		g.declaring[name]++
	}
	declare()
	for _, name := range names {
		g.declaring[name]--
	}
}

func (g *generator) pick(options ...string) string { return options[g.IntN(len(options))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func (g *generator) use(pkg string) string {
	g.imports[pkg] = true
	return pkg
}

var labels = []string{"a", "b", "c", "d"}

func (g *generator) text() string {
	g.imports = map[string]bool{}
	g.declaring = map[string]int{}
	var body strings.Builder
	for _, name := range []string{"#D", "#E"} {
		if g.chance(45) {
			fmt.Fprintf(&body, "%s: %s\n", name, g.definition())
			g.names = append(g.names, name)
			g.definitions = append(g.definitions, name)
		}
	}
	if g.chance(20) {
		fmt.Fprintf(&body, "_h: %s\n", g.value(2))
		g.names = append(g.names, "_h")
	}
	for _, label := range labels[:1+g.IntN(len(labels))] {
		g.without([]string{label}, func() {
			for range 1 + g.IntN(5)/4 {
				fmt.Fprintf(&body, "%s\n", g.field(label, 3))
			}
		})
		g.names = append(g.names, label)
	}
	if g.chance(4) {
		fmt.Fprintf(&body, "%s\n", g.comprehension(2))
	}
	if g.chance(8) {
		label := g.pick(labels...)
		g.without([]string{label}, func() { fmt.Fprintf(&body, "let x = %s\n%s: x\n", g.value(2), label) })
	}
	var head strings.Builder
	for _, pkg := range []string{"list", "math", "regexp", "strings", "struct", "time"} {
		if g.imports[pkg] {
			fmt.Fprintf(&head, "import %q\n", pkg)
		}
	}
	return head.String() + body.String()
}

func (g *generator) definition() string {
	if g.chance(25) {
		return g.value(2)
	}
	return g.structure(2)
}

func (g *generator) field(label string, depth int) string {
	marker := ""
	switch g.IntN(12) {
	case 0, 1:
		marker = "?"
	case 2:
		marker = "!"
	}
	if g.chance(10) && depth > 1 {
		inner, value := g.pick(labels...), ""
		g.without([]string{inner}, func() { value = g.value(depth - 1) })
		return fmt.Sprintf("%s%s: %s: %s", label, marker, inner, value)
	}
	if g.chance(5) {
		label = `"` + label + `"`
	}
	return fmt.Sprintf("%s%s: %s", label, marker, g.value(depth))
}

func (g *generator) structure(depth int) string {
	var chosen, parts []string
	for _, label := range labels {
		if g.chance(40) {
			chosen = append(chosen, label)
		}
	}
	g.without(chosen, func() { parts = g.declarations(chosen, depth) })
	return "{" + strings.Join(parts, ", ") + "}"
}

func (g *generator) declarations(chosen []string, depth int) []string {
	var parts []string
	for _, label := range chosen {
		parts = append(parts, g.field(label, depth-1))
	}
	if g.chance(12) {
		parts = append(parts, fmt.Sprintf("[%s]: %s", g.pick("string", `=~"^[a-b]"`, `string & !="a"`, `"a" | "c"`, "_"), g.value(depth-1)))
	}
	if g.chance(12) {
		parts = append(parts, "...")
	}
	if g.chance(12) && len(g.definitions) > 0 {
		parts = append(parts, g.pick(g.definitions...))
	}
	if g.chance(8) {
		parts = append(parts, g.comprehension(depth-1))
	}
	if g.chance(4) {
		parts = append(parts, fmt.Sprintf("(%q): %s", g.pick(labels...), g.value(depth-1)))
	}
	return parts
}

func (g *generator) comprehension(depth int) string {
	label, source, body := g.pick("a", "b", "c", "d", "e"), g.reference(), ""
	g.without([]string{label}, func() { body = fmt.Sprintf("{%s: %s}", label, g.value(depth)) })
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("if %s == %s %s", source, g.scalar(), body)
	case 1:
		return fmt.Sprintf("if %s != _|_ %s", source, body)
	case 2:
		return fmt.Sprintf("if %s > 1 %s", source, body)
	case 3:
		return fmt.Sprintf(`for k, v in %s {"\(k)x": v}`, source)
	case 4:
		return fmt.Sprintf("if len(%s) %s %d %s", source, g.pick("<", ">", "=="), g.IntN(3), body)
	default:
		return fmt.Sprintf("for v in %s if v != 1 %s", source, body)
	}
}

func (g *generator) reference() string {
	var known []string
	for _, name := range g.names {
		if g.declaring[name] == 0 {
			known = append(known, name)
		}
	}
	if len(known) == 0 {
		return g.scalar()
	}
	name := g.pick(known...)
	switch g.IntN(6) {
	case 0, 1:
		return name + "." + g.pick(labels...)
	case 2:
		return fmt.Sprintf("%s[%d]", name, g.IntN(2))
	}
	return name
}

func (g *generator) scalar() string {
	return g.pick("1", "2", "3", "1.5", "2.0", `"x"`, `"y"`, `"xy"`, "true", "false", "null", `""`)
}

func (g *generator) simple() string {
	switch g.IntN(20) {
	case 0, 1, 16, 17, 18, 19:
		return g.pick("_", "number", "string", "int", ">0", `=~"x"`, "null", "bool")
	case 2:
		return g.scalar()
	case 4, 5, 14, 15:
		return g.pick("string", "int", "number", "bool", "float", "_", "_", "uint8", "null")
	case 6:
		return g.pick(">", ">=", "<", "<=") + g.pick("1", "2", "1.5", `"x"`, `"y"`)
	case 7:
		// Never != or == on their own: on a struct they overflow the engine's stack.
		return g.pick(`=~"^x"`, `!~"y$"`, `=~"^[xy]+$"`, `string & !=""`, `number & !=1`)
	case 8:
		return g.pick("int & >=1", "number & <2", "int & >1 & <=3", `string & !="x"`, `string & =~"x"`, "number & !=2")
	case 9:
		return g.validator()
	case 10, 11:
		return g.reference()
	case 12:
		return g.expression()
	default:
		return g.pick("{}", "[]", "{...}", "[...]", "[_, ...]", "close({})")
	}
}

func (g *generator) validator() string {
	n := g.IntN(3)
	switch g.IntN(8) {
	case 0:
		return fmt.Sprintf("%s.MinItems(%d)", g.use("list"), n)
	case 1:
		return fmt.Sprintf("%s.MaxItems(%d)", g.use("list"), n)
	case 2:
		return fmt.Sprintf("%s.MinFields(%d)", g.use("struct"), n)
	case 3:
		return fmt.Sprintf("%s.MaxFields(%d)", g.use("struct"), n)
	case 4:
		return fmt.Sprintf("%s.MinRunes(%d)", g.use("strings"), n)
	case 5:
		return fmt.Sprintf("%s.%s(%q)", g.use("strings"), g.pick("HasPrefix", "HasSuffix", "Contains"), g.pick("x", "y"))
	case 6:
		return g.use("list") + ".UniqueItems()"
	default:
		return g.use("math") + ".MultipleOf(2)"
	}
}

func (g *generator) expression() string {
	x, y := g.reference(), g.scalar()
	switch g.IntN(8) {
	case 0:
		return x + " " + g.pick("+", "-", "*", "/") + " " + y
	case 1:
		return x + " " + g.pick("==", "!=", "<", ">=") + " " + y
	case 2:
		return fmt.Sprintf("len(%s)", x)
	case 3:
		return fmt.Sprintf(`"v\(%s)"`, x)
	case 4:
		return fmt.Sprintf("%s.%s(%s)", g.use("strings"), g.pick("ToUpper", "TrimSpace"), x)
	case 5:
		return fmt.Sprintf(">=%s", x)
	case 6:
		return fmt.Sprintf("%s(%s, 2)", g.pick("div", "mod", "quo", "rem"), x)
	default:
		return fmt.Sprintf("[if %s == %s {%s}, %s][0]", x, y, g.scalar(), g.scalar())
	}
}

func (g *generator) value(depth int) string {
	if depth <= 0 {
		return g.simple()
	}
	switch g.IntN(12) {
	case 0, 1, 2:
		return g.structure(depth)
	case 3:
		return g.list(depth)
	case 4, 5:
		return g.disjunction(depth)
	case 6:
		return g.pick("_", "{...}", "int", "string", "number", "_") + " & " + g.value(depth-1)
	case 7:
		if len(g.definitions) > 0 {
			return g.pick(g.definitions...)
		}
		return g.simple()
	case 8:
		if g.chance(40) {
			return "close(" + g.structure(depth) + ")"
		}
		return g.simple()
	default:
		return g.simple()
	}
}

func (g *generator) list(depth int) string {
	var items []string
	for range g.IntN(3) {
		items = append(items, g.value(depth-1))
	}
	switch g.IntN(6) {
	case 0, 1:
		items = append(items, "..."+g.simple())
	case 2:
		items = append(items, "...")
	case 3:
		items = append(items, fmt.Sprintf("for v in %s {%s}", g.reference(), g.pick("v", "1", "a: v")))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func (g *generator) disjunction(depth int) string {
	var alternatives []string
	marks := g.chance(40)
	for range 2 + g.IntN(2) {
		mark := ""
		if marks && g.chance(50) {
			mark = "*"
		}
		alternatives = append(alternatives, mark+"("+g.value(depth-1)+")")
	}
	return "(" + strings.Join(alternatives, " | ") + ")"
}

func (g *generator) document() json.RawMessage {
	fields := map[string]any{}
	for _, label := range labels {
		if g.chance(60) {
			fields[label] = g.data(3)
		}
	}
	document, err := json.Marshal(fields)
	if err != nil {
		panic(err) // strings, numbers and maps of them
	}
	return document
}

func (g *generator) data(depth int) any {
	if depth > 0 && g.chance(40) {
		fields := map[string]any{}
		for _, label := range labels {
			if g.chance(40) {
				fields[label] = g.data(depth - 1)
			}
		}
		return fields
	}
	if depth > 0 && g.chance(25) {
		items := []any{}
		for range g.IntN(4) {
			items = append(items, g.data(depth-1))
		}
		return items
	}
	return json.RawMessage(g.scalar())
}
