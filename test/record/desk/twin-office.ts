import { isDeepStrictEqual } from 'node:util';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import { seedReference } from '../../../prisma/seed';
import type { CaseEvent } from '../../../domain/case/case-event';
import { nextRungAt } from '../../../domain/case/case-queries';
import type { Act } from '../../../domain/moves/acts/act';
import type { NewCase } from '../../../domain/moves/case-move';
import type { Decision } from '../../../domain/moves/decision';
import type { PaperEntry } from '../../../domain/moves/paper';
import type { RefusalCode, Result } from '../../../domain/refusal';
import type { Actor } from '../../../domain/role';
import type { Instant } from '../../../domain/time/calendar';
import { CaseDesk } from '../../../record/desk/case-desk';
import type { CaseAnswer, Outcome } from '../../../record/desk/desk';
import { MemoryOffice } from '../../../record/desk/memory';
import { beginOfficeRecord } from '../../../record/office/beginning';
import { nothingSigned } from '../../../record/trust/head-store';
import { openDatabase, openVaultDatabase, type Database } from '../../../record/store/database';
import { recordsOf } from '../../../record/store/stored-record';
import { newKeyFile, parseKeyRing } from '../../../record/vault/keys';
import { makeReceipts } from '../../../record/vault/receipts';
import { Signer } from '../../../record/vault/signer';
import { Vault } from '../../../record/vault/vault';
import { freshDatabase, type FreshDatabase } from '../../harness/parts/database';
import type { TriedOffice } from '../../procedures/kit/attempts';
import { crowd } from '../../procedures/kit/crowd';
import { firm, otherFirm } from '../../procedures/kit/people';
import { calendar, morning } from '../../procedures/kit/story';

/** What only PostgreSQL and the vault know: the office in memory does not ask for it. */
const knownToTheDeskAlone: readonly string[] = [
  'assignee-unfit',
  'payee-missing',
  'payee-changed',
  'bank-file-mismatch',
  'inspection-cap-reached',
  'network-exists',
  'place-unknown',
  'warden-unknown',
  'record-known',
  'contest-full',
  'diagnosis-not-listed',
  'training-file-exists',
  'training-closed',
  'enrolled-already',
  'not-enrolled',
  'attendance-missing',
  'training-money-short',
] satisfies RefusalCode[];

/** The desk over PostgreSQL of one database, for as many offices one after the other as a test plays. */
export class DeskSide {
  private constructor(
    private readonly database: FreshDatabase,
    readonly db: Database,
    private readonly vaultDatabase: Database,
    readonly vault: Vault,
    readonly desk: CaseDesk,
    readonly signer: Signer,
    private readonly clock: { now: Instant },
  ) {}

  get ownerUrl(): string {
    return this.database.ownerUrl;
  }

  get appUrl(): string {
    return this.database.appUrl;
  }

  static async open(): Promise<DeskSide> {
    const database = await freshDatabase();
    const signer = new Signer(key());
    await seedReference(database.ownerUrl, signer);
    await hireTheCrowd(database.ownerUrl);
    const db = openDatabase(database.appUrl, { applicationName: 'test-desk' });
    const vaultDatabase = openVaultDatabase(database.vaultUrl, { applicationName: 'test-vault' });
    const vault = new Vault({ database: vaultDatabase, masterKeys: key() });
    await beginOfficeRecord(db, signer, nothingSigned);
    const clock = { now: morning('2026-08-03') };
    const desk = new CaseDesk({
      db,
      vault,
      receipts: makeReceipts(key()),
      signer,
      now: () => new Date(clock.now),
    });
    return new DeskSide(database, db, vaultDatabase, vault, desk, signer, clock);
  }

  setTime(at: Instant): void {
    this.clock.now = at;
  }

  async close(): Promise<void> {
    await Promise.all([this.db.$disconnect(), this.vaultDatabase.$disconnect()]);
    await this.database.drop();
  }
}

/**
 * Two offices that are told the same: one in memory, one over PostgreSQL. What one refuses the other has to refuse,
 * and their records have to come out line by line alike. The cases of both go by the same ids.
 */
export class TwinOffice implements TriedOffice {
  /** What PostgreSQL has called the cases that the office in memory is about to open, in their order. */
  readonly #names: { caseId: string; number: string }[] = [];
  readonly #memory: MemoryOffice;
  /** Moves that both sides have kept, and attempts that both have refused. */
  readonly count = { kept: 0, refused: 0 };

