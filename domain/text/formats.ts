import { Set as register } from 'typebox/format';
import { codes, type CodeKind } from './codes';
import { textFault, type TextKind, type Words } from './written';

/** The `format` that a field of a form has in its schema: a free text, or a code. */
export type WrittenFormat = TextKind | CodeKind;

interface Written {
  readonly fold: (typed: string) => string;
  readonly fault: (text: string) => Words | null;
}

const asWritten = (text: string) => text;

const kinds: Readonly<Record<WrittenFormat, Written>> = {
  line: { fold: asWritten, fault: (text) => textFault(text, 'line') },
  paragraph: { fold: asWritten, fault: (text) => textFault(text, 'paragraph') },
  ...codes,
};

// Forms that are checked without a request, as the lines of a bank's file, are judged alike.
for (const [format, { fault }] of Object.entries(kinds)) register(format, (text) => fault(text) === null);

/** The name of a format, for a schema. Whoever names one here has it judged by every validator. */
export const written = (format: WrittenFormat): string => format;

/** What each format takes, for a validator. */
export const writtenFormats: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(kinds).map(([format, { fault }]) => [format, (text) => fault(text) === null]),
);

/** Why a value is not taken in this format, in words; null where it is, or where the format is none of ours. */
export function formatFault(format: string, value: unknown): Words | null {
  return Object.hasOwn(kinds, format) && typeof value === 'string'
    ? kinds[format as WrittenFormat].fault(value)
    : null;
}

/** A value as a form keeps it in this format: codes in one spelling, texts as they were written. */
export function foldedAs(format: string, value: string): string {
  return Object.hasOwn(kinds, format) ? kinds[format as WrittenFormat].fold(value) : value;
}
