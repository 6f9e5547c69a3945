import { Type } from 'typebox';
import { shanghaiDate, startOfDay } from '../../../domain/time/calendar';
import { datesFit } from '../../../domain/case/form-dates';
import { tipTexts } from '../../../domain/cases/tip-off/tip-texts';
import type { StaffActor } from '../../../domain/role';
import type {
  OpenByReporterRequest,
  OpenTipOffRequest,
  Outcome,
  TipOffOpened,
} from '../../../record/desk/desk';
import type { Idempotency } from '../../../record/store/idempotency';
import { zoneNamed, zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems, writeProblems } from '../../contract/answers';
import { Coded } from '../../../domain/case/form';
import { caseTypeDef, reporterOpenings } from '../../../domain/cases/catalogue';
import { TipOffOpenedSchema } from '../../contract/schemas/case-schemas';
import { OfficeTipOff, PublicTipOff, RecordedOn, type TipOffBody } from '../../contract/schemas/intake-forms';
import { operation, tags } from '../../contract/operation';
import { ProblemError, problemOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { inCamel, Named, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';
import type { IntakeDoor } from '../../identity/intake-door';
import { handingInRoute } from './handing-in';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'clock' | 'hashKey'>;
type WithDoor = Deps & { readonly door: IntakeDoor };

/** Where tip-offs come in: handed in by the reporter, or recorded by a clerk. */
export async function intakeRoutes(app: App, deps: WithDoor): Promise<void> {
  handInRoute(app, deps);
  for (const opening of reporterOpenings) reportRoute(app, deps, opening);
  recordRoute(app, deps);
}

/** What somebody of a firm hands in about it without an account. The firm is named by its credit code. */
function reportRoute(app: App, deps: WithDoor, opening: OpenByReporterRequest['opening']): void {
  const { caseType, byReporter } = opening;
  const { title, about, form } = byReporter;
  const firm = {
    creditCode: Coded({ zh: '本企业统一社会信用代码', en: 'Credit code of the firm' }, 'credit-code'),
  };
  handingInRoute(app, deps, {
    url: `/api/public/${caseTypeDef(caseType).address}`,
    id: `hand-in-${caseType}`,
    title,
    about,
    body: Named(`HandIn_${inCamel(caseType)}`, Type.Object({ ...firm, ...form.properties }, strict)),
    problems: ['enterprise-unknown', ...opening.refusals],
    open: async ({ creditCode, ...body }, idempotency) => {
      const found = await firmOfCode(deps, String(creditCode));
      return deps.desk.openByReporter({ opening, body, ...found, idempotency });
    },
  });
}

/** The firm of a credit code, and where it is dealt with. @throws ProblemError `enterprise-unknown` */
async function firmOfCode({ db }: Deps, creditCode: string) {
  const firm = await db.enterprise.findUnique({ where: { creditCode } });
  const zone = await zoneNamed(db, firm?.zone?.split('/')[0]);
  if (firm === null || zone === null) throw new ProblemError('enterprise-unknown');
  return { enterpriseId: firm.mergedInto ?? firm.id, place: { zone: zone.id, unit: zone.intakeUnit } };
}

function handInRoute(app: App, deps: WithDoor): void {
  handingInRoute(app, deps, {
    url: '/api/public/tip-offs',
    id: 'hand-in',
    title: { zh: '提交举报', en: 'Hand in a tip-off, without an account' },
    about: { zh: '', en: '' },
    body: PublicTipOff,
    problems: ['zone-unknown'],
    open: (body, idempotency) => openForPublic(deps, body, idempotency),
  });
}

/** Opens the tip-off that a reporter hands in. @throws ProblemError `zone-unknown` */
export async function openForPublic(
  deps: Pick<ApiDeps, 'db' | 'desk' | 'clock'>,
  body: TipOffBody,
  idempotency: Idempotency,
): Promise<Outcome<TipOffOpened>> {
  return deps.desk.openTipOff({
    ...contentOf(body),
    ...(await intakeOf(deps, body)),
    receivedAt: deps.clock().toISOString(),
    actor: null,
    idempotency,
  });
}

function recordRoute(app: App, deps: Deps): void {
  app.post(
    '/api/tip-offs',
    {
      config: { access: staff('intake-clerk'), act: 'record-tip-off' },
      schema: {
        ...operation(
          'record-tip-off',
          tags['tip-off'],
          { zh: '登记举报', en: 'Record a letter, visit or call' },
          {
            zh: '查询码只显示一次,须交给举报人。',
            en: 'Hand the receipt code to the reporter; it is shown this once.',
          },
        ),
        headers: KeyHeader,
        body: OfficeTipOff,
        response: answers(
          { 201: TipOffOpenedSchema },
          ...staffProblems,
          ...writeProblems,
          'zone-without-law',
          'date-ahead',
        ),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      void reply.code(201);
      const { answer } = await open(deps, {
        ...contentOf(request.body),
        ...(await officeOf(deps, actor)),
        receivedAt: receivedAt(request.body, deps.clock().toISOString()),
        actor,
        idempotency: idempotencyOf(deps, request),
      });
      return answer;
    },
  );
}

async function open({ desk }: Deps, request: OpenTipOffRequest) {
  const outcome = await desk.openTipOff(request);
  if (!outcome.ok) throw problemOf(outcome.refusal);
  return outcome;
}

/** The zone that a reporter names, or the first; its unit takes it. */
async function intakeOf({ db }: Pick<Deps, 'db'>, { zone: named }: TipOffBody) {
  const zone = await zoneNamed(db, named);
  if (zone === null) throw new ProblemError('zone-unknown');
  return { zone: zone.id, unit: zone.intakeUnit };
}

/** A clerk records for their own unit, under the policy of the zone that the unit belongs to. */
async function officeOf({ db }: Deps, { unit }: StaffActor) {
  return { zone: await zoneOfUnit(db, unit), unit };
}

/** When the office has received what a clerk records. Refusals: `date-ahead`, `form-invalid`. */
function receivedAt({ receivedOn = '' }: TipOffBody, now: string): string {
  const today = shanghaiDate(now);
  const dates = datesFit(RecordedOn, { receivedOn }, { began: today, today });
  if (!dates.ok) throw problemOf(dates.refusal);
  // A tip-off of today has just come: limits in hours must not begin at midnight.
  return receivedOn === today ? now : startOfDay(receivedOn);
}

export function contentOf({
  reporterKind,
  channel,
  category,
  identity,
  allegesDeath,
  ...written
}: TipOffBody) {
  const texts = tipTexts.map((field) => [field, written[field]] as const);
  return {
    reporterKind,
    channel,
    category,
    allegesDeath: allegesDeath === true,
    identity: identity ?? null,
    texts: Object.fromEntries(texts.filter(([, value]) => value !== undefined)) as OpenTipOffRequest['texts'],
  };
}
