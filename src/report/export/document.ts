import type { ExportReport } from '../../commands/export/export.ts';

/** The exported file as it is. */
export const exportDocument = ({ document }: ExportReport): string => document ?? '';
