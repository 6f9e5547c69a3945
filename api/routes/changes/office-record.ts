import { officeLines } from '../../../record/office/office-reading';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { pageRequestOf } from '../../contract/request-parts';
import { OfficeLinePage, OfficeRecordQuery } from '../../contract/schemas/office-schemas';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

/** Who changed what of the office, with the old value and the new one. */
export async function officeRecordRoutes(app: App, { db }: Pick<ApiDeps, 'db'>): Promise<void> {
  app.get(
    '/api/office/record',
    {
      config: { access: staff('auditor', 'administrator') },
      schema: {
        ...operation('office-record', tags.office, {
          zh: '机关记录',
          en: 'The office record: every change of accounts, offices, leave, recusals, law and calendar, newest first',
        }),
        querystring: OfficeRecordQuery,
        response: answers({ 200: OfficeLinePage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    (request) => {
      const { limit, cursor, ...filter } = request.query;
      return officeLines(db, filter, pageRequestOf({ limit, cursor }, 50));
    },
  );
}
