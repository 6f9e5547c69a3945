import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { repairActions, repairCauses, repairs } from '../../../record/engine/repairs';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { PageQuery, pageRequestOf } from '../../contract/request-parts';
import { Instant, Named, PageOf, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

const RepairCause = Named('RepairCause', OneOf({ zh: '原因', en: 'Cause' }, repairCauses));
const RepairAction = Named('RepairAction', OneOf({ zh: '处置', en: 'Action' }, repairActions));

const RepairPage = PageOf('Repair', {
  at: Instant,
  caseNumber: Type.String({ format: 'case-number' }),
  cause: RepairCause,
  action: RepairAction,
});

/** Which workflows could not carry their case on, and what the system did about it by itself. */
export async function repairRoutes(app: App, { db }: Pick<ApiDeps, 'db'>): Promise<void> {
  app.get(
    '/api/operation/repairs',
    {
      config: { access: staff('operator', 'auditor') },
      schema: {
        ...operation('repairs', tags.system, {
          zh: '流程修复记录',
          en: 'Workflows that could not carry their case on, and what was done about it, newest first',
        }),
        querystring: Type.Object(PageQuery, strict),
        response: answers({ 200: RepairPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    (request) => repairs(db, pageRequestOf(request.query)),
  );
}