  constructor(private readonly side: DeskSide) {
    const newCase = () => {
      const name = this.#names.shift();
      if (name === undefined) throw new Error('memory opens a case that PostgreSQL did not open');
      return name;
    };
    this.#memory = new MemoryOffice({ calendar, layers: referenceLayers, newCase }, morning('2026-08-03'));
  }

  get now(): Instant {
    return this.#memory.now;
  }
  get caseIds(): string[] {
    return this.#memory.caseIds;
  }
  events(caseId: string): readonly CaseEvent[] {
    return this.#memory.events(caseId);
  }
  view(caseId: string): ReturnType<MemoryOffice['view']> {
    return this.#memory.view(caseId);
  }
  circumstances(caseId: string): ReturnType<MemoryOffice['circumstances']> {
    return this.#memory.circumstances(caseId);
  }

  async open(opening: Omit<NewCase, 'parent'>, actor: Actor): Promise<string> {
    this.side.setTime(this.now);
    const caseId = await this.side.desk.openPending(() =>
      Promise.resolve({
        opening,
        by: actor.kind === 'reporter' ? { kind: 'reporter' } : { ...actor, kind: 'staff' },
        label: '',
        opened: () => Promise.resolve(),
      }),
    );
    if (caseId === null) throw new Error('PostgreSQL opened nothing');
    await this.#takeNames([caseId]);
    return this.#memory.open(opening, actor);
  }

  decide(caseId: string, decision: Decision): Promise<Result<CaseAnswer>> {
    return this.#both(
      () => this.side.desk.decide({ ...decision, number: this.#number(caseId), idempotency: null, payee }),
      () => this.#memory.decide(caseId, decision),
    );
  }

  act(
    caseId: string,
    request: { readonly act: Act; readonly actor: Actor; readonly seenSeq: number | null },
  ): Promise<Result<CaseAnswer>> {
    return this.#both(
      () => this.side.desk.act({ ...request, number: this.#number(caseId), idempotency: null }),
      () => this.#memory.act(caseId, request),
    );
  }

  addPaper(caseId: string, entry: PaperEntry, actor: Actor): Promise<Result<CaseAnswer>> {
    const { paperId, material, ...content } = entry;
    const id = `${caseId.slice(0, 24)}${paperId.slice(24)}`;
    return this.#both(
      () =>
        this.side.desk.addPaper({
          number: this.#number(caseId),
          material,
          paper: { id, ...content },
          actor,
          idempotency: null,
        }),
      () => this.#memory.addPaper(caseId, { ...entry, paperId: id }, actor),
    );
  }

  /** Time passes at both: what the workflows would ask of the desk at each rung is asked of it here. */
  async advanceTo(at: Instant): Promise<void> {
    for (;;) {
      const next = this.caseIds
        .flatMap((caseId) => nextRungAt(this.view(caseId)) ?? [])
        .reduce<Instant | null>((first, each) => (first === null || each < first ? each : first), null);
      if (next === null || next > at) break;
      const due = this.caseIds.filter((caseId) => nextRungAt(this.view(caseId)) === next);
      const before = await this.#known();
      for (const caseId of due) await this.#keepTime(caseId, next > this.now ? next : this.now);
      await this.#takeNames(due, before);
      await this.#memory.advanceTo(next);
    }
    this.leapTo(at);
  }

  leapTo(at: Instant): void {
    this.#memory.leapTo(at);
  }

  /** The first line in which the two records of a case differ; null where they are alike. */
  async difference(): Promise<unknown> {
    const stored = await recordsOf(this.side.db, this.caseIds);
    for (const caseId of this.caseIds) {
      const [ours, theirs] = [this.events(caseId), stored.get(caseId) ?? []];
      for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
        const [memory, postgres] = [comparable(ours[index]), comparable(theirs[index])];
        if (!isDeepStrictEqual(memory, postgres))
          return { number: this.view(caseId).number, memory, postgres };
      }
    }
    return null;
  }

