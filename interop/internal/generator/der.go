package generator

import "slices"

// element is a DER element whose content is known to be made of others, or not.
type element struct {
	tag      byte
	content  []byte
	children []*element
	// prefix stands before the children: the unused bits of a BIT STRING.
	prefix []byte
	// long says to write the length in more octets than it needs.
	long bool
}

const deepest = 24

// readDER splits what DER it finds; nil where the bytes are anything else.
func readDER(text []byte, depth int) []*element {
	var found []*element
	for len(text) > 0 {
		if len(text) < 2 || text[0]&0x1f == 0x1f {
			return nil
		}
		length, header := int(text[1]), 2
		if length >= 0x80 {
			octets := length & 0x7f
			if octets == 0 || octets > 3 || len(text) < 2+octets {
				return nil
			}
			length = 0
			for _, octet := range text[2 : 2+octets] {
				length = length<<8 | int(octet)
			}
			header += octets
		}
		if len(text) < header+length {
			return nil
		}
		e := &element{tag: text[0], content: slices.Clone(text[header : header+length])}
		e.open(depth)
		found = append(found, e)
		text = text[header+length:]
	}
	return found
}

// open looks for elements in the content.
func (e *element) open(depth int) {
	inner := e.content
	switch {
	case depth > deepest:
		return
	case e.tag&0x20 != 0 || e.tag == 0x04:
	case e.tag == 0x03 && len(inner) > 1 && inner[0] == 0:
		e.prefix, inner = inner[:1], inner[1:]
	default:
		return
	}
	if e.children = readDER(inner, depth+1); e.children == nil {
		e.prefix = nil
	}
}

func (e *element) encode() []byte {
	content := e.content
	if e.children != nil {
		content = append(slices.Clone(e.prefix), encodeAll(e.children)...)
	}
	header := []byte{e.tag}
	length := len(content)
	switch {
	case e.long && length < 0x80:
		header = append(header, 0x81, byte(length))
	case length < 0x80:
		header = append(header, byte(length))
	case length < 0x100 && !e.long:
		header = append(header, 0x81, byte(length))
	case length < 0x10000:
		header = append(header, 0x82, byte(length>>8), byte(length))
	default:
		header = append(header, 0x83, byte(length>>16), byte(length>>8), byte(length))
	}
	return append(header, content...)
}

func encodeAll(elements []*element) []byte {
	var text []byte
	for _, e := range elements {
		text = append(text, e.encode()...)
	}
	return text
}

// mutateDER changes one element somewhere. What is no DER has one bit flipped.
func mutateDER(s source, text []byte) []byte {
	if s.oneIn(12) {
		return s.flipBit(text)
	}
	elements := readDER(text, 0)
	if elements == nil {
		return s.flipBit(text)
	}
	if s.oneIn(30) {
		return append(slices.Clone(text), s.bytes(1)...)
	}
	root := &element{children: elements}
	mutateElement(s, root)
	return encodeAll(root.children)
}

var tags = []byte{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0x81, 0x82, 0x86, 0x87, 0xa0, 0xa3}

// mutateElement changes one element below root, each of them as likely as another.
func mutateElement(s source, root *element) {
	type place struct {
		parent *element
		index  int
	}
	var places []place
	var walk func(*element)
	walk = func(parent *element) {
		for i, child := range parent.children {
			places = append(places, place{parent, i})
			walk(child)
		}
	}
	walk(root)
	at := pick(s, places...)
	chosen := at.parent.children[at.index]
	switch s.IntN(12) {
	case 0:
		at.parent.children = slices.Delete(at.parent.children, at.index, at.index+1)
	case 1:
		at.parent.children = slices.Insert(at.parent.children, at.index, chosen)
	case 2:
		other := s.IntN(len(at.parent.children))
		at.parent.children[at.index], at.parent.children[other] = at.parent.children[other], chosen
	case 3:
		chosen.tag = pick(s, tags...)
	case 4:
		chosen.long = true
	case 5:
		chosen.content, chosen.children = nil, nil
	default:
		if chosen.children != nil {
			*chosen = element{tag: chosen.tag, children: append(chosen.children, &element{tag: pick(s, tags...), content: s.bytes(s.IntN(3))})}
			return
		}
		chosen.content = mutateContent(s, chosen.content)
	}
}

func mutateContent(s source, content []byte) []byte {
	switch s.IntN(7) {
	case 0:
		return append([]byte{0}, content...)
	case 1:
		return append(slices.Clone(content), pick(s, s.bytes(1), []byte{0}, []byte("."), []byte("*"), []byte(" "))...)
	case 2:
		return content[:len(content)/2]
	case 3:
		if len(content) > 0 {
			content = slices.Clone(content)
			content[s.IntN(len(content))] = pick[byte](s, 0, 0x80, 0xff, '@', '.', '*', '%', ' ', '\n', 'A', '0')
		}
		return content
	case 4:
		return append([]byte{0xff}, content...)
	default:
		return s.flipBit(content)
	}
}
