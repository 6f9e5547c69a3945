import { Type } from 'typebox';
import { chiefOfficer } from '../../../domain/cases/chief-officer/case-type';
import type { Role } from '../../../domain/role';
import {
  officerFigures,
  officerLines,
  officersOfFirm,
  standings,
} from '../../../record/cases/network/chief-officer-standing';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { PageQuery, pageRequestOf } from '../../contract/request-parts';
import {
  FirmsOfficersSchema,
  OfficerFiguresSchema,
  OfficerLinesSchema,
} from '../../contract/schemas/network/chief-officer-schemas';
import { strict, Uuid } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Parts = Pick<ApiDeps, 'db' | 'clock'> & { readonly rulebooks: Rulebooks };

/** Who looks at the whole zone. */
const overviewers: readonly Role[] = ['section-chief', 'approver', 'auditor'];

/** How the firms of the zone stand with their chief safety officers. */
export async function chiefOfficerRoutes(app: App, deps: Pick<ApiDeps, 'db' | 'clock'>): Promise<void> {
  const parts = { ...deps, rulebooks: new Rulebooks(deps.db) };
  figuresRoute(app, parts);
  linesRoute(app, parts);
  firmRoute(app, parts);
}

function figuresRoute(app: App, parts: Parts): void {
  app.get(
    '/api/network/chief-officers/figures',
    {
      config: { access: staff(...overviewers) },
      schema: {
        ...operation('chief-officer-figures', tags['chief-officer'], {
          zh: '首席安全官:全区情况',
          en: 'Chief safety officers of the zone in figures',
        }),
        response: answers({ 200: OfficerFiguresSchema }, ...staffProblems),
      },
    },
    async (request) => officerFigures(parts, actorOf(request)),
  );
}

function linesRoute(app: App, parts: Parts): void {
  app.get(
    '/api/network/chief-officers',
    {
      config: { access: staff(...overviewers) },
      schema: {
        ...operation(
          'chief-officer-lines',
          tags['chief-officer'],
          {
            zh: '首席安全官:按情况列出企业',
            en: 'Firms by how they stand with their chief safety officer',
          },
          {
            zh: '应设未设(without)、在岗(in-office)、证书将到期(certificate-ending)、履职逾期(duty-overdue)。',
            en: '`without`: those that must have one and have none in office, with the vacancy and its clock. `certificate-ending`: within the days of the first reminder.',
          },
        ),
        querystring: Type.Object(
          { ...PageQuery, standing: Type.Union(standings.map((each) => Type.Literal(each))) },
          strict,
        ),
        response: answers({ 200: OfficerLinesSchema }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request) =>
      officerLines(parts, actorOf(request), request.query.standing, pageRequestOf(request.query)),
  );
}

function firmRoute(app: App, parts: Parts): void {
  app.get(
    '/api/enterprises/:id/chief-officers',
    {
      config: { access: staff(...(Object.keys(chiefOfficer.readers) as Role[])) },
      schema: {
        ...operation('chief-officers-of-firm', tags['chief-officer'], {
          zh: '企业首席安全官:现状与历任',
          en: 'How a firm stands, and everybody who has held its post',
        }),
        params: Type.Object({ id: Uuid }),
        response: answers({ 200: FirmsOfficersSchema }, ...staffProblems, 'enterprise-not-found'),
      },
    },
    async (request) => {
      const found = await officersOfFirm(parts, actorOf(request), request.params.id);
      if (found === null) throw new ProblemError('enterprise-not-found');
      return found;
    },
  );
}
