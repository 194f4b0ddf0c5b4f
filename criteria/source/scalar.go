package source

// plainKind gives the kind of a plain scalar, by our own rules: those of YAML
// 1.2 without its octal and hexadecimal numbers.
func plainKind(s string) Kind {
	switch s {
	case "", "~", "null":
		return Null
	case "true", "false":
		return Bool
	case ".inf", "-.inf", "+.inf", ".nan":
		return Float
	}
	return numberKind(s)
}

// numberKind gives Int, Float, or String for what is no decimal number.
func numberKind(s string) Kind {
	i := 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	whole := digits(s[i:])
	i += whole
	if i == len(s) && whole > 0 {
		return Int
	}
	fraction := 0
	if i < len(s) && s[i] == '.' {
		i++
		fraction = digits(s[i:])
		i += fraction
	}
	if whole+fraction == 0 {
		return String
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		n := digits(s[i:])
		if n == 0 {
			return String
		}
		i += n
	}
	if i != len(s) {
		return String
	}
	return Float
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
