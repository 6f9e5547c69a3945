import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fieldsOf } from '../../../domain/case/form-fields';
import type { Title } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { readForReporter } from '../../../record/cases/reporter-reading';
import { bodyOf, faultsOf, namesOf } from '../../../web/public/form-values';
import { codePage, readingPage, surePage, type Answered, type Move } from '../../../web/public/receipt';
import { paperReasons, strings } from '../../../web/public/strings';
import type { App } from '../../app-type';
import { problems } from '../../contract/problem-codes';
import { isSoundKey, soundKey } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { toProblem } from '../../frame/failures';
import { pageLanguage, sendPage } from '../../frame/pages';
import type { OwnCase } from '../../identity/receipt-door';
import { next, partsOf, takeFromReporter, type PaperDeps } from '../casework/papers';
import { makeMove, reporterMoves, type ReporterDeps, type ReporterMove } from '../public/reporter-moves';
import { judged, reporterPage, valuesOf } from './form-bodies';
import { sendSlip, takenFiles } from './slip';

export type ReceiptPageDeps = ReporterDeps & PaperDeps & Pick<ApiDeps, 'clock'>;

/** What the holder of a receipt code sees and does, with the code in a form and never in an address. */
export function receiptPages(app: App, deps: ReceiptPageDeps): void {
  app.get('/receipt', reporterPage, (request, reply) =>
    sendPage(reply, codePage(pageLanguage(request), null)),
  );
  // Whoever comes back to the address of a form begins with the code.
  app.get('/receipt/:what', reporterPage, (request, reply) =>
    reply.redirect(`/receipt?lang=${pageLanguage(request)}`, 303),
  );
  const { config, schema } = reporterPage;
  app.post('/receipt', { config: { ...config, ownDoor: true }, schema }, (request, reply) => {
    const { code = '', view } = valuesOf(request);
    return withCase(deps, request, reply, code, async (own) =>
      view === 'slip'
        ? sendSlip(request, reply, { number: own.number, code }, null)
        : showCase(deps, request, reply, { own, code }),
    );
  });
  for (const move of reporterMoves) movePage(app, deps, move);
  paperPage(app, deps);
}

const moves: readonly Move[] = reporterMoves.map(({ name, title, body }) => ({
  ...{ name, title },
  fields: fieldsOf(body).filter((field) => field.name !== 'code'),
}));

function movePage(app: App, deps: ReceiptPageDeps, move: ReporterMove): void {
  const { fields = [], ...shown } = moves.find(({ name }) => name === move.name) ?? {};
  const { config, schema } = reporterPage;
  const own = { ...config, ownDoor: true, act: `reporter/${move.name}`, lastingKeys: true };
  app.post(`/receipt/${move.name}`, { config: own, schema }, (request, reply) => {
    const values = valuesOf(request);
    const { code = '', key = '', go } = values;
    return withCase(deps, request, reply, code, async (own) => {
      const { body, errors } = judged(request, move.body, { code, ...bodyOf(fields, values) });
      if (errors.length > 0) {
        const faults = faultsOf(errors, namesOf(fields));
        return showCase(deps, request, reply, { own, code, wrong: { move: move.name, values, faults } }, 422);
      }
      if (go === 'sure') return make(deps, request, reply, move, { own, code, key, body });
      const sendKey = isSoundKey(key) ? key : randomUUID();
      const language = pageLanguage(request);
      return sendPage(
        reply,
        surePage({
          language,
          code,
          move: { name: move.name, title: move.title, fields, ...shown },
          values,
          sendKey,
        }),
      );
    });
  });
}

interface Sent {
  readonly own: OwnCase;
  readonly code: string;
  readonly key: string;
  readonly body: unknown;
}

async function make(
  deps: ReceiptPageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  move: ReporterMove,
  { own, code, key, body }: Sent,
) {
  try {
    await makeMove(deps, request, move, { key: soundKey(key), body });
  } catch (error) {
    const { status, words } = told(request, error);
    return showCase(
      deps,
      request,
      reply,
      { own, code, notice: { good: false, words: [strings.moveRefused, words] } },
      status,
    );
  }
  const words = [strings.moveMade, move.title];
  return showCase(deps, request, reply, { own, code, notice: { good: true, words } });
}

