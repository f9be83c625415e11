# Lets `reproduce` see what a training that it started reads, runs, writes and
# starts. Python imports this file as it starts, because its directory comes
# first in PYTHONPATH. It records through an audit hook, in one file for each
# process, and then imports the sitecustomize that would have been imported.
#
# It never raises, prints nothing, and changes nothing that a program sees but
# sys.exit, exit and os._exit, which note their status first, and os.stat, os.lstat and
# os.access, which note what is not there. Older Pythons import it too: it is valid in all of them, and observes from 3.8 on.
import sys


def _observe():
    import atexit
    import os
    import time

    events = os.environ.get("REPRODUCE_OBSERVE")
    if not events:
        return
    # What is used later is taken now: a program may replace it.
    os_open, os_write, os_close, getcwd, getpid, os_exit, os_stat, os_lstat, os_access = os.open, os.write, os.close, os.getcwd, os.getpid, os._exit, os.stat, os.lstat, os.access
    clock = getattr(time, "monotonic_ns", lambda: int(time.time() * 1e9))
    append = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    separator = os.sep

    MAX_PROCESSES = 4096  # that record
    MANY_PROCESSES = 64  # from then on they may record less
    MAX_BYTES, FEW_BYTES = 1 << 20, 64 << 10  # of one process
    MAX_SEEN = 20000  # names that are remembered, to be recorded once
    MAX_SOUGHT = 1000  # names of what is not there
    MAX_ALIKE = 2000  # files with one ending that are recorded as read: pictures, say
    MAX_LEFT, MAX_LEFT_BYTES = 64, 256 << 10  # files whose content is noted at the end, and the size of one
    AT_ONCE = 500  # records that are written as they come

    state = {"file": None, "bytes": 0, "limit": 0, "records": 0, "cwd": None, "status": None, "ending": False, "full": False, "copying": None, "popen": None, "forked": False, "sent": 0, "sought": 0}
    seen, held, wrote, alike = set(), [], [], {}

    libraries = []
    for prefix in (sys.prefix, getattr(sys, "base_prefix", sys.prefix), sys.exec_prefix):
        libraries += [os.path.join(prefix, "lib") + separator, os.path.join(prefix, "lib64") + separator]
    libraries.append(os.path.dirname(os.__file__) + separator)
    libraries = tuple(libraries)
    system = ("/proc/", "/sys/", "/dev/")
    memory = "/dev/shm/"  # files like any others
    samples = (".csv", ".csv.gz", ".tsv", ".npy", ".npz", ".parquet", ".arff", ".feather")  # a library's own data
    no_state = (".py", ".pyc", ".pyi", ".so", ".pyd", ".dll", ".txt", ".toml", ".yaml", ".yml", ".cfg", ".ini", ".mplstyle", ".ttf", ".afm", ".pem", ".html", ".js", ".css", ".svg", ".png", ".md", ".rst")  # of what lies among libraries
    metadata = (".dist-info" + separator, ".egg-info" + separator)
    sites = (separator + "site-packages" + separator, separator + "dist-packages" + separator)
    kept = (".json", ".yaml", ".yml", ".toml", ".csv", ".tsv", ".txt")  # of what is written, what may hold metrics

    def field(value):
        if isinstance(value, bytes) and not isinstance(value, str):
            value = value.decode("utf-8", "surrogateescape")
        elif not isinstance(value, str):
            value = str(value)
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")

    def encoded(text):
        if isinstance(text, bytes):  # Python 2
            return text
        try:
            return text.encode("utf-8", "surrogateescape")
        except UnicodeError:
            return text.encode("utf-8", "replace")

    def flush():
        # No descriptor is kept open: after a program has closed all of them, its
        # number may be that of the program's own file.
        batch = []
        while held:
            try:
                batch.append(held.pop(0))  # one by one: other threads add to it
            except IndexError:
                break
        if not batch or state["file"] is None:
            return
        data = encoded("".join(batch))
        if state["bytes"] + len(data) > state["limit"]:
            if state["full"]:
                return
            state["full"], data = True, b"F\n"
        state["bytes"] += len(data)
        try:
            descriptor = os_open(state["file"], append)
            try:
                os_write(descriptor, data)
            finally:
                os_close(descriptor)
        except Exception:
            pass

    def record(kind, *fields, **how):
        status = state["status"]
        if status is not None and not state["ending"] and (kind not in "RUQO" or status.isdigit()):
            state["status"] = None  # it was caught, and the program goes on; a traceback is printed with its source
        held.append("\t".join([kind, str(clock() // 1000)] + [field(value) for value in fields]) + "\n")
        state["records"] += 1
        if not how.get("later") and state["records"] < AT_ONCE or len(held) >= 64:
            flush()

    def called():  # before Python 3.10
        try:
            with open("/proc/self/cmdline", "rb") as file:
                return [os.fsdecode(value) for value in file.read(8192).split(b"\0")[:-1]]
        except Exception:
            return []

    def environment():  # two calls of a program are one that was tried again only where this is the same
        try:
            from binascii import crc32

            passing = ("_", "SHLVL", "PWD", "OLDPWD")
            given = sorted(item for item in os.environ.items() if item[0] not in passing and item[0][:4] not in ("MAKE", "MFLA"))
            return "%08x" % (crc32(repr(given).encode("utf-8", "replace")) & 0xFFFFFFFF)
        except Exception:
            return ""

    def begin(kind):
        number = os_open(os.path.join(events, "count"), append | os.O_CREAT, 384)
        try:
            os_write(number, b".")
            count = os.fstat(number).st_size
        finally:
            os_close(number)
        state["file"] = None
        if count > MAX_PROCESSES:
            return
        name = os.path.join(events, "%d-%d" % (getpid(), clock()))
        os_close(os_open(name, append | os.O_CREAT | os.O_EXCL, 384))
        state.update({"file": name, "bytes": 0, "records": 0, "full": False, "status": None, "ending": False, "cwd": None, "sent": 0, "sought": 0})
        state["limit"] = MAX_BYTES if count <= MANY_PROCESSES else FEW_BYTES
        hooked = "1" if hasattr(sys, "addaudithook") else "0"
        parent = getattr(os, "getppid", lambda: 0)()
        arguments = getattr(sys, "orig_argv", None) or called() or getattr(sys, "argv", [])[:1]
        arguments = [field(value)[:300] for value in arguments[:20]]
        record("P", getpid(), parent, kind, hooked, sys.executable or "", "%d.%d.%d" % sys.version_info[:3], getcwd(), *arguments)
        record("V", environment())

    def absolute(path):
        if type(path) is not str:
            path = os.fsdecode(path)
        if os.path.isabs(path):
            return path
        if state["cwd"] is None:
            state["cwd"] = getcwd()
        return os.path.join(state["cwd"], path)

    def new(name):
        if name in seen:
            return False
        if len(seen) >= MAX_SEEN:
            if not state["full"]:
                state["full"] = True
                held.append("F\n")
                flush()
            return False
        seen.add(name)
        return True

    def there(path):
        try:
            os_stat(path)
        except OSError:
            return False
        return True

    def sought(kind, path, *where):  # it is not there
        if state["sought"] < MAX_SOUGHT and not path.startswith(libraries) and (not path.startswith(system) or path.startswith(memory)) and new("\0".join([kind, path] + [str(one) for one in where])):
            state["sought"] += 1
            record(kind, path, *where)

    # Libraries that list a directory to store what is in it.
    keepers = [separator + name for name in ("mlflow" + separator, "wandb" + separator, "dvc" + separator, "dvclive" + separator, "comet_ml" + separator, "neptune" + separator, "clearml" + separator, "tarfile.py", "zipfile.py", "zipfile" + separator)]
    # Through which a program asks whether a file is there.
    askers = ("genericpath", "posixpath", "ntpath", "pathlib", "os", "glob")

    def asker(depth):  # the program and the line by which it asks
        frame = sys._getframe(depth + 1)
        while frame is not None:
            name = frame.f_code.co_filename
            if name[:8] != "<frozen " and not (name.startswith(libraries) and (os.path.basename(name)[:-3] in askers or separator + "pathlib" + separator in name)):
                return name, frame.f_lineno
            if frame.f_code.co_name in ("realpath", "_joinrealpath", "resolve"):
                break  # who wants a full path asks for no file
            frame = frame.f_back
        return "<", 0

    def asked(path):  # by code of its own: a library that saves a file looks whether there is one
        name, line = asker(2)
        if not name.startswith(libraries) and not any(site in name for site in sites) and name[:1] != "<":
            sought("Q", absolute(path), absolute(name), line)

    def asking(of):
        def ask(path, *args, **kwargs):
            try:
                return of(path, *args, **kwargs)
            except (OSError, ValueError) as error:
                try:
                    if type(path) is not int and not kwargs.get("dir_fd") and getattr(error, "errno", 0) == 2:
                        asked(path)
                except Exception:
                    pass
                raise

        return ask

    def access(path, *args, **kwargs):
        there = os_access(path, *args, **kwargs)
        try:
            if not there and type(path) is not int and not kwargs.get("dir_fd") and not os_access(path, os.F_OK):
                asked(path)
        except Exception:
            pass
        return there

    def goes_on(path, mode, flags):  # what stood in the file stays there
        if type(mode) is str and ("w" in mode or "x" in mode) or (flags or 0) & os.O_TRUNC:
            return False
        try:
            return os_stat(path).st_size > 0
        except OSError:
            return False

    def on_open(args):
        path, mode, flags = args
        if type(path) is not str:
            if type(path) is int:
                return  # a descriptor, whose file was opened before
            path = os.fsdecode(path)
        if (mode == "rb" or mode == "r") and alike.get(path[path.rfind("."):], 0) >= MAX_ALIKE:
            return  # for who reads many files many times
        if type(mode) is str:
            write = "w" in mode or "a" in mode or "+" in mode or "x" in mode
        else:
            write = bool((flags or 0) & writing)
        if path[:1] == "<":
            return  # the source of a traceback
        path = absolute(path)
        if write and type(mode) is str and ("r" in mode or "a+" in mode and there(path)) and new("R" + path) and (not path.startswith(system) or path.startswith(memory)):
            record("R", path)  # "r+" and "a+": what was there is read, too
        if write and path == state["copying"]:
            state["copying"] = None
            return  # the copy's own, which was recorded
        if not write and alike.get(path[path.rfind("."):], 0) >= MAX_ALIKE:
            return
        if not new("W" + path if write else "R" + path) or path.startswith(events):
            return
        if path.endswith(".pyc") and not write and separator + "__pycache__" + separator not in path:
            run(path)  # a module without its source
            return
        if path.startswith(system) and not path.startswith(memory) or path.startswith(libraries) and not path.endswith(samples):
            if not write and path.startswith(libraries) and not path.endswith(no_state) and not any(name in path for name in metadata):
                record("I", path)
            return
        if not write and path.endswith(".pyc"):
            return
        if write and path.endswith(kept) and len(wrote) < MAX_LEFT:
            wrote.append(path)
        if write and goes_on(path, mode, flags):
            seen.discard("W" + path)  # it may be emptied and written later
            if new("A" + path):
                record("A", path)
            return
        record("W" if write else "R", path)
        if not write:
            if not there(path):
                sought("U", path)
            ending = path[path.rfind("."):]
            alike[ending] = alike.get(ending, 0) + 1
            if alike[ending] == MAX_ALIKE:
                record("G", ending[:20])

    def run(path):
        path = absolute(path)
        for site in sites:
            at = path.find(site)
            if at >= 0:  # of an installed package the first file is enough
                end = path.find(separator, at + len(site))
                if new("M" + (path[:end] if end >= 0 else path)):
                    record("M", path, later=True)
                return
        if not path.startswith(libraries):
            record("C", path)

    def on_list(args):
        if type(args[0]) is not int:
            path = absolute("." if args[0] is None else args[0])
            if path.startswith(libraries):
                return
            name, line = asker(2)
            if not any(keeper in name for keeper in keepers):
                sought("O", path, "" if name[:1] == "<" else absolute(name), line)

    def on_exec(args):
        name = args[0].co_filename
        if name[:1] != "<" and new("C" + name):
            run(name)

    def on_import(args):  # of a compiled module the file is named
        if args[1] and new("C" + args[1]):
            run(args[1])

    def on_library(args):  # of ctypes; a bare name is looked for among the system's
        name = args[0]
        if name is None:
            return
        if type(name) is not str:
            name = os.fsdecode(name)
        if separator in name and new("C" + name):
            run(name)

    def on_chdir(args):
        state["cwd"] = None  # the event comes before the change

    def moved(kind):
        def on_move(args):
            source, target = absolute(args[0]), absolute(args[1])
            state["copying"] = target if kind == "Y" else None
            seen.discard("W" + target)  # what is written to it later is another content
            if new(kind + source + "\0" + target):
                if target.endswith(kept) and len(wrote) < MAX_LEFT:
                    wrote.append(target)
                record(kind, source, target)
        return on_move

    def on_link(args):
        if type(args[0]) is not int:
            moved("L")(args)

    def on_remove(args):
        path = absolute(args[0])
        if new("D" + path):
            record("D", path)

    def on_time(args):  # it gets another time, and keeps its content
        if type(args[0]) is not int and new("T" + absolute(args[0])):
            record("T", absolute(args[0]))

    def on_database(args):
        if args and type(args[0]) in (str, bytes) and args[0] not in ("", b"", ":memory:", b":memory:"):
            path = os.fsdecode(args[0])
            if path.startswith("file:"):  # a URI: file:PATH?mode=ro, file:///PATH
                path = path[5:].split("?")[0].split("#")[0]
                path = path[path.find("/", 2):] if path.startswith("//") else path
            path = absolute(path)
            if new("B" + path):
                if there(path) and new("R" + path):
                    record("R", path)
                record("B", path)

    def on_send(args):  # of a request no more is kept than the ids of the run or model whose artifact it asks for
        data = args[1]
        if type(data) is not bytes:
            return
        if data[:1] == b"{":  # numbers that go to a tracking server
            if b'"metrics":' in data or b'"timestamp":' in data and b'"value":' in data:
                if not state["sent"]:
                    record("S")
                state["sent"] = clock() // 1000
            return
        if data[:4] != b"GET ":
            return
        path, _, query = data[4:data.find(b" ", 4)][:4096].lower().replace(b"%2f", b"/").partition(b"?")
        if path.endswith(b"get-artifact"):
            path += b"/" + query.replace(b"=", b"/").replace(b"&", b"/")
        if b"artifact" not in path:
            return
        for part in path.split(b"/"):
            digits = part[2:] if part[:2] == b"m-" else part
            if len(digits) == 32 and not digits.strip(b"0123456789abcdef") and new(b"H" + part):
                record("H", part)

    def on_bind(args):  # it serves others until somebody ends it
        if new("J"):
            record("J")

    def started(program, arguments):
        if isinstance(arguments, (str, bytes)):
            arguments = [arguments]
        record("X", program or "", *[field(os.fsdecode(value))[:300] for value in list(arguments or [])[:6]])

    def popen(args):
        state["popen"] = args[1]
        started(args[0], args[1])

    def spawned(args):
        same, state["popen"] = state["popen"], None
        if same is None or list(same) != list(args[1]):  # else it is how Popen starts it
            started(args[0], args[1])

    def end():
        state["ending"] = True
        left, sha256 = set(wrote), None
        for path in left:
            try:
                info = os_stat(path)
                if info.st_size > MAX_LEFT_BYTES or info.st_mode & 0o170000 != 0o100000:
                    continue  # of a pipe that took a file's place, nobody may ever write the other end
                if sha256 is None:
                    from hashlib import sha256
                seen.add("R" + path)
                with open(path, "rb") as file:
                    record("K", path, sha256(file.read()).hexdigest(), later=True)
            except Exception:
                pass
        if state["sent"]:
            held.append("S\t%d\n" % state["sent"])
        record("E", "" if state["status"] is None else state["status"], later=True)
        flush()

    def ending():
        state["ending"] = True

    def ends(status):
        state["status"] = status
        atexit.unregister(ending)
        atexit.register(ending)  # before the other functions that were registered

    def leaves(status):  # in os._exit, after which nothing registered is called
        if not state["forked"]:  # as what a fork began ends in any case
            try:
                state["status"] = None if status == 0 else str(status)
                end()
            except Exception:
                pass
        os_exit(status)

    def replaced(args):
        started(args[0], args[1])
        record("Z")  # the last one, unless that failed

    def forked():
        state["forked"] = True
        try:
            seen.clear()
            alike.clear()
            del held[:]
            del wrote[:]
            begin("fork")
        except Exception:
            state["file"] = None

    if not hasattr(sys, "addaudithook"):
        begin("start")
        flush()
        return

    handlers = {
        "open": on_open, "exec": on_exec, "import": on_import, "os.chdir": on_chdir, "ctypes.dlopen": on_library,
        "os.rename": moved("N"), "shutil.copyfile": moved("Y"), "os.link": on_link, "os.symlink": on_link,
        "os.listdir": on_list, "os.scandir": on_list, "os.remove": on_remove, "os.utime": on_time, "sqlite3.connect": on_database, "http.client.send": on_send, "socket.bind": on_bind,
        "subprocess.Popen": popen, "os.posix_spawn": spawned, "os.exec": replaced,
        "os.spawn": lambda args: started(args[1], args[2]), "pty.spawn": lambda args: started("", args[0]),
        "os.system": lambda args: started("sh", ["sh", "-c", args[0]]),
        "sys.excepthook": lambda args: ends(args[1].__name__),
    }
    handler_of = handlers.get

    def hook(event, args):
        handler = handler_of(event)
        if handler is not None:
            try:
                handler(args)
            except Exception:
                pass

    import builtins

    leave = sys.exit

    def said(status):  # of what is raised as SystemExit
        try:
            ends(None if status is None or status == 0 else str(status) if type(status) is int else "1")
        except Exception:
            pass

    def exit(*status):
        said(status[0] if status else None)
        leave(*status)

    quitter = type(getattr(builtins, "exit", None))
    if quitter.__name__ == "Quitter":  # exit() and quit() raise SystemExit themselves
        quits = quitter.__call__

        def call(self, code=None):
            said(code)
            return quits(self, code)

        quitter.__call__ = call

    begin("start")
    atexit.register(end)  # the first to be registered is the last to be called
    os.register_at_fork(after_in_child=forked)
    exit.__doc__, exit.__module__, exit.__qualname__ = leave.__doc__, "sys", "exit"  # pickled by its name
    sys.exit = exit
    leaves.__doc__, leaves.__module__, leaves.__name__, leaves.__qualname__ = os_exit.__doc__, os_exit.__module__, "_exit", "_exit"
    os._exit = leaves
    for was, now in ((os_stat, asking(os_stat)), (os_lstat, asking(os_lstat)), (os_access, access)):
        now.__doc__, now.__module__, now.__name__, now.__qualname__ = was.__doc__, "os", was.__name__, was.__name__
        for able in ("supports_dir_fd", "supports_effective_ids", "supports_fd", "supports_follow_symlinks"):
            if was in getattr(os, able, ()):
                getattr(os, able).add(now)
        setattr(os, was.__name__, now)
    sys.addaudithook(hook)


def _chain():
    # As if this file were not there: neither on sys.path nor as sitecustomize.
    import os

    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if entry != here]
    if len(others) == len(sys.path):
        return  # it was found otherwise, and would find itself again
    sys.path[:] = others
    sys.path_importer_cache.pop(here, None)
    own = sys.modules.pop("sitecustomize")
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
    finally:
        sys.modules.setdefault("sitecustomize", own)


try:
    _observe()
except Exception:
    pass
_chain()
