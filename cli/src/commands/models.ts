import { aliasModel } from '../../../engine/src/operations/models/alias.ts';
import { approveModel } from '../../../engine/src/operations/models/approve.ts';
import { compareModels } from '../../../engine/src/operations/models/compare.ts';
import { convertModel } from '../../../engine/src/operations/models/convert.ts';
import { explainChange } from '../../../engine/src/operations/models/explainChange.ts';
import { exportModel } from '../../../engine/src/operations/models/export.ts';
import { listModels, showModel } from '../../../engine/src/operations/models/list.ts';
import { ownModels } from '../../../engine/src/operations/models/owners.ts';
import { promoteModel } from '../../../engine/src/operations/models/promote.ts';
import { publishModel } from '../../../engine/src/operations/models/publish.ts';
import { registerModel } from '../../../engine/src/operations/models/register.ts';
import { renumberModels } from '../../../engine/src/operations/models/renumber.ts';
import { rollbackModel } from '../../../engine/src/operations/models/rollback.ts';
import { verify } from '../../../engine/src/operations/models/verify.ts';
import { withdrawModel } from '../../../engine/src/operations/models/withdraw.ts';
import { command } from '../command.ts';
import { approvedText, ownersText } from '../report/approvals.ts';
import { convertedText } from '../report/converted.ts';
import { explainProgress, explanationText } from '../report/explanation.ts';
import { gateProgress } from '../report/gateText.ts';
import { comparisonText, modelsText, modelText, verificationText } from '../report/models.ts';
import { movedText, publishedText, renumberedText } from '../report/moved.ts';

export const commands = [
  command(listModels, { text: modelsText }),
  command(showModel, { text: modelText }),
  command(compareModels, { text: comparisonText }),
  command(explainChange, { text: explanationText }, explainProgress),
  command(promoteModel, { text: movedText }, gateProgress),
  command(rollbackModel, { text: movedText }, gateProgress),
  command(withdrawModel, {
    text: ({ model, version, reason, file }) =>
      `${model}:${version} is withdrawn: ${reason}. It is noted in ${file}; commit that file for others to know.`,
  }),
  command(publishModel, { text: publishedText }),
  command(renumberModels, { text: renumberedText }),
  command(aliasModel, {
    text: ({ model, alias, version, previous }) =>
      `${model}@${alias} is version ${version}${previous === null ? '' : `, before it was ${previous}`}.`,
  }),
  command(approveModel, { text: approvedText }),
  command(ownModels, { text: ownersText }),
  command(registerModel, {
    text: ({ model, version, semver, isNew }) =>
      isNew ? `Registered ${model}:${version} (${semver}).` : `${model}:${version} holds this model already.`,
  }),
  command(exportModel, {
    text: ({ model, folder, format, files }) =>
      `Wrote ${model} to ${folder}: ${files.join(', ')}.${format === 'files' ? '' : ` mlflow.pyfunc.load_model(${JSON.stringify(folder)}) opens it.`}`,
  }),
  command(convertModel, { text: convertedText }),
  command(verify, { text: verificationText }),
];
