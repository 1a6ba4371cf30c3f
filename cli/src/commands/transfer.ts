import { exportMlflow } from '../../../engine/src/operations/mlflow/export.ts';
import { importMlflow } from '../../../engine/src/operations/mlflow/import.ts';
import { type Command, command } from '../command.ts';
import { exportedText, importedText, transferProgress } from '../report/transfer.ts';

export const commands: readonly Command[] = [
  command(importMlflow, { text: importedText }, transferProgress),
  command(exportMlflow, { text: exportedText }, transferProgress),
];
