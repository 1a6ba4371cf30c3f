/** Programs of this machine that ask a service of ours. Embedded default: what the system tells of its connections. */
export interface Callers {
  /**
   * The program that has the other end of a connection on this machine, while the connection is open; undefined where the
   * system does not tell, or another user runs it.
   */
  processOf(connection: LocalConnection): Promise<CallingProcess | undefined>;
}

/** Ports of the two ends of a connection over the loopback interface. */
export interface LocalConnection {
  /** Of the end that asks. */
  readonly caller: number;
  /** Of our end. */
  readonly own: number;
}

export interface CallingProcess {
  readonly pid: number;
  /** Tells it from another that has its number later; '' where the system does not tell. */
  readonly started: string;
  /** With the program first; empty where the system does not tell. */
  readonly arguments: readonly string[];
  /** Absolute path of the file that is executed; of a Python the one of its environment, and absent where nobody tells which that is. */
  readonly program?: string;
  /** Where it stands, absolute. */
  readonly folder?: string;
  /** Its environment, where the system tells: to find what is secret in its arguments, never to be kept. */
  readonly variables?: Readonly<Record<string, string>>;
}
