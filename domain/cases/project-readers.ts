import type { Readers } from '../case/case-type-def';

/** Who reads a project and its child cases: all departments work on one file, whichever unit opened it. */
export const readersOfProjects = {
  'section-chief': { reach: 'zone', depth: 'decisions' },
  approver: { reach: 'zone', depth: 'decisions' },
  'project-officer': { reach: 'zone', depth: 'decisions' },
  'department-officer': { reach: 'zone', depth: 'decisions' },
  archivist: { reach: 'zone', depth: 'decisions' },
  'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
  auditor: { reach: 'zone', depth: 'bare' },
} as const satisfies Readers;
