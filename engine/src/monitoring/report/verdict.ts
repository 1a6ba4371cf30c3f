/** `unknown`: too little to tell, or it could not be looked at; the reason stands beside it. */
export type Verdict = 'drift' | 'none' | 'unknown';
