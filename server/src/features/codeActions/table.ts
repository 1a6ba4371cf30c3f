import { measuredMetric, newerVersion, sections } from './cards.ts';
import { absentColumn, columnType, describe, scheme, timestamp, undeclared, unusedReading } from './datasets.ts';
import { circle, expressionSyntax } from './expressions.ts';
import type { Fix, Fixing, FixMaker } from './fix.ts';
import { duplicateKey, duplicateValue, firstKey, missingKey, needed, setValue, unknownKey, wrongType } from './keys.ts';
import { instead, nearestNumber, undeclaredParam, unknownStep, variable } from './names.ts';
import {
  evaluationKey,
  leakingInput,
  part,
  prefix,
  programInputs,
  secondItem,
  seed,
  splitByTime,
  splitKey,
  unusedParam,
  validation,
} from './pipelines.ts';
import { limit, measure, unknownAlias } from './policies.ts';
import { command, secret } from './secrets.ts';
import { cutSql } from './sqlFixes.ts';
import { syntax } from './syntax.ts';
import { availableAfter, entities, windowOrTtl } from './views.ts';

/** How the problems of each rule are mended. A rule that is not here has a fix where its data says what is right. */
export const FIXES: Readonly<Record<string, FixMaker>> = {
  'yaml-syntax': syntax,
  'duplicate-key': duplicateKey,
  'unknown-key': unknownKey,
  'missing-key': missingKey,
  'wrong-type': wrongType,
  'duplicate-value': duplicateValue,
  'out-of-range': nearestNumber,
  'learner-param-value': nearestNumber,
  'sql-cut-by-yaml': cutSql,
  'foreign-file': firstKey,
  'expression-syntax': expressionSyntax,
  cycle: circle,
  'unknown-param': undeclaredParam,
  'unknown-step': unknownStep,
  'unused-param': unusedParam,
  'variable-not-allowed': variable,
  'secret-in-plain-text': secret,
  'lock-stale': command,
  'lock-shows-sensitive': command,
  'column-undeclared': undeclared,
  'column-absent': absentColumn,
  'column-type': columnType,
  'timestamp-type': setValue,
  'sensitive-undocumented': describe,
  'source-scheme': scheme,
  'reading-unused': unusedReading,
  'freshness-without-timestamp': timestamp,
  'join-without-time': timestamp,
  'split-without-timestamp': timestamp,
  'ttl-with-window': windowOrTtl,
  'feature-sees-future': availableAfter,
  'join-on': entities,
  'feature-name-taken': prefix,
  'gap-too-short': setValue,
  'empty-part': part,
  'split-column': (fixing) => (fixing.problem.data?.missing === undefined ? splitKey(fixing) : needed(fixing)),
  'random-split-of-events': splitByTime,
  'column-not-known-yet': leakingInput,
  'target-among-inputs': leakingInput,
  'id-among-inputs': leakingInput,
  'input-tells-label': leakingInput,
  'missing-seed': seed,
  'early-stopping-without-validation': validation,
  'duplicate-metric': secondItem,
  'evaluation-input': evaluationKey,
  'uncached-program': programInputs,
  'card-metric-differs': measuredMetric,
  'card-behind': newerVersion,
  'card-incomplete': sections,
  'unknown-alias': unknownAlias,
  'gate-without-limit': limit,
  'gate-on-unmeasured-metric': measure,
  'retraining-without-cool-down': needed,
  'window-without-timestamp': timestamp,
  'unknown-model': namedOrRun,
  'unknown-version': namedOrRun,
  // What Modelyard writes is mended by Modelyard: by hand, one part of it would not fit the others.
  'registry-place': none,
  'registry-version-missing': none,
  'alias-hash-differs': none,
};

function none(): readonly Fix[] {
  return [];
}

/** One of the names there are, or the command that makes it true. */
function namedOrRun(fixing: Fixing): readonly Fix[] {
  return [...instead(fixing), ...command(fixing)];
}

/** Of a rule that says what is right in the place of its range. */
export const STANDARD: FixMaker = instead;
