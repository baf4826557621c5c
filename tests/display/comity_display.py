# SPDX-License-Identifier: GPL-3.0-or-later
"""What the display tests share: starting the program on the private display they run in, finding it
by accessibility, and telling the results as TAP."""
import os
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support", "headless"))
import ui  # noqa: E402

COMITY = os.environ["COMITY"]


class Program:
    """The running program and its window."""

    def __init__(self, *arguments):
        self.started = time.time()
        self.process = subprocess.Popen([COMITY, *arguments])
        try:
            self.app = ui.app("comity", timeout=20)
        except ui.NotFound:
            self.stop()
            raise

    def window(self):
        """The main window: dialogs come and go before and after it."""
        return next(n for n in self.app.load(1).children if n.role == "frame")

    def find(self, role, name, **more):
        return self.app.find(role, name, **more)

    def action(self, name, *arguments):
        ui.action(self.app, name, *arguments)

    def page(self, name):
        self.action("win.page", name)

    def figure(self, name, timeout=20):
        """A figure that has been drawn: it describes itself."""
        node = self.app.find("img", name, timeout=timeout)
        return node.wait_until(lambda n: n.description != "", timeout, "figure %s described" % name)

    def idle(self, timeout=60):
        """Until no job runs: the button that lists them is off."""
        buttons = self.app.find_all("button", "Jobs")
        calm = 0
        end = time.time() + timeout
        while calm < 4:
            calm = 0 if all("sensitive" in b.refresh().states for b in buttons) else calm + 1
            if time.time() > end:
                raise ui.NotFound("jobs still run after %d s" % timeout)
            time.sleep(0.05)

    def close(self, timeout=20):
        """Closes the window; the exit status."""
        self.window()
        ui.key("ctrl+q")
        return self.process.wait(timeout)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def dossier_text(program):
    """All words of the inspector."""
    return program.find("panel", "Inspector").labels()


def wait_for(test, timeout=20, what="condition"):
    end = time.time() + timeout
    while True:
        value = test()
        if value:
            return value
        if time.time() > end:
            raise AssertionError("not within %d s: %s" % (timeout, what))
        time.sleep(0.1)


def run(cases):
    """Runs functions in their order; each gets a fresh folder. TAP on standard output."""
    print("1..%d" % len(cases))
    failed = 0
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace("_", "-")
        try:
            with tempfile.TemporaryDirectory() as folder:
                case(folder)
            print("ok %d %s" % (number, name), flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print("not ok %d %s" % (number, name), flush=True)
    return 1 if failed else 0
