import { shanghaiDate, type PlainDate } from '../../domain/time/calendar';
import type { CaseEvent, EventActor } from '../../domain/case/case-event';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import { canonicalJson } from '../../domain/json';
import type { PublicationKind } from '../../domain/cases/notice/publication';
import { decisionOn } from '../../domain/case/case-queries';
import { issuedLinesIn } from '../../domain/moves/enterprise-visibility';
import { receipt, service } from '../../domain/cases/notice/steps';
import { caseTypeOf } from '../../domain/case/step';
import type { StaffActor } from '../../domain/role';
import type { ServiceWay } from '../../domain/cases/service';
import { eventsOf, findCase } from './case-reading';
import { isShown } from './shown-lines';
import { lineToTheDay, toTheDay } from './to-the-day';
import type { Database } from '../store/database';
import { namesOf } from '../people/people';
import type { Depth } from '../../domain/case/case-type-def';
import type { Signature, Signer } from '../vault/signer';

/** The proof that a notice has reached its firm, and how: by the record of its case, signed by the office. */
export interface ProofOfService {
  readonly number: string;
  readonly publication: {
    readonly id: string;
    readonly kind: PublicationKind;
    readonly title: string;
    readonly publishedAt: string;
  };
  readonly enterprise: { readonly id: string; readonly name: string; readonly creditCode: string };
  readonly openedAt: string;
  /** When the firm was reminded. */
  readonly reminders: readonly string[];
  readonly service: {
    readonly way: ServiceWay;
    readonly servedOn: PlainDate;
    readonly recordedAt: string;
    /** Who read it for the firm, or who served it; officers are not named to the firm. */
    readonly by: string | null;
  };
  readonly papers: readonly { readonly id: string; readonly digest: string; readonly mediaType: string }[];
  /** How far the record went, and the hash of its last line; for the firm those of the lines that it is shown. */
  readonly record: { readonly seq: number; readonly hash: string };
  /** Ed25519 over {@link signedProof}. */
  readonly signature: Signature;
}

type Unsigned = Omit<ProofOfService, 'signature'>;

/**
 * The proof of service of a notice; null where there is no such notice for the reader, `not-served` where it was
 * neither read nor served.
 */
export async function proofOfService(
  { db, signer }: { readonly db: Database; readonly signer: Signer },
  actor: StaffActor,
  number: string,
): Promise<ProofOfService | 'not-served' | null> {
  const found = await findCase(db, actor, number);
  if (found?.file.caseType !== caseTypeOf(service.id)) return null;
  const { id: caseId } = found.file;
  const issued = found.depth === 'issued';
  const stored = await eventsOf(db, caseId);
  const events = issued ? stored.map(lineToTheDay) : stored;
  const view = viewOf(events);
  const served = serviceIn(view);
  if (served === null) return 'not-served';
  const { publicationId, enterpriseId } = view.input as { publicationId: string; enterpriseId: string };
  const lastShown = events.findLast(({ body }) => isShown(body, found.depth))?.seq ?? view.seq;
  const [publication, enterprise, names, papers, { hash }] = await Promise.all([
    db.publication.findUniqueOrThrow({ where: { id: publicationId } }),
    db.enterprise.findUniqueOrThrow({ where: { id: enterpriseId } }),
    namesOf(db, [served.by]),
    db.paper.findMany({ where: { caseId, id: { in: [...served.papers] } }, orderBy: { seq: 'asc' } }),
    db.recordEvent.findUniqueOrThrow({
      where: { caseId_seq: { caseId, seq: lastShown } },
      select: { hash: true },
    }),
  ]);
  const { way, servedOn, recordedAt } = served;
  const publishedAt = publication.publishedAt.toISOString();
  const proof: Unsigned = {
    number,
    publication: {
      id: publicationId,
      kind: publication.kind as PublicationKind,
      title: publication.title,
      publishedAt: issued ? toTheDay(publishedAt) : publishedAt,
    },
    enterprise: { id: enterpriseId, name: enterprise.name, creditCode: enterprise.creditCode },
    openedAt: view.openedAt,
    reminders: remindersSent(events, view),
    service: {
      way,
      servedOn,
      recordedAt,
      by: isNamed(way, found.depth) ? (names[served.by] ?? null) : null,
    },
    papers: papers.map(({ id, digest, mediaType }) => ({ id, digest, mediaType })),
    record: {
      seq: issued ? issuedLinesIn(events) : lastShown,
      hash: Buffer.from(hash).toString('hex'),
    },
  };
  return { ...proof, signature: signer.sign(signedProof(proof)) };
}

/** The text that is signed. It names its kind, so that the signature can never pass for another one of the office. */
export function signedProof(proof: Unsigned): string {
  return canonicalJson({ is: 'anjie-proof-of-service/1', ...proof });
}

interface Service extends Omit<ProofOfService['service'], 'by'> {
  readonly by: string;
  readonly papers: readonly string[];
}

function serviceIn(view: CaseView): Service | null {
  switch (view.closed?.outcome) {
    case 'read': {
      const { at, actor } = decisionOn(view, receipt);
      return { way: 'account', servedOn: shanghaiDate(at), recordedAt: at, by: personOf(actor), papers: [] };
    }
    case 'served': {
      const decision = decisionOn(view, service);
      if (decision.verdict !== 'served') throw new Error(`${view.number} ended as served without it`);
      const { way, servedOn, papers } = decision.facts;
      return { way, servedOn, recordedAt: decision.at, by: personOf(decision.actor), papers };
    }
    default:
      return null;
  }
}

function personOf(actor: EventActor): string {
  if (actor.kind !== 'staff') throw new Error('a notice is served by a person');
  return actor.personId;
}

/** When reminders went out to the firm. One that was asked for but could not be sent proves nothing. */
function remindersSent(events: readonly CaseEvent[], { effects }: CaseView): string[] {
  return events.flatMap(({ at, body }) => {
    if (body.kind !== 'effect-done' || body.result !== 'sent') return [];
    const { template, to } = effects[body.key]?.effect ?? {};
    return template === 'rung' && to?.kind === 'enterprise' ? [at] : [];
  });
}

/** A firm knows its own contact; who of the office went to serve it is the office's affair. */
function isNamed(way: ServiceWay, depth: Depth): boolean {
  return depth !== 'issued' || way === 'account';
}
