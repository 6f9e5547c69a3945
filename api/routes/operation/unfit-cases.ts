import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import type { Title } from '../../../domain/role';
import { misfitCodes, type MisfitCode } from '../../../domain/misfit';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';

import { operation, tags } from '../../contract/operation';
import { problems } from '../../contract/problem-codes';
import { CaseTypeWord, Named, Nullable, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

const titles = Object.fromEntries(
  misfitCodes.map((code) => [code, { zh: problems[code].zh, en: problems[code].en }]),
) as Record<MisfitCode, Title>;

const UnfitCases = Named(
  'UnfitCases',
  Type.Object(
    {
      code: OneOf({ zh: '原因', en: 'Cause' }, titles),
      caseType: CaseTypeWord,
      step: Type.String(),
      row: Nullable(Type.String({ description: 'the row of law that is missing' })),
      waits: Type.Boolean({ description: 'they wait at the step now; otherwise they come to it' }),
      cases: Type.Integer(),
      numbers: Type.Array(Type.String({ format: 'case-number' }), { description: 'the first hundred' }),
    },
    strict,
  ),
);

/** Which open cases do not fit the code and the law that run, and why: they are refused until that is mended. */
export async function unfitCaseRoutes(app: App, { standing }: Pick<ApiDeps, 'standing'>): Promise<void> {
  app.get(
    '/api/operation/unfit-cases',
    {
      config: { access: staff('operator', 'auditor') },
      schema: {
        ...operation('unfit-cases', tags.system, {
          zh: '与现行程序或规定不符的在办案件',
          en: 'Open cases that do not fit the code and the law that run, by what is missing',
        }),
        response: answers({ 200: Type.Array(UnfitCases) }, ...staffProblems),
      },
    },
    async () => [...(await standing()).misfits],
  );
}