  async #keepTime(caseId: string, at: Instant): Promise<void> {
    this.side.setTime(at);
    const { length } = (await recordsOf(this.side.db, [caseId])).get(caseId) ?? [];
    await this.side.desk.advance({ caseId, knownSeq: length, at, wants: [] });
  }

  async #both(
    atTheDesk: () => Promise<Outcome<CaseAnswer>>,
    inMemory: () => Promise<Result<CaseAnswer>>,
  ): Promise<Result<CaseAnswer>> {
    this.side.setTime(this.now);
    const before = await this.#known();
    const outcome = await atTheDesk();
    if (outcome.ok) {
      await this.#takeNames(this.caseIds, before);
      const result = await inMemory();
      if (!result.ok) throw new Error(`only memory refuses: ${result.refusal.code}`);
      if (!isDeepStrictEqual(plain(result.value.open), plain(outcome.answer.open)))
        throw new Error(`two answers: ${JSON.stringify([result.value, outcome.answer])}`);
      this.count.kept += 1;
      return result;
    }
    const { refusal } = outcome;
    if (refusal.code === 'key-reused') throw new Error('no key was used');
    if (knownToTheDeskAlone.includes(refusal.code)) return { ok: false, refusal };
    const result = await inMemory();
    if (result.ok || result.refusal.code !== refusal.code)
      throw new Error(`the desk refuses with ${refusal.code}, memory: ${JSON.stringify(result)}`);
    this.count.refused += 1;
    return result;
  }

  #number(caseId: string): string {
    return this.view(caseId).number;
  }

  /** How far the records of PostgreSQL went. */
  async #known(): Promise<ReadonlyMap<string, number>> {
    const stored = await recordsOf(this.side.db, this.caseIds);
    return new Map([...stored].map(([caseId, events]) => [caseId, events.length]));
  }

  /** Notes what the new cases of PostgreSQL go by, in the order in which they were opened. */
  async #takeNames(
    caseIds: readonly string[],
    before: ReadonlyMap<string, number> = new Map(),
  ): Promise<void> {
    const stored = await recordsOf(this.side.db, before.size === 0 ? caseIds : this.caseIds);
    for (const [caseId, events] of stored) {
      const fresh = events.slice(before.get(caseId) ?? 0);
      const [first] = fresh;
      if (first?.body.kind === 'opened') this.#names.push({ caseId, number: first.body.number });
      const born = fresh.flatMap(({ body }) => (body.kind === 'child-opened' ? [body.caseId] : []));
      for (const child of born) await this.#takeNames([child]);
    }
  }
}

/** Digests are keyed by the case and seals signed: neither can be the same in two offices. Memory knows no payees. */
function comparable(event: CaseEvent | undefined): unknown {
  return JSON.parse(
    JSON.stringify(event ?? null, (key, value: unknown) => {
      if (key === 'textDigest' || key === 'seal') return 'digested';
      if (key === 'key' && typeof value === 'string') return value.replace(/[0-9a-f]{32}/, 'digested');
      return isDeepStrictEqual(Object.keys(value ?? {}), ['payee']) ? undefined : value;
    }),
  );
}

/** What comes with every decision, for those that ask where the money is to go. */
const payee = { holder: '某某', bank: '某银行', account: '6222020000000000000' };

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function key() {
  return parseKeyRing(newKeyFile(), 'test');
}

async function hireTheCrowd(ownerUrl: string): Promise<void> {
  const owner = openDatabase(ownerUrl, { applicationName: 'test-owner', poolSize: 1 });
  await owner.enterprise.createMany({
    data: [
      { id: firm, name: '甲厂', creditCode: '913304000000000001' },
      { id: otherFirm, name: '乙厂', creditCode: '913304000000000002' },
    ],
  });
  const staff = crowd.flatMap((actor) => (actor.kind === 'staff' ? [actor] : []));
  const units = new Set(staff.map(({ unit }) => unit));
  await owner.unit.createMany({
    data: [...units].map((id) => ({ id, zone: 'jxedz', titleZh: id, titleEn: id })),
    skipDuplicates: true,
  });
  await owner.person.createMany({
    data: staff.map(({ personId }, index) => ({ id: personId, staffNo: `S-${index}`, name: `甲${index}` })),
  });
  await owner.account.createMany({
    data: staff.map(({ accountId, personId, roles, level, unit, enterpriseId }, index) => ({
      id: accountId,
      login: `crowd${index}`,
      personId,
      passwordHash: 'nobody logs in here',
      roles: [...roles],
      level,
      unit,
      enterpriseId,
      email: `crowd${index}@office.test`,
    })),
  });
  await owner.$disconnect();
}
