"""A process that has the libraries loaded and forks one child for each decoding.

multiprocessing's own fork server is not used because each of its children first imports the parent's main
module: under Streamlit that is the page which is just running, under pytest it is pytest.
"""

import gc
import os
import signal
import socket
import sys


def main() -> None:
    """Fork a child for every socket that arrives on the one given as the first argument; end when that closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are never waited for
    _load()
    control.sendall(b"1")
    while True:
        _, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not fds:
            break
        if os.fork() == 0:
            _child(control, fds[0])
        os.close(fds[0])


def _child(control: socket.socket, fd: int) -> None:
    try:
        from scans import child

        control.close()
        # held until the process ends: who asked takes the end of the socket for the end of the child's memory
        connection = socket.socket(fileno=fd)
        child.serve(connection)
    finally:
        os._exit(0)


def _load() -> None:
    """Import what decoding needs and use it once, so that no child has to."""
    import cv2

    from scans import child, warm

    cv2.setNumThreads(1)
    for kind, data in warm.tiny():
        child.decoded(kind, data)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
