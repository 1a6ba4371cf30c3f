/** Milliseconds that an answer about data or runs is waited for. */
export const PATIENCE = 400;

/** The answer, or undefined where it takes longer; it goes on being made, for the next who asks. */
export async function soon<T>(answer: Promise<T | undefined>, milliseconds: number = PATIENCE): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for what is remembered alone. */
export const REMEMBERED: AbortSignal = AbortSignal.abort();
