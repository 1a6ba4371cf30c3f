/** Endings of programs that a step can be drafted from; the Explorer's menu asks for the same. */
export const PROGRAM_ENDINGS = ['py', 'ipynb'] as const;
