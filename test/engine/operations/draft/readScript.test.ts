import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScript } from '../../../../engine/src/operations/draft/python/readScript.ts';
import { pythonStatements } from '../../../../engine/src/operations/draft/python/tokens.ts';

/** `read data.csv`, `write --model`, one a use. */
function uses(code: string, script = 'scripts/train.py'): readonly string[] {
  return readScript(code, script).uses.map(({ direction, value, ending }) => {
    const what = {
      text: () => (value.kind === 'text' ? `${value.text}${value.isAnchored ? ' (anchored)' : ''}` : ''),
      argument: () => (value.kind === 'argument' ? `--${value.name}` : ''),
      position: () => (value.kind === 'position' ? `argv ${value.index}` : ''),
      variable: () => (value.kind === 'variable' ? `$${value.name}${value.below ? `/${value.below}` : ''}` : ''),
    }[value.kind as 'text']?.();
    return `${direction} ${what ?? '?'}${direction === 'write' && ending ? ` ${ending}` : ''}`;
  });
}

test('statements go over lines as brackets, quotes and backslashes say', () => {
  const text = `a = f(1, # one
  2)
b = """x
y"""; c = 'it''s' \\
  + r"\\d"
if x:
\tpass
%matplotlib inline
!pip install x
`;
  assert.deepEqual(
    pythonStatements(text).map(({ line, indent, tokens }) => [
      line,
      indent,
      tokens.map((token) => token.text).join(' '),
    ]),
    [
      [1, 0, 'a = f ( 1 , 2 )'],
      [3, 0, 'b = """x\ny"""'],
      [4, 0, `c = 'it' 's' + r"\\d"`],
      [6, 0, 'if x :'],
      [7, 8, 'pass'],
    ],
  );
});

test('strings mean what Python reads, and placeholders nothing certain', () => {
  const [statement] = pythonStatements(String.raw`"a\"b" r'\d' f"{x["k"]}/a" f"plain" b"x" "\x41" 'never closed`);
  assert.deepEqual(
    statement?.tokens.map(({ value }) => value),
    ['a"b', String.raw`\d`, undefined, 'plain', undefined, undefined, undefined],
  );
});

test('files that are read and written by fixed paths are seen', () => {
  const code = `
import pandas as pd
from pathlib import Path
DATA = Path("data")
HERE = Path(__file__).resolve().parent
df = pd.read_csv("data/a.csv", sep=";")
other = pd.read_parquet(DATA / "b.parquet")
beside = pd.read_json(HERE / "c.json")
df.merge(other).to_csv(path_or_buf="out.csv")
with open("notes.txt") as f, open(os.path.join("out", "log.txt"), "w") as g:
    pass
torch.save(model.state_dict(), "model.pt")
plt.savefig("plot.png")
mlflow.sklearn.save_model(model, "saved", signature=None)
`;
  assert.deepEqual(uses(code), [
    ...['read data/a.csv', 'read data/b.parquet', 'read scripts/c.json (anchored)', 'write out.csv .csv'],
    ...['read notes.txt', 'write out/log.txt', 'write model.pt .pt', 'write plot.png .png', 'write saved /'],
  ]);
});

test('what the text does not tell is no path', () => {
  const code = `
for name in names:
    pd.read_csv(f"data/{name}.csv")
    pd.read_csv(name)
path = "a.csv"
path = choose(path)
pd.read_csv(path)
def load(source, mode):
    return open(source, mode)
`;
  assert.deepEqual(uses(code), ['read ?', 'read ?', 'read ?']);
});

test('paths are followed through arguments, functions and names', () => {
  const code = `
def load(file, sep=","):
    return pd.read_csv(file, sep=sep)
def main(args):
    frame = load(args.data)
    target = args.model_out
    joblib.dump(fit(frame), target)
    load(sep=";", file=os.environ["MODELYARD_INPUT_MORE"])
parser = argparse.ArgumentParser()
args = parser.parse_args()
`;
  assert.deepEqual(uses(code), ['read --data', 'write --model_out .joblib', 'read $MODELYARD_INPUT_MORE']);
});

test('arguments have their types, defaults and choices', () => {
  const code = `
DEFAULT = 0.1
p.add_argument("-n", "--n-rounds", type=int, default=100, help="Trees (default: %(default)s)")
p.add_argument("--rate", default=DEFAULT)
p.add_argument("--loss", choices=["log", 'exp'], default="log")
p.add_argument("--fast", action="store_true")
p.add_argument("--columns", nargs="+")
p.add_argument("--at", default=time.time())
p.add_argument("data")
p.add_argument("--version", action="version")
`;
  assert.deepEqual(
    readScript(code, 'a.py').arguments.map(({ name, flag, type, default: value, isUnknown, required, choices }) =>
      [name, flag, type, value, isUnknown, required, choices?.join()].map(String).join(' '),
    ),
    [
      'n_rounds --n-rounds integer 100 false false undefined',
      'rate --rate float 0.1 false false undefined',
      'loss --loss string log false false log,exp',
      'fast --fast switch undefined false false undefined',
      'columns --columns several undefined false false undefined',
      'at --at string undefined true false undefined',
      'data undefined string undefined false true undefined',
    ],
  );
});

test('options of click come to functions by name', () => {
  const code = `
@click.command()
@click.option("--depth", default=3)
@click.option("--data", type=click.Path(exists=True), required=True)
def main(depth, data):
    pd.read_csv(data)
`;
  const { arguments: found } = readScript(code, 'a.py');
  assert.deepEqual(
    found.map(({ name, type, default: value, required }) => [name, type, value, required]),
    [
      ['depth', 'integer', 3, false],
      ['data', 'string', undefined, true],
    ],
  );
  assert.deepEqual(uses(code), ['read --data']);
});

test('what stands by position is known by its name', () => {
  const code = 'source = sys.argv[1]\nrounds = int(sys.argv[2])\npd.read_csv(source)\nprint(sys.argv[3])\n';
  assert.deepEqual(readScript(code, 'a.py').positions, [
    { index: 1, name: 'source', type: 'string' },
    { index: 2, name: 'rounds', type: 'integer' },
    { index: 3, name: undefined, type: 'string' },
  ]);
});

test('any text is read', () => {
  const broken = [
    '',
    ')]}',
    '"""',
    "f'{",
    'a = \\',
    'def',
    'from',
    'import',
    '@click',
    'x = = =',
    '\u0000\uffff',
    'for in:',
  ];
  const long = ['('.repeat(20_000), 'a.b('.repeat(3000), 'a'.repeat(200_000), `x = [${'1,'.repeat(50_000)}]`];
  for (const text of [...broken, ...long]) assert.deepEqual(readScript(text, 'a.py').uses, [], text.slice(0, 20));
});
