/** Several small files in one text, with what is expected of them. */
export interface Fixture {
  /** Text by path, marks removed. */
  readonly files: ReadonlyMap<string, string>;
  /** `#~ code` at the end of a line: a problem of this code begins on it. */
  readonly expected: readonly ExpectedProblem[];
  /** `<|>` is a place, `<|text|>` a range; offsets in the text of the file. */
  readonly marks: readonly Mark[];
}

export interface ExpectedProblem {
  readonly file: string;
  /** Zero-based. */
  readonly line: number;
  readonly code: string;
}

export interface Mark {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the fixture language:
 *
 *     #- churn.dataset.yaml
 *     dataset: churn
 *     source: nowhere.csv   #~ source-not-found
 *
 * Several codes on one line stand behind one `#~` with blanks between.
 */
export function readFixture(text: string): Fixture {
  const files = new Map<string, string>();
  const expected: ExpectedProblem[] = [];
  const marks: Mark[] = [];
  for (const section of text.replace(/^\n/, '').split(/^#- /m).slice(1)) {
    const lineEnd = section.indexOf('\n');
    const file = section.slice(0, lineEnd).trim();
    const lines = section
      .slice(lineEnd + 1)
      .split('\n')
      .map((line, index) => {
        const [, content, codes] = /^(.*?)\s*#~ (.*)$/.exec(line) ?? [];
        for (const code of codes?.trim().split(/\s+/) ?? []) expected.push({ file, line: index, code });
        return content ?? line;
      });
    files.set(file, withoutMarks(file, lines.join('\n'), marks));
  }
  return { files, expected, marks };
}

function withoutMarks(file: string, text: string, marks: Mark[]): string {
  let out = '';
  let open: number | undefined;
  for (const part of text.split(/(<\|>|<\||\|>)/)) {
    if (part === '<|>') marks.push({ file, start: out.length, end: out.length });
    else if (part === '<|') open = out.length;
    else if (part === '|>' && open !== undefined) {
      marks.push({ file, start: open, end: out.length });
      open = undefined;
    } else out += part;
  }
  return out;
}
