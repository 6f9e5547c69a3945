import { Type } from 'typebox';
import {
  officeChangeKinds,
  officeChanges,
  refusalsOf,
  type OfficeChangeKind,
} from '../../../domain/office/catalogue';
import type { OfficeChangeDef } from '../../../domain/office/office-change';
import type { JsonObject } from '../../../domain/json';
import { roleTitles, type Role, type Title } from '../../../domain/role';
import type { OfficeDesk } from '../../../record/office/office-desk';
import type { App } from '../../app-type';
import { answers, sameBytes, staffProblems, strongProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { ChangeInForce, ChangeProposed, ReasonField } from '../../contract/schemas/office-schemas';
import { inCamel, Named } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';
import { officeDeskOf, toldChange, type OfficeRouteDeps } from './told-change';

/** One route per kind of change. What weighs is proposed by it, and put in force by another person. */
export async function changeRoutes(app: App, deps: OfficeRouteDeps): Promise<void> {
  const desk = officeDeskOf(deps);
  for (const kind of officeChangeKinds) changeRoute(app, deps, desk, kind);
}

function changeRoute(
  app: App,
  deps: OfficeRouteDeps & Pick<ApiDeps, 'hashKey'>,
  desk: OfficeDesk,
  kind: OfficeChangeKind,
): void {
  const def: OfficeChangeDef = officeChanges[kind];
  app.post(
    `/api/office/changes/${kind}`,
    {
      ...sameBytes,
      config: { access: def.by === 'staff' ? staff() : staff(...def.by), act: `office/${kind}` },
      schema: {
        ...operation(kind, tags.office, def.title, describe(def)),
        headers: KeyHeader,
        body: Named(`Change_${inCamel(kind)}`, bodyOf(def)),
        response: answers(
          {
            ...(def.second !== null && def.second.where === undefined ? {} : { 201: ChangeInForce }),
            ...(def.second === null ? {} : { 202: ChangeProposed }),
          },
          ...staffProblems,
          ...writeProblems,
          ...strongProblems(`office/${kind}`),
          ...refusalsOf(kind),
        ),
      },
    },
    async (request, reply) => {
      const { reason = null, ...form } = request.body as JsonObject & { reason?: string };
      const actor = actorOf(request);
      const idempotency = idempotencyOf(deps, request);
      const done = await desk.ask({ kind, form, reason, actor, idempotency });
      return toldChange(deps, request, reply, done);
    },
  );
}

/** The form of a kind, and where somebody has to agree, why. */
function bodyOf({ form, second }: OfficeChangeDef) {
  return second === null
    ? form
    : Type.Object(
        { ...form.properties, reason: Type.Optional(ReasonField) },
        { additionalProperties: false },
      );
}

/** Who asks and who puts it in force, in both languages. */
function describe({ by, second }: OfficeChangeDef): Title {
  const asks =
    by === 'staff'
      ? { zh: '申请:本机关人员,限其职责之内', en: 'Asked for by: everybody of the staff, as far as they may' }
      : { zh: `申请:${namesOf(by).zh}`, en: `Asked for by: ${namesOf(by).en}` };
  if (second === null) return { zh: `${asks.zh}\n\n即时生效`, en: `${asks.en}\n\nIn force at once` };
  const { roles, where } = second;
  return {
    zh: `${asks.zh}\n\n${where?.title.zh ?? ''}须由另一人批准后生效:${namesOf(roles).zh}`,
    en: `${asks.en}\n\nPut in force by another person${where === undefined ? '' : `, ${where.title.en}`}: ${namesOf(roles).en}`,
  };
}

function namesOf(roles: readonly Role[]): Title {
  return {
    zh: roles.map((role) => roleTitles[role].zh).join('、'),
    en: roles.map((role) => `\`${role}\``).join(', '),
  };
}
