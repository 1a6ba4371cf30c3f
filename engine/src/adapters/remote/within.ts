/** What `work` gives, or what `late` makes of it when it takes longer than so many milliseconds; the work itself may go on. */
export async function within<T>(milliseconds: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** The chunks as they come; ends with what `late` makes when none has come for so many milliseconds. */
export async function* steadily<T>(
  milliseconds: number,
  chunks: AsyncIterable<T>,
  late: () => Error,
): AsyncIterable<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(milliseconds, iterator.next(), late);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // A source that hangs would hang here too.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
