import { constructionGate, handover } from '../../domain/cases/project/steps';
import { viewOf } from '../../domain/case/case-view';
import { latestDecision } from '../../domain/case/case-queries';
import { genesisHash, lineHash } from '../../record/store/chain';
import { isSealed, sealHeads, sealIn, type Seal } from '../../record/vault/family-seal';
import { parseKeyRing } from '../../record/vault/keys';
import { isSignedBy, readPublicKeys, Signer } from '../../record/vault/signer';
import { plantBeforeStart, plantInOperation, type ProjectStory } from './kit/project-story';

const keyOf = (digit: string) => digit.repeat(64);
const office = new Signer(parseKeyRing(keyOf('0'), 'memory'));
const another = new Signer(parseKeyRing(keyOf('1'), 'another'));

function sealOf({ project }: ProjectStory): Seal {
  const seal = sealIn(latestDecision(project, handover)?.detail);
  if (seal === null) throw new Error('not sealed');
  return seal;
}

describe('the seal of the archive', () => {
  it('holds the head of every case of the family at that moment, signed by the office', async () => {
    const story = await plantInOperation();
    const seal = sealOf(story);
    const family = story.office.caseIds.map((id) => ({ id, view: story.office.view(id) }));
    expect(seal.heads.map(({ number }) => number)).toEqual(family.map(({ view }) => view.number).sort());
    for (const { caseId, number, seq, hash } of seal.heads) {
      const events = story.office.events(caseId).slice(0, seq);
      expect(viewOf(events).number).toBe(number);
      const head = events.reduce<Uint8Array>((before, event) => lineHash(before, caseId, event), genesisHash);
      expect(hash).toBe(Buffer.from(head).toString('hex'));
    }
    const own = seal.heads.find(({ caseId }) => caseId === story.projectId);
    const decided = latestDecision(story.project, handover);
    expect(decided?.facts.sealedSeq).toBe(own?.seq);
    expect(story.office.events(story.projectId)[own?.seq ?? 0]?.body).toMatchObject({ verdict: 'sealed' });
    expect(isSealed(seal, office.publicKeys)).toBe(true);
  });

  it('is made by the verdict that seals alone', async () => {
    const story = await plantBeforeStart();
    expect(sealIn(latestDecision(story.project, constructionGate)?.detail)).toBeNull();
  });

  it('does not fit other heads, another moment or another key', () => {
    const heads = [
      { caseId: 'a', number: 'AI-2026-0001', seq: 4, hash: 'aa' },
      { caseId: 'b', number: 'PJ-2026-0001', seq: 9, hash: 'bb' },
    ] as const;
    const seal = sealHeads(office, '2026-08-03T01:00:00.000Z', heads);
    expect(isSealed(seal, office.publicKeys)).toBe(true);
    expect(isSealed({ ...seal, at: '2026-08-04T01:00:00.000Z' }, office.publicKeys)).toBe(false);
    expect(isSealed({ ...seal, heads: heads.slice(1) }, office.publicKeys)).toBe(false);
    expect(isSealed({ ...seal, heads: [{ ...heads[0], hash: 'ab' }, heads[1]] }, office.publicKeys)).toBe(
      false,
    );
    expect(isSealed(seal, another.publicKeys)).toBe(false);
    expect(isSealed(sealHeads(another, seal.at, heads), office.publicKeys)).toBe(false);
  });
});

describe('a signature of the office', () => {
  it('is still known by its key after the key has been followed by another', () => {
    const before = new Signer(parseKeyRing(keyOf('a'), 'sign.key')).sign('档案');
    const after = new Signer(parseKeyRing(`2:${keyOf('b')}\n1:${keyOf('a')}`, 'sign.key'));
    expect(after.publicKeys.map((key) => isSignedBy(key, '档案', before))).toEqual([false, true]);
    expect(after.sign('档案').keyId).toBe(after.publicKeys[0]?.keyId);
    const read = readPublicKeys(after.publicKeys.map(({ pem }) => pem).join('\n'));
    expect(read).toEqual(after.publicKeys);
  });

  it('has one spelling', () => {
    const { keyId, value } = office.sign('x');
    const [key] = office.publicKeys;
    if (key === undefined) throw new Error('no key');
    expect(isSignedBy(key, 'x', { keyId, value })).toBe(true);
    for (const other of [value.toUpperCase(), `${value} `, value.slice(0, -2)])
      expect(isSignedBy(key, 'x', { keyId, value: other })).toBe(false);
    expect(() => readPublicKeys('hello')).toThrow('no public key');
  });
});
