"""Long work beside the windows: exports in a thread, reports in a child process, with progress, cancel and a result."""
