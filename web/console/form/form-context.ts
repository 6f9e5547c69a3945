import { createContext, useContext } from 'react';
import type { Title } from '../../../domain/role';
import type { CaseReading } from '../calls/types';

/** What the fields of a form know beside their definition. */
export interface FormSurroundings {
  /** The case whose papers and steps can be named; null where there is none yet. */
  readonly file: CaseReading | null;
  readonly roles: Readonly<Record<string, Title>>;
  /** Ids of all steps: a choice of them offers those of the case alone. */
  readonly steps: ReadonlySet<string>;
  /** What is wrong with a field, by its pointer. */
  readonly faults: ReadonlyMap<string, string>;
  /** Before the id of each field, so that two forms can stand on a page. */
  readonly prefix: string;
  /** Told that the form itself has moved the case, by a paper. */
  readonly onPaper: (seq: number | null) => void;
}

export const FormContext = createContext<FormSurroundings>({
  file: null,
  roles: {},
  steps: new Set(),
  faults: new Map(),
  prefix: 'f',
  onPaper: () => undefined,
});

/** What stands around a field, with the id and the fault of the field at `pointer`. */
export function useField(pointer: string) {
  const surroundings = useContext(FormContext);
  const id = idOf(surroundings.prefix, pointer);
  const fault = surroundings.faults.get(pointer);
  const described = fault === undefined ? {} : { 'aria-describedby': `${id}-fault`, 'aria-invalid': true };
  return { ...surroundings, id, fault, described };
}

/** The id of a field's control. */
export function idOf(prefix: string, pointer: string): string {
  return `${prefix}${pointer.replaceAll(/[^A-Za-z0-9]/g, '-')}`;
}
