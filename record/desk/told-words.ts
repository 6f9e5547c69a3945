import { isPassed, wordingOf } from '../../domain/moves/acts/wording';
import type { ToldText } from '../../domain/moves/enterprise-visibility';
import { likenessAllowed, publishedWords } from '../../domain/law/told-to-firm';
import type { Policy } from '../../domain/law/policy';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { CaseTypeDef } from '../../domain/case/case-type-def';
import { caseTypeBehind, caseTypeDef, reporterOpenings } from '../../domain/cases/catalogue';
import type { Actor, StaffActor } from '../../domain/role';
import {
  everybodysWords,
  repeatedParts,
  reportersWords,
  type Everybodys,
} from '../../domain/text/repeated-words';
import type { Statements, Transaction } from '../store/statements';
import type { CaseKey } from '../vault/case-key';
import type { Vault } from '../vault/vault';
import { enterpriseNamed } from '../../domain/moves/family/family';
import type { Receipts } from '../vault/receipts';
import type { LoadedCase } from './families';
import { hashesOf } from './ties';

/*
 * What a firm reads must not lead it to the reporter: texts to a firm are compared with what reporters wrote, in the
 * transaction that would keep them. They are not compared with the identity in the vault: whoever may write to a firm
 * could find out by trying whether a name is the reporter's.
 */

interface WordParts {
  readonly vault: Vault;
  readonly receipts: Receipts;
}

/** A firm as texts to it may name it. */
interface NamedFirm {
  readonly name: string;
  readonly creditCode: string;
  readonly address: string | null;
  readonly aliases: readonly string[];
}

/** Whose words a text must not repeat: those of one family of cases, and those of tips about the firms in a unit. */
export interface Concerned {
  /** Null: no family. */
  readonly rootId: string | null;
  readonly enterpriseIds: readonly string[];
  /** Null: of no unit. */
  readonly unit: string | null;
}

/**
 * Whether what somebody in the office writes to a firm repeats nothing of a tip, unless it was let pass.
 * Refusal: `words-of-the-tip`, with the places, and never with the words.
 */
export async function repeatNoTip(
  tx: Transaction,
  parts: WordParts,
  { move, family, circumstances }: LoadedCase,
  written: { readonly told: readonly ToldText[]; readonly actor: Actor; readonly key: CaseKey },
): Promise<Result<null>> {
  const { actor, key } = written;
  // A firm's own texts are not compared: it could find out by trying what was reported.
  if (actor.kind !== 'staff' || actor.enterpriseId !== null) return ok(null);
  const told = written.told.filter(
    ({ text }) =>
      !isPassed(
        move.view,
        wordingOf(text, (texts) => key.digestOf(texts)),
      ),
  );
  if (told.length === 0) return ok(null);
  const { context, view } = move;
  const named = circumstances.enterpriseId ?? enterpriseNamed(move.fresh);
  const concerned = {
    rootId: family.rootId,
    enterpriseIds: named === null ? [] : [named],
    unit: readsTips(actor) ? actor.unit : null,
  };
  return tellNothing(tx, parts, told, concerned, context.policy(context.pinFor(view.zone)));
}

/** Whoever may not see tips of their unit must not find out by trying that there is one about the firm. */
function readsTips({ roles }: StaffActor): boolean {
  const { readers }: CaseTypeDef = caseTypeDef(caseTypeBehind('intake'));
  return roles.some((role) => readers[role]?.reach === 'unit');
}

/** The same as {@link repeatNoTip}, for texts that belong to no case. */
export async function tellNothing(
  db: Statements,
  parts: WordParts,
  told: readonly ToldText[],
  concerned: Concerned,
  policy: Policy,
): Promise<Result<null>> {
  const written = await writtenByReporters(db, parts, concerned);
  if (written.length === 0) return ok(null);
  const likeness = likenessAllowed(policy);
  const words = reportersWords(written, likeness);
  const firms = await firmsNamed(db, concerned.enterpriseIds);
  const named = firms.flatMap(({ name, creditCode, address, aliases }) => [
    name,
    creditCode,
    address ?? '',
    ...aliases,
  ]);
  const passedOver = [...wordsOfLaw(policy), ...everybodysWords(named)];
  const texts = told.map(({ text }) => text);
  const places = repeatedParts(texts, words, passedOver, likeness).map(({ text, ...part }) => ({
    pointer: told[text]?.pointer ?? '',
    ...part,
  }));
  const [first] = places;
  return first === undefined
    ? ok(null)
    : refuse('words-of-the-tip', 'a firm could tell by this who reported it', {
        pointer: first.pointer,
        places,
      });
}

/** Some hundred titles and words of a list: made plain once for each law. */
const wordsOfLaws = new WeakMap<Policy, Everybodys>();

function wordsOfLaw(policy: Policy): Everybodys {
  const known = wordsOfLaws.get(policy) ?? everybodysWords(publishedWords(policy));
  wordsOfLaws.set(policy, known);
  return known;
}

interface TipText {
  readonly caseId: string;
  readonly number: string;
  readonly seq: number;
  readonly field: string;
  readonly ciphertext: Uint8Array;
}

/** How many texts are compared, the newest first. Where there are more, that a firm is reported is known anyway. */
const textsAtMost = 500;

/** Types whose reporters write to their own firm: nobody of the bureau may find out by trying what they wrote. */
const withinFirms = reporterOpenings.map(({ caseType }) => caseType);

/**
 * What reporters wrote, with the numbers of their cases. Texts of forms have pointers as names, those of a tip plain
 * names.
 */
async function writtenByReporters(
  db: Statements,
  { vault, receipts }: WordParts,
  { rootId, enterpriseIds, unit }: Concerned,
): Promise<string[]> {
  const ties = enterpriseIds.flatMap((firm) => hashesOf(receipts, firm));
  const rows = await db.$queryRaw<TipText[]>`
    SELECT f.id::text AS "caseId", f.number, t.seq, t.field, t.ciphertext
    FROM anjie.case_file f JOIN anjie.sealed_text t ON t.case_id = f.id
      JOIN anjie.record_event e ON e.case_id = t.case_id AND e.seq = t.seq
    WHERE (f.root_id = ${rootId}::uuid
        OR (f.unit = ${unit} AND NOT f.case_type = ANY(${withinFirms}::text[]) AND (f.enterprise_id = ANY(${[...enterpriseIds]}::uuid[])
          OR f.root_id IN (SELECT root_id FROM anjie.family_tie WHERE encode(tie, 'hex') = ANY(${ties}::text[])))))
      AND (t.field NOT LIKE '/%' OR e.actor->>'kind' = 'reporter')
    ORDER BY f.opened_at DESC, t.case_id, t.seq, t.field LIMIT ${textsAtMost}`;
  const texts = await Promise.all(
    rows.map(async ({ caseId, seq, field, ciphertext }) =>
      (await vault.keyOf(caseId)).openText(seq, field, ciphertext),
    ),
  );
  return [...new Set([...texts, ...rows.map(({ number }) => number)])];
}

function firmsNamed(db: Statements, ids: readonly string[]): Promise<NamedFirm[]> {
  return db.$queryRaw<NamedFirm[]>`
    SELECT name, credit_code AS "creditCode", address, aliases FROM anjie.enterprise WHERE id = ANY(${[...ids]}::uuid[])`;
}
