import type { ModelVersion } from '../../ports/modelRegistry.ts';
import { Fields, isHash } from '../readFields.ts';
import { REGISTRY } from '../registryFolder.ts';
import { writeYaml } from '../writeYaml.ts';

/** Somebody agrees that an alias may point at a version, under these rules and on this evidence. */
export interface Approval {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  /** Of the version's model. */
  readonly sha256: string;
  /** Hash of the rules of the move (`hashOfRules`). */
  readonly rules: string;
  readonly evidence: ModelVersion['evidence'];
  /** Key id, else git e-mail. */
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Armoured; absent where nobody signed. */
  readonly signature?: string;
}

/** The text of `registry/MODEL/approvals/vN-ALIAS-BY.approval.yaml`. */
export function writeApprovalFile(approval: Approval): string {
  const { model, version, ...rest } = approval;
  return writeYaml({ ...fieldsOf({ model, version, ...rest }), signature: signatureText(approval.signature) });
}

/**
 * What a signature is of: the file without the signature, and without the number, which is another after `models renumber`.
 * Made from what the file says, so that line ends and spaces do not count.
 */
export function signedText(approval: Approval): string {
  const { version: _, ...fields } = fieldsOf(approval);
  return writeYaml(fields);
}

/** @throws Failure `registry-file` naming the file and what is wrong */
export function parseApprovalFile(text: string, file: string): Approval {
  const fields = new Fields(text, file);
  const signature = fields.optionalText('signature');
  return {
    model: fields.text('approval'),
    version: fields.count('version'),
    alias: fields.text('alias'),
    sha256: fields.hash('sha256'),
    rules: fields.hash('rules'),
    evidence: fields.map('evidence', 'sha256', isHash),
    by: fields.text('by'),
    at: fields.text('at'),
    ...(signature === undefined ? {} : { signature }),
  };
}

/** The folder of a model's approvals, relative to the project. */
export function approvalsFolder(model: string): string {
  return `${REGISTRY}/${model}/approvals`;
}

/** Relative to the project. What no file may be called in an e-mail becomes `_`. */
export function approvalPath({ model, version, alias, by }: Approval): string {
  return `${approvalsFolder(model)}/v${version}-${alias}-${by.replace(/[^\w.@+-]/g, '_')}.approval.yaml`;
}

function fieldsOf({ model, version, alias, sha256, rules, evidence, by, at }: Approval) {
  const sorted = Object.fromEntries(Object.entries(evidence).sort(([a], [b]) => (a < b ? -1 : 1)));
  const objects = Object.keys(sorted).length === 0 ? undefined : sorted;
  return { approval: model, version, alias, sha256, rules, evidence: objects, by, at };
}

function signatureText(signature: string | undefined): string | undefined {
  return signature === undefined ? undefined : `${signature.trim()}\n`;
}
