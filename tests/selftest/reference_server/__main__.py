"""Serve the reference server: python -m reference_server [--port PORT], from the folder tests/."""

import argparse
import signal
import sys

from .faults import FAULTS
from .server import Server


def main() -> None:
    """Bind the port, print the URL, and serve until the process is stopped."""
    parser = argparse.ArgumentParser(description="A conforming server with switchable faults.")
    parser.add_argument("--port", type=int, default=0, help="0, the default, selects a free port")
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        server = Server(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        sys.exit(f"cannot listen on port {port} ({error}): choose another --port")
    url = f"http://127.0.0.1:{server.server_port}"
    print(f"{url}/-/api/v1 has no fault; {len(FAULTS)} faults: {url}/<fault>/api/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        server.server_close()


if __name__ == "__main__":
    main()
