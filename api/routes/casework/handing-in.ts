import type { FastifyRequest } from 'fastify';
import { Type, type Static, type TSchema } from 'typebox';
import type { Title } from '../../../domain/role';
import type { Outcome, TipOffOpened } from '../../../record/desk/desk';
import type { Idempotency } from '../../../record/store/idempotency';
import type { App } from '../../app-type';
import { answers, writeProblems } from '../../contract/answers';
import { TipOffOpenedSchema } from '../../contract/schemas/case-schemas';
import { operation, tags } from '../../contract/operation';
import type { ProblemCode } from '../../contract/problem-codes';
import { ProblemError, problemOf } from '../../contract/problems';
import {
  idempotencyUnder,
  intakeTokenOf,
  IntakeTokenHeader,
  KeyHeader,
  keyOf,
} from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { reporter } from '../../identity/access';
import type { IntakeDoor } from '../../identity/intake-door';

/** Something that the public hands in without an account, and comes back to by a receipt code. */
interface HandingIn<Body extends TSchema> {
  readonly url: string;
  readonly id: string;
  readonly title: Title;
  /** What stands before the words about the code. */
  readonly about: Title;
  readonly body: Body;
  readonly problems: readonly ProblemCode[];
  readonly open: (body: Static<Body>, idempotency: Idempotency) => Promise<Outcome<TipOffOpened>>;
}

const aboutTheCode: Title = {
  zh:
    '查询码只显示一次,是查询案件的唯一凭证。短时间内提交过多的,答复 429;' +
    '按 `Retry-After` 所示时间重发同一请求即予受理。' +
    '重发已受理的请求,须附同一 `intake-token` 方再次显示查询码;未附的,答复 409 handed-in-already。',
  en:
    'The receipt code is shown this once: it is the only way back to the case. Who hands in too much at once is ' +
    'answered 429 and is taken when the same request comes again after `Retry-After`. ' +
    'A request that was taken and comes again is shown its receipt code only with the `intake-token` of the ' +
    'first time; without one it is answered 409 `handed-in-already`.',
};

export type HandingInDeps = Pick<ApiDeps, 'hashKey'> & { readonly door: IntakeDoor };

/** The route by which the public hands in through the door that slows floods down. */
export function handingInRoute<Body extends TSchema>(
  app: App,
  deps: HandingInDeps,
  { url, id, title, about, body, problems, open }: HandingIn<Body>,
): void {
  app.post(
    url,
    {
      config: { access: reporter },
      schema: {
        ...operation(id, tags.reporter, title, {
          zh: about.zh + aboutTheCode.zh,
          en: `${about.en} ${aboutTheCode.en}`.trim(),
        }),
        headers: Type.Object({ ...KeyHeader.properties, ...IntakeTokenHeader.properties }),
        body,
        response: answers(
          { 201: TipOffOpenedSchema },
          ...writeProblems,
          'zone-without-law',
          'too-many-tip-offs',
          'handed-in-already',
          ...problems,
        ),
      },
    },
    async (request: FastifyRequest, reply) => {
      const token = intakeTokenOf(request);
      const body = request.body as Static<Body>;
      const opened = await handIn(deps, request, { key: keyOf(request), token, body, open });
      return reply.code(201).send(opened);
    },
  );
}

/** What is handed in, however it was sent. */
interface HandedIn<Body> {
  readonly key: string;
  /** The secret of whoever hands in; null where they brought none. */
  readonly token: string | null;
  readonly body: Body;
  readonly open: (body: Body, idempotency: Idempotency) => Promise<Outcome<TipOffOpened>>;
}

/**
 * Takes in what the public hands in, through the door, once for each key.
 * @throws ProblemError `too-many-tip-offs`, `handed-in-already`, and whatever `open` refuses
 */
export async function handIn<Body>(
  { door, ...deps }: HandingInDeps,
  request: FastifyRequest,
  { key, token, body, open }: HandedIn<Body>,
): Promise<TipOffOpened> {
  const idempotency = idempotencyUnder(deps, request, key, body, token ?? '');
  await door.pass(request, idempotency);
  const outcome = await open(body, idempotency);
  if (!outcome.ok) throw problemOf(outcome.refusal);
  // Whoever brings no secret may be somebody else, who has the key and the text from wherever it was left.
  if (outcome.repeated && token === null) throw new ProblemError('handed-in-already');
  return outcome.answer;
}
