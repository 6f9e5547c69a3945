import type { CaseType } from '../../domain/case/case-type';
import { caseTypeNames, caseTypes, steps } from '../../domain/cases/catalogue';
import { wordsOfLine } from '../../domain/moves/story/line-title';

/** All that a history may say has happened, by the catalogue; of steps and cases that do not run side by side. */
export const happenings: ReadonlySet<string> = new Set(
  [
    ...[...steps.values()].flatMap(({ id, verdicts }) => {
      const key = `${id}#1`;
      return [
        ...Object.keys(verdicts).flatMap((verdict) =>
          (['decided', 'decided-before'] as const).map((kind) => ({ kind, key, verdict })),
        ),
        ...(
          [
            'assigned',
            'rungs-passed',
            'extension-requested',
            'extension-refused',
            'pause-requested',
            'pause-refused',
            'start-correction-requested',
            'start-correction-refused',
          ] as const
        ).map((kind) => ({ kind, key })),
        ...(['paused', 'resumed', 'extended', 'start-corrected'] as const).map(
          (cause) => ({ kind: 'clock-superseded', key, cause }) as const,
        ),
      ];
    }),
    ...['fact/wording/0#1', 'fact/wording-passed/0#1', 'fact/take-over#1'].map(
      (key) => ({ kind: 'fact-recorded', key }) as const,
    ),
    ...caseTypeNames.flatMap((caseType) => [
      { kind: 'opened', caseType } as const,
      { kind: 'child-opened', caseType } as const,
      { kind: 'child-reopened', key: `child/${caseType}#1` } as const,
      ...endsOf(caseType).flatMap((outcome) => [
        { kind: 'child-closed', key: `child/${caseType}#1`, outcome } as const,
        { kind: 'closed', outcome } as const,
      ]),
    ]),
    ...(
      [
        ...(['noted', 'reopened', 'withdrawal-requested', 'withdrawal-refused'] as const),
        ...(['paper-added', 'paper-scanned', 'original-requested', 'original-answered'] as const),
      ] as const
    ).map((kind) => ({ kind })),
  ].map(wordsOfLine),
);

function endsOf(caseType: CaseType): string[] {
  return [...Object.keys(caseTypes[caseType].outcomes), 'withdrawn'];
}
