import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { ViewQuestion } from '../../../server/src/views/viewQuestions.ts';
import { PAGE_COMMANDS, type PageArguments } from '../../../webviews/shared/protocol.ts';

/** What a panel allows its page. */
export interface Allowed {
  readonly questions: readonly ViewQuestion[];
  /** Commands of the editor; the panel adds the project to their argument. */
  readonly commands: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** A message of a page that has the shape it must have. */
export type PageMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly id: number; readonly question: ViewQuestion; readonly params: Fields }
  | { readonly kind: 'command'; readonly command: string; readonly argument: Fields }
  | { readonly kind: 'page'; readonly command: keyof PageArguments; readonly argument: Fields }
  | { readonly kind: 'save'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'copy' | 'failed'; readonly text: string };

/** Reads what a page has sent; undefined where it is nothing that a page may send. */
export function readMessage(message: unknown, allowed: Allowed): PageMessage | undefined {
  if (!isRecord(message)) return undefined;
  switch (message['kind']) {
    case 'ready':
      return { kind: 'ready' };
    case 'ask':
      return readQuestion(message, allowed);
    case 'command':
      return readCommand(message, allowed);
    case 'save':
      return readFile(message);
    case 'copy':
      return text('copy', message['text']);
    case 'failed':
      return text('failed', message['message']);
    default:
      return undefined;
  }
}

function readQuestion({ id, question, params }: Fields, { questions }: Allowed): PageMessage | undefined {
  const asked = questions.find((name) => name === question);
  if (asked === undefined || !Number.isSafeInteger(id) || !isRecord(params)) return undefined;
  return { kind: 'ask', id: id as number, question: asked, params };
}

function readCommand({ command, argument = {} }: Fields, { commands }: Allowed): PageMessage | undefined {
  if (typeof command !== 'string' || !isRecord(argument)) return undefined;
  if (commands.includes(command)) return { kind: 'command', command, argument };
  const own = Object.values(PAGE_COMMANDS).find((name) => name === command);
  return own === undefined ? undefined : { kind: 'page', command: own, argument };
}

function readFile({ name, bytes }: Fields): PageMessage | undefined {
  if (typeof name !== 'string' || !(bytes instanceof Uint8Array)) return undefined;
  return { kind: 'save', name, bytes };
}

function text(kind: 'copy' | 'failed', value: unknown): PageMessage | undefined {
  return typeof value === 'string' ? { kind, text: value } : undefined;
}
