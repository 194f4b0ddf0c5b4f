package main

import "testing"

// TestAnswersAgree runs every engine over a few risks; a wrong answer ends the
// program.
func TestAnswersAgree(t *testing.T) {
	risks := generate(500)
	want := make([]uint8, len(risks))
	handWritten(risks, want)
	seen := [3]int{}
	for _, a := range want {
		seen[a]++
	}
	for a, n := range seen {
		if n == 0 {
			t.Fatalf("no risk has the answer %d", a)
		}
	}
	for _, c := range contestants(risks) {
		answers := make([]uint8, len(risks))
		c.run(risks, answers)
		if c.after != nil {
			c.after(answers)
		}
		for i := range answers {
			if answers[i] != want[i] {
				t.Errorf("%s: risk %d: answer %d, want %d", c.name, i, answers[i], want[i])
				break
			}
		}
	}
}