/** Evidence by the code: the fields of the page first, then one file. */
function paperPage(app: App, deps: ReceiptPageDeps): void {
  const { config, schema } = reporterPage;
  const own = { ...config, act: 'add-paper', lastingKeys: true };
  app.post('/receipt/papers', { config: own, schema }, async (request, reply) => {
    const parts = partsOf(request, 3);
    const values: Record<string, string> = {};
    let part = await next(parts);
    for (; part?.type === 'field'; part = await next(parts)) values[part.fieldname] = String(part.value);
    const { code = '', key = '', from } = values;
    const file = part;
    return withCase(deps, request, reply, code, async (own) => {
      const { status, notice } = await takePaper(deps, request, own, { key, file, parts });
      return from === 'slip'
        ? sendSlip(request, reply, { number: own.number, code }, notice, status)
        : showCase(deps, request, reply, { own, code, notice }, status);
    });
  });
}

type Upload = Parameters<typeof takeFromReporter>[3];

/** Takes a file and says what became of it; one that is refused is refused plainly. */
async function takePaper(deps: ReceiptPageDeps, request: FastifyRequest, own: OwnCase, upload: Upload) {
  try {
    const { standing, damaged } = await takeFromReporter(deps, request, own, {
      ...upload,
      key: soundKey(upload.key),
    });
    const words = [paperWords[standing], ...(damaged ? [strings.paperDamaged] : [])];
    return { status: 201, notice: { good: standing === 'open', words } };
  } catch (error) {
    const { status, words } = told(request, error);
    return { status, notice: { good: false, words: [strings.paperRefused, words] } };
  }
}

const paperWords = {
  open: strings.paperTaken,
  held: strings.paperHeld,
  'not-scanned': strings.paperTaken,
  quarantined: strings.paperSuspicious,
} as const;

/** Why something was not done, in words for whoever asked. */
function told(request: FastifyRequest, error: unknown): { readonly status: number; readonly words: Title } {
  const { code, extras } = toProblem(error);
  const { status, zh, en } = problems[code];
  if (status >= 500) request.log.error({ code, route: request.routeOptions.url, error }, 'request-failed');
  const reason = code === 'paper-missing' ? 'paper-empty' : extras.facts?.['reason'];
  const words = typeof reason === 'string' ? reasons[reason] : undefined;
  return { status, words: words ?? { zh, en } };
}

const reasons: Readonly<Record<string, Title>> = paperReasons;

/** However it is typed, no code is longer. */
const longestCode = 60;

/** Lets the holder of a code go on; who has a wrong one is told so where the code is asked for. */
async function withCase(
  { receiptDoor }: ReceiptPageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: string,
  goOn: (own: OwnCase) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const code = typed.slice(0, longestCode);
  let own: OwnCase;
  try {
    own = await receiptDoor.open(request, code);
  } catch (error) {
    if (toProblem(error).code !== 'receipt-unknown') throw error;
    return sendPage(reply, codePage(pageLanguage(request), strings.codeUnknown, code), 404);
  }
  return goOn(own);
}

interface Shown extends Partial<Pick<Answered, 'notice' | 'wrong'>> {
  readonly own: OwnCase;
  readonly code: string;
}

async function showCase(
  deps: ReceiptPageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { own, code, notice = null, wrong = null }: Shown,
  status = 200,
): Promise<FastifyReply> {
  const reading = await readForReporter(deps, own.caseId);
  const today = shanghaiDate(deps.clock().toISOString());
  const language = pageLanguage(request);
  const shown = {
    language,
    code,
    reading,
    moves,
    files: takenFiles,
    sendKey: randomUUID(),
    today,
    notice,
    wrong,
  };
  return sendPage(reply, readingPage(shown), status);
}
