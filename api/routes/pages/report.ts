import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fieldsOf, type FormField } from '../../../domain/case/form-fields';
import { stepTitle } from '../../../domain/cases/catalogue';
import { limitOf } from '../../../domain/law/policy';
import { acceptance, feedback, verification } from '../../../domain/cases/tip-off/steps';
import type { Rulebooks } from '../../../record/store/rulebook';
import { zonesOf, type Zone } from '../../../record/store/zones';
import { bodyOf, faultsOf, namesOf, type Values } from '../../../web/public/form-values';
import { reportKeys, reportPage, type Report, type ReportStep, type Term } from '../../../web/public/report';
import { strings } from '../../../web/public/strings';
import type { App } from '../../app-type';
import { problems } from '../../contract/problem-codes';
import { isSoundKey, isSoundToken } from '../../contract/request-parts';
import { MatterStep, PublicTipOff, WhoStep, type TipOffBody } from '../../contract/schemas/intake-forms';
import type { ApiDeps } from '../../deps';
import { toProblem } from '../../frame/failures';
import { pageLanguage, sendPage } from '../../frame/pages';
import { handIn, type HandingInDeps } from '../casework/handing-in';
import { openForPublic } from '../casework/intake';
import { judged, reporterPage, valuesOf } from './form-bodies';
import { sendSlip } from './slip';

export type ReportPageDeps = HandingInDeps &
  Pick<ApiDeps, 'db' | 'desk' | 'clock'> & { readonly rulebooks: Rulebooks };

/** The report in steps. Nothing is kept before it is sent. */
export function reportPages(app: App, deps: ReportPageDeps): void {
  app.get('/report', reporterPage, async (request, reply) => show(deps, request, reply, 'matter', {}));
  app.post('/report', reporterPage, async (request, reply) => {
    const values = carried(valuesOf(request));
    const { at, go } = valuesOf(request);
    if (go === 'matter' || go === 'who') return show(deps, request, reply, go, values);
    if (go === 'stay') return show(deps, request, reply, stepNamed(at), values);
    const wrong = faultyStep(request, stepNamed(at), values);
    if (wrong !== null) return show(deps, request, reply, wrong.step, values, wrong);
    if (go === 'send') return send(deps, request, reply, values);
    const isNamed = values['reporterKind'] !== 'anonymous';
    return show(deps, request, reply, at === 'matter' && isNamed ? 'who' : 'check', values);
  });
}

const matterFields = fieldsOf(MatterStep);
const whoFields = fieldsOf(WhoStep);
const carriedNames = [...reportKeys, ...namesOf(matterFields), ...namesOf(whoFields)];

const stepNamed = (at: string | undefined): ReportStep => (at === 'who' || at === 'check' ? at : 'matter');

/** What goes on to the next step. Whoever stays anonymous takes no name along. */
function carried(sent: Values): Values {
  const names = sent['reporterKind'] === 'anonymous' ? withoutWho : carriedNames;
  return Object.fromEntries(names.flatMap((name) => (sent[name] ? [[name, sent[name]] as const] : [])));
}

const withoutWho = carriedNames.filter((name) => !namesOf(whoFields).includes(name));

/** The first step up to the one that was filled in in which something is wrong. */
function faultyStep(request: FastifyRequest, until: ReportStep, values: Values) {
  const matter = judged(request, MatterStep, bodyOf(matterFields, values));
  if (matter.errors.length > 0)
    return { step: 'matter' as const, faults: faultsOf(matter.errors, namesOf(matterFields)) };
  if (until === 'matter' || values['reporterKind'] === 'anonymous') return null;
  const who = judged(request, WhoStep, bodyOf(whoFields, values));
  if (who.errors.length === 0) return null;
  return { step: 'who' as const, faults: faultsOf(who.errors, namesOf(whoFields)) };
}

async function send(deps: ReportPageDeps, request: FastifyRequest, reply: FastifyReply, values: Values) {
  const { key, token } = keysIn(values);
  const isNamed = values['reporterKind'] !== 'anonymous';
  const { body, errors } = judged(request, PublicTipOff, {
    ...bodyOf(matterFields, values),
    ...(isNamed ? bodyOf(whoFields, values) : {}),
    channel: 'web',
  });
  if (errors.length > 0)
    return show(deps, request, reply, 'matter', values, { faults: faultsOf(errors, carriedNames) });
  try {
    const opened = await handIn(deps, request, {
      ...{ key, token, body: body as TipOffBody },
      open: (given, idempotency) => openForPublic(deps, given, idempotency),
    });
    return sendSlip(request, reply, { number: opened.number, code: opened.receiptCode }, null, 201);
  } catch (error) {
    // What somebody has written must not be lost with the answer.
    const { code, extras } = toProblem(error);
    const { status, zh, en } = problems[code];
    if (status >= 500) request.log.error({ code, route: request.routeOptions.url, error }, 'request-failed');
    if (extras.retryAfterS !== undefined) void reply.header('retry-after', String(extras.retryAfterS));
    const sentBefore = code === 'key-reused';
    const notTaken = sentBefore ? strings.sentBefore : { zh, en };
    return show(deps, request, reply, 'check', values, { notTaken, mayBeSentAgain: !sentBefore, status });
  }
}

interface Shown extends Partial<Pick<Report, 'faults' | 'notTaken' | 'mayBeSentAgain'>> {
  readonly status?: number;
}

async function show(
  deps: ReportPageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  step: ReportStep,
  values: Values,
  {
    faults = new Map(),
    notTaken = null,
    mayBeSentAgain = false,
    status = faults.size > 0 ? 422 : 200,
  }: Shown = {},
) {
  const zones = await zonesOf(deps.db);
  const report: Report = {
    language: pageLanguage(request),
    values: { ...values, ...keysIn(values) },
    faults,
    matter: matterFields.flatMap((field) => (field.name === 'zone' ? zoneField(field, zones) : [field])),
    who: whoFields,
    terms: await termsIn(deps, values['zone'] ?? zones[0]?.id),
    notTaken,
    mayBeSentAgain,
  };
  return sendPage(reply, reportPage(step, report), status);
}

/** The key and the secret of this report; fresh ones where there are none that could be. */
function keysIn({ key = '', token = '' }: Values) {
  return {
    key: isSoundKey(key) ? key : randomUUID(),
    token: isSoundToken(token) ? token : randomBytes(24).toString('base64url'),
  };
}

/** Nobody is asked for the zone where there is one alone. */
function zoneField({ name, title, required, mayBeNone }: FormField, zones: readonly Zone[]): FormField[] {
  if (zones.length < 2) return [];
  const words = zones.map((zone) => ({ word: zone.id, title: zone.title }));
  return [{ name, title, required, mayBeNone, widget: 'choice', words }];
}

/** By when the reporter may expect what, by the law of the zone. */
async function termsIn({ rulebooks, clock }: ReportPageDeps, zone: string | undefined): Promise<Term[]> {
  if (zone === undefined) return [];
  const policy = await rulebooks.lawIn(zone, clock().toISOString());
  return [acceptance, verification, feedback].map(({ id, limit }) => {
    const { value, unit } = limitOf(policy, limit);
    return { title: stepTitle(id), value, unit };
  });
}
