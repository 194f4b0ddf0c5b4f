package oscal

// one is a member that is an object.
func one[T any, P interface {
	*T
	object
}](m *members, name string, p **T, is rule) {
	if m.r == nil {
		if *p != nil && m.begin(name) {
			inner := &members{out: m.out, index: -1}
			inner.write(P(*p))
			m.out = inner.out
		}
		return
	}
	if f := m.find(name, is); f != nil {
		*p = new(T)
		(&members{r: m.r, up: m, key: name, index: -1}).read(P(*p), f.value, f.at)
	}
}

// list is a member that is a list of objects.
func list[T any, P interface {
	*T
	object
}](m *members, name string, p *[]T, is rule) {
	if m.r == nil {
		if len(*p) > 0 && m.begin(name) {
			m.out = appendList[T, P](m.out, *p)
		}
		return
	}
	f := m.array(name, is)
	if f == nil {
		return
	}
	items(f.value, f.at, func(item []byte, at int) bool {
		*p = append(*p, *new(T))
		i := len(*p) - 1
		(&members{r: m.r, up: m, key: name, index: i}).read(P(&(*p)[i]), item, at)
		return !m.r.over()
	})
	f.used = len(*p) > 0
}

// embedded is a member that is an object, and must be there.
func embedded[T any, P interface {
	*T
	object
}](m *members, name string, p *T) {
	if m.r == nil {
		one[T, P](m, name, &p, need)
		return
	}
	if f := m.find(name, need); f != nil {
		(&members{r: m.r, up: m, key: name, index: -1}).read(P(p), f.value, f.at)
	}
}

// appendList writes a list of objects.
func appendList[T any, P interface {
	*T
	object
}](b []byte, objects []T) []byte {
	for i := range objects {
		inner := &members{out: append(b, "[,"[min(i, 1)]), index: -1}
		inner.write(P(&objects[i]))
		b = inner.out
	}
	return append(b, ']')
}
