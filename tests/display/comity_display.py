# SPDX-License-Identifier: GPL-3.0-or-later
"""What the display tests share: starting the program on the private display they run in, finding it
by accessibility, waiting until it has taken what was done, choosers of files, and telling the results
as TAP."""
import inspect
import os
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support", "headless"))
import ui  # noqa: E402

COMITY = os.environ["COMITY"]

# A busy machine is slower than the one that the seconds in the tests are for. Only who waits in vain waits so long.
PATIENCE = 4
ui.TIMEOUT *= PATIENCE


def _with_patience(name):
    wait = getattr(ui.Node, name)
    signature = inspect.signature(wait)

    def patiently(*args, **more):
        given = signature.bind(*args, **more)
        if given.arguments.get("timeout") is not None:
            given.arguments["timeout"] *= PATIENCE
        return wait(*given.args, **given.kwargs)
    setattr(ui.Node, name, patiently)


def _settled(name, events):
    act = getattr(ui, name)

    def settled(*args, **more):
        act(*args, **more)
        settle(events(args))
    setattr(ui, name, settled)


def settle(events=4):
    """Until the program has taken what pointer and keys sent: its main loop answers a question only between two
    events. What it begins in a worker or draws in a later frame is waited for by who needs it."""
    if Program.running is None:
        return
    try:
        for n in (events, 2):
            for _ in range(n):
                Program.running.app._prop("Accessible", "ChildCount")
            time.sleep(0.02)
    except ui.GLib.Error:
        pass  # it was told to close


for _name in ("find", "wait_gone", "wait_until"):
    _with_patience(_name)
_settled("key", lambda keys: 4 * len(keys))
_settled("click_at", lambda args: 8)
_settled("drag", lambda args: 24)
_settled("scroll", lambda args: 4 * abs(args[0]))
_settled("type_text", lambda args: 4 + 2 * len(args[0]))


class Program:
    """The running program and its window."""

    running = None

    def __init__(self, *arguments):
        Program.running = None
        self.started = time.time()
        self.process = subprocess.Popen([COMITY, *arguments])
        try:
            self.app = ui.app("comity", timeout=20 * PATIENCE)
        except ui.NotFound:
            self.stop()
            raise
        Program.running = self

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
        return node.wait_until(lambda n: n.description != "", timeout=timeout, what="figure %s described" % name)

    def idle(self, timeout=60):
        """Until no job runs: the button that lists them is off."""
        buttons = self.app.find_all("button", "Jobs")
        calm = 0
        end = time.time() + timeout * PATIENCE
        while calm < 4:
            calm = 0 if all("sensitive" in b.refresh().states for b in buttons) else calm + 1
            if time.time() > end:
                raise ui.NotFound("jobs still run after %d s" % (timeout * PATIENCE))
            time.sleep(0.05)

    def close(self, timeout=20):
        """Closes the window; the exit status."""
        self.window()
        ui.key("ctrl+q")
        Program.running = None
        return self.process.wait(timeout * PATIENCE)

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
    """Until test() is true; its value. @what may be a function: it then tells how things stand in the end."""
    end = time.time() + timeout * PATIENCE
    while True:
        began = time.time()
        value = test()
        if value:
            return value
        if time.time() > end:
            raise AssertionError("not within %d s: %s" % (timeout * PATIENCE, what() if callable(what) else what))
        ui.rest(began)


def find_in(program, keys, role, name):
    """Opens what has a @role called @name by @keys: pressed again if they came when another window still had them."""
    for _ in range(4):
        ui.key(keys)
        try:
            return program.app.find(role, name, timeout=5)
        except ui.NotFound:
            pass
    raise AssertionError("%s opens no %s %r" % (keys, role, name))


def shown(combo):
    """The words of a combo row that are seen: with its list closed, its title and the one that is chosen."""
    combo.load()
    return [n.name for n in combo.walk() if n.role == "label" and (n.box() or (0, 0, 0, 0))[2] > 0]


def close_dialog(program, role, name):
    """Escape, until a dialog that has a @role called @name is gone."""
    program.app.find(role, name)
    for _ in range(4):
        ui.key("Escape")
        try:
            return program.app.wait_gone(role, name, timeout=2)
        except ui.NotFound:
            pass
    raise AssertionError("the dialog with %s %r does not close" % (role, name))


def type_into(entry, text):
    """Types over what an entry holds that has the focus; again if it was not ready for it."""
    for _ in range(5):
        ui.key("ctrl+a")
        ui.type_text(text)
        try:
            return wait_for(lambda: entry.text == text, 2, text)
        except AssertionError:
            pass
    raise AssertionError("typed %r, there is %r" % (text, entry.text))


def _name_entries(program):
    return program.app.find_all("entry", "Name:", where=lambda n: "EditableText" in n.interfaces)


def save_in_chooser(program, path):
    """Types a path into the chooser of files that is open, and Return. Done when the chooser is gone, or asks whether
    to replace what is there."""
    entry = wait_for(lambda: _name_entries(program), what="a chooser of files")[0]
    type_into(entry, path)
    for _ in range(5):
        if program.app.find_all("button", "Replace") or not _name_entries(program):
            return
        ui.key("Return")
        end = time.time() + 5
        while time.time() < end and _name_entries(program) and not program.app.find_all("button", "Replace"):
            ui.rest(time.time())
    raise AssertionError("the chooser does not take " + path)


def program_as_text():
    """The widgets of the running program."""
    try:
        return Program.running.app.tree()
    except Exception as error:  # gone, or there is none
        return "No program to describe: %r" % error


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
            # On standard error, which is shown with the results: what went wrong, and how the program stands.
            traceback.print_exc()
            print(program_as_text(), file=sys.stderr)
            print("not ok %d %s" % (number, name), flush=True)
    return 1 if failed else 0
