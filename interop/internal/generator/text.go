package generator

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"regexp"
	"strings"
)

func pemText(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// mutatePEM changes what stands around the content, mostly.
func mutatePEM(s source, text string) string {
	switch s.IntN(22) {
	case 0:
		return "text before\n" + text
	case 1:
		return text + pick(s, "text after\n", "\n", " ", "\t\n", "-----", "\x00", "\r\n", "#")
	case 2:
		return strings.ReplaceAll(text, "\n", "\r\n")
	case 3:
		return strings.TrimSuffix(text, "\n")
	case 4:
		return strings.Replace(text, "-----\n", "-----\nComment: x\n\n", 1)
	case 5:
		return strings.Replace(text, "-----\n", "-----\nProc-Type: 4\nName:  value \n", 1)
	case 6:
		return strings.Replace(text, "BEGIN ", pick(s, "BEGIN X", "BEGIN", "begin "), 1)
	case 7:
		return strings.Replace(text, "END ", pick(s, "END X", "END", "end "), 1)
	case 8:
		return text + text
	case 9:
		return "-----BEGIN CERTIFICATE-----\n" + text
	case 10:
		return strings.Replace(text, "-----\n", "----- \n", 1)
	case 11:
		return strings.Replace(text, "-----\n", "-----", 1)
	case 12:
		lines := strings.Split(text, "\n")
		at := s.IntN(len(lines))
		lines[at] = pick(s, " ", "\t", "") + lines[at] + pick(s, " ", "\t", "", "\n", "\r", "=", "\v")
		return strings.Join(lines, "\n")
	case 13:
		lines := strings.Split(text, "\n")
		return lines[0] + "\n" + strings.Join(lines[1:], "")
	case 14:
		return strings.Replace(text, "=", "", 1)
	case 15:
		return strings.ReplaceAll(text, "+", "-")
	case 16:
		return strings.Replace(text, "\n-----END", pick(s, "-----END", "\n=abcd\n-----END", "\n\n-----END", " -----END", "\n -----END"), 1)
	case 17:
		return pick(s, " ", "\n", "\ufeff", "x", "-----\n") + text
	case 18:
		return strings.Replace(text, "KEY", pick(s, "Key", "KEY ", "KEYS"), pick(s, 1, -1))
	case 19:
		return ""
	case 20:
		return text[:s.IntN(len(text)+1)]
	default:
		at := s.IntN(len(text))
		return text[:at] + pick(s, "-", "\n", " ", "A", "=", ":", "\t", "") + text[at+1:]
	}
}

func encode64(content []byte) string { return base64.StdEncoding.EncodeToString(content) }

// mutateBase64 keeps what it stands for about as often as not.
func mutateBase64(s source, text string) string {
	switch s.IntN(9) {
	case 0:
		at := s.IntN(len(text) + 1)
		return text[:at] + pick(s, "\n", "\r\n", " ", "\t", "\x00", "=", "\u00a0") + text[at:]
	case 1:
		return strings.TrimRight(text, "=")
	case 2:
		return strings.NewReplacer("+", "-", "/", "_").Replace(text)
	case 3:
		return text + pick(s, "=", "\n", "AAAA", "A", "====")
	case 4:
		// The last sextet may have bits that stand for nothing.
		bare := strings.TrimRight(text, "=")
		if bare == "" {
			return "A==="
		}
		last := bare[len(bare)-1]
		return bare[:len(bare)-1] + string(rune(pick[byte](s, 'A', 'B', last+1))) + text[len(bare):]
	case 5:
		return ""
	case 6:
		return text[:len(text)/2]
	case 7:
		return strings.Replace(text, "=", pick(s, "\n=", "=\n", "=A", "A="), 1)
	default:
		return string(s.flipBit([]byte(text)))
	}
}

var token = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[{}\[\],:]`)

var values = []string{
	`null`, `""`, `"x"`, `0`, `-0`, `1`, `1.0`, `1.5`, `1e2`, `1E400`, `-1`, `9007199254740993`, `9223372036854775807`,
	`9223372036854775808`, `1e18`, `-9223372036854775808`, `123456789012345678901234567890`, `1e-7`, `0.1e1`, `01`, `+1`, `.5`, `1.`, `NaN`,
	`true`, `false`, `[]`, `{}`, `[null]`, `{"a":1}`, `{"a":1,"a":2}`, `"\ud800"`, `"\u0000"`, `"\ud83d\ude00"`, `"\/"`, `'x'`, `"\x41"`,
	`"é"`, `"\u00e9"`, `[[[[[[[[]]]]]]]]`, `"tab	"`, `"<&>"`, `"\u2028"`,
}

// mutateJSON changes one token of a JSON text, or what stands between tokens; the result need not be JSON.
func mutateJSON(s source, text []byte) []byte {
	places := token.FindAllIndex(text, -1)
	if places == nil {
		return s.flipBit(text)
	}
	at := pick(s, places...)
	if s.oneIn(2) {
		at = chooseScalar(s, text, places)
	}
	old := string(text[at[0]:at[1]])
	replace := func(with string) []byte {
		return append(append(append([]byte(nil), text[:at[0]]...), with...), text[at[1]:]...)
	}
	switch s.IntN(16) {
	case 0, 1, 2:
		return replace(pick(s, values...))
	case 3:
		return replace("")
	case 4:
		return replace(pick(s, " ", "\n", "\t", "\r", "\v", "\u00a0", "\ufeff", "\x00", "/**/", ",") + old)
	case 5:
		return append(append([]byte(nil), text...), pick(s, " ", "\n", "{}", "x", "\x00", ",", "]")...)
	case 6:
		return append([]byte(pick(s, " ", "\ufeff", "x", "[")), text...)
	case 7:
		return bytes.Replace(text, []byte("{"), []byte(pick(s, `{"extra":1,`, `{"":1,`, `{`+old+`:1,`, `{"EXTRA":null,`)), 1+s.IntN(2))
	case 8:
		return duplicate(s, text)
	case 9, 10:
		if strings.HasPrefix(old, `"`) && len(old) > 2 {
			return replace(respell(s, old))
		}
		return replace(old + old)
	case 11:
		if strings.HasPrefix(old, `"`) && len(old) > 2 {
			return replace(old[:len(old)-1] + pick(s, "\xff", "\xc3\x28", "\xed\xa0\x80", `\ud800`, `\u0000`, "\u0301", `\udc00\ud800`, "\x7f", "\x01", "\n", "\xf4\x90\x80\x80") + `"`)
		}
		return replace(old + pick(s, "0", ".0", "e0", "E+0", ".5"))
	case 12:
		return text[:at[0]]
	case 13:
		return replace(strings.ToUpper(old))
	default:
		return s.flipBit(text)
	}
}

func chooseScalar(s source, text []byte, places [][]int) []int {
	for range 10 {
		at := pick(s, places...)
		if !bytes.ContainsAny(text[at[0]:at[0]+1], "{}[],:") {
			return at
		}
	}
	return places[0]
}

var member = regexp.MustCompile(`"[^"\\]*":(?:"(?:[^"\\]|\\.)*"|[0-9]+|null)`)

// duplicate writes a member twice, the second time with another value now and then.
func duplicate(s source, text []byte) []byte {
	places := member.FindAllIndex(text, -1)
	if places == nil {
		return s.flipBit(text)
	}
	at := pick(s, places...)
	again := string(text[at[0]:at[1]])
	if s.oneIn(2) {
		name, _, _ := strings.Cut(again, ":")
		again = name + ":" + pick(s, values...)
	}
	if s.oneIn(3) {
		name, rest, _ := strings.Cut(again, ":")
		again = pick(s, strings.ToUpper(name), strings.ToLower(name), respell(s, name)) + ":" + rest
	}
	if s.oneIn(2) {
		return append(append(append([]byte(nil), text[:at[0]]...), again+","...), text[at[0]:]...)
	}
	return append(append(append([]byte(nil), text[:at[1]]...), ","+again...), text[at[1]:]...)
}

// respell changes how a quoted string is written, and sometimes what it says.
func respell(s source, quoted string) string {
	inner := quoted[1 : len(quoted)-1]
	at := s.IntN(len(inner))
	if inner[at] >= 0x80 || inner[at] == '\\' || at > 0 && inner[at-1] == '\\' {
		return quoted
	}
	const hex = "0123456789abcdef"
	escape := `\u00` + string(hex[inner[at]>>4]) + string(hex[inner[at]&15])
	switch s.IntN(4) {
	case 0:
		return `"` + inner[:at] + strings.ToUpper(inner[at:at+1]) + inner[at+1:] + `"`
	case 1:
		return `"` + inner[:at] + inner[at+1:] + `"`
	case 2:
		// Letters that Go folds onto s and k in lenient member names, and others that it does not.
		return `"` + strings.NewReplacer("s", "\u017f", "k", "\u212a", "i", pick(s, "i", "\u0131", "\u0130")).Replace(inner) + `"`
	default:
		return `"` + inner[:at] + escape + inner[at+1:] + `"`
	}
}
