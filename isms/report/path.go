package report

import "strings"

// parent cuts the last step off a path: the index of a list, or a name.
// Ids within brackets may hold dots.
func parent(path string) string {
	depth := 0
	for i := len(path) - 1; i >= 0; i-- {
		switch path[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return path[:i]
			}
		case '.':
			if depth == 0 {
				return path[:i]
			}
		}
	}
	return ""
}

// foreignPath splits name[index].rest.
func foreignPath(path string) (name, index, rest string) {
	i := strings.IndexAny(path, "[.")
	switch {
	case i < 0:
		return path, "", ""
	case path[i] == '.':
		return path[:i], "", path[i+1:]
	}
	name, path = path[:i], path[i+1:]
	if i = strings.IndexByte(path, ']'); i < 0 {
		return name, path, ""
	}
	return name, path[:i], strings.TrimPrefix(path[i+1:], ".")
}

// steps splits a path into its steps, from the outermost.
func steps(path string) []step {
	var list []step
	at := ""
	for path != "" {
		var s step
		whole := path
		s.name, s.index, path = foreignPath(path)
		text := strings.TrimSuffix(whole[:len(whole)-len(path)], ".")
		if at != "" {
			at += "."
		}
		at += text
		s.path, s.indexed = at, strings.HasSuffix(text, "]")
		list = append(list, s)
	}
	return list
}

type step struct {
	name    string // of the field
	index   string // within brackets
	indexed bool
	path    string // up to here
}
