import type { Rule } from '../rule.ts';
import { duplicateField } from './duplicate-field.ts';
import { fileTooLarge } from './file-too-large.ts';
import { linkedFile } from './linked-file.ts';
import { suppressionWithoutReason } from './suppression-without-reason.ts';
import { unreadableFile } from './unreadable-file.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { yamlSyntax } from './yaml-syntax.ts';

/** Every rule, in the order of `explain --all`. */
export const rules: readonly Rule[] = [
  yamlSyntax,
  duplicateField,
  unreadableFile,
  fileTooLarge,
  linkedFile,
  unusedSuppression,
  suppressionWithoutReason,
];
