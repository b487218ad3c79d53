"""What `./poc check` looks at; each step is one module or one tool."""
