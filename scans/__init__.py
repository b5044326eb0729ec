"""From bytes to a Scan: decoding in a limited child process, sample scans, and what must not be shown."""
