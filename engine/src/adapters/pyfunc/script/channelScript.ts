/** How the child is asked and answers: two lengths, words as JSON, and a table as an Arrow stream. */
export const CHANNEL_SCRIPT = `import json, os, struct, sys

# Nothing that the model's code prints may get between the answers.
# The pipe of questions, asks, is what this text came through.
answers = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
nothing = os.open(os.devnull, os.O_RDONLY)
os.dup2(nothing, 0)
sys.stdout = sys.stderr
sys.path[:] = [p for p in sys.path if p not in ("", ".")]


class Refused(Exception):
    def __init__(self, reason, message, **more):
        super().__init__(message)
        self.said = dict(reason=reason, message=message, **more)


def exactly(count):
    parts = []
    while count > 0:
        part = asks.read(count)
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def take():
    words, data = struct.unpack("<II", exactly(8))
    return json.loads(exactly(words)), exactly(data)


def give(answer, data=b""):
    words = json.dumps(answer).encode()
    answers.write(struct.pack("<II", len(words), len(data)))
    answers.write(words)
    answers.write(data)
    answers.flush()


def text_of(error):
    text = str(error).strip() or type(error).__name__
    return f"{type(error).__name__}: {text}"[:2000]
`;
