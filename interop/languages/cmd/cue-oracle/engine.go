package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
)

// An engine answers questions in a process of its own: some texts overflow the engine's stack, which ends its process.
type engine struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
}

func start() (*engine, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.Command(self)
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, maxLine)
	return &engine{command, in, lines}, command.Start()
}

// ask answers one question; false says that the process ended over it.
func (e *engine) ask(q question) (answer, bool, error) {
	line, err := json.Marshal(q)
	if err != nil {
		return answer{}, false, err
	}
	if _, err := e.in.Write(append(line, '\n')); err != nil || !e.out.Scan() {
		return answer{Error: "the engine's process ended", Unknown: true}, false, nil
	}
	var a answer
	err = json.Unmarshal(e.out.Bytes(), &a)
	return a, true, err
}

func (e *engine) stop() {
	_ = e.in.Close()
	_ = e.command.Wait()
}
