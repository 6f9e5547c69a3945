import type { CaseEvent } from '../../../domain/case/case-event';
import { firstBrokenLine, genesisHash, lineHash, type ChainLine } from '../../../record/store/chain';

const caseId = '00000000-0000-4000-8000-000000000001';

/** Three notes, chained as the record chains them. */
function chained(): ChainLine[] {
  let prevHash: Uint8Array = genesisHash;
  return [1, 2, 3].map((seq) => {
    const event: CaseEvent = {
      seq,
      at: `2026-03-0${seq}T01:00:00.000Z`,
      actor: { kind: 'system', part: 'procedure' },
      body: { kind: 'noted', textDigest: `digest-${seq}` },
    };
    const line = { event, prevHash, hash: lineHash(prevHash, caseId, event) };
    prevHash = line.hash;
    return line;
  });
}

const [first, second, third] = chained() as [ChainLine, ChainLine, ChainLine];

describe('the chain of a record', () => {
  it('fits where nothing was touched', () => {
    expect(firstBrokenLine(caseId, [first, second, third])).toBeNull();
    expect(firstBrokenLine(caseId, [])).toBeNull();
  });

  it('shows the line that was edited', () => {
    const edited = { ...second, event: { ...second.event, at: '2026-02-01T01:00:00.000Z' } };
    expect(firstBrokenLine(caseId, [first, edited, third])).toBe(2);
  });

  it('shows the line after one that was edited together with its own hash', () => {
    const event = { ...second.event, at: '2026-02-01T01:00:00.000Z' };
    const edited = { ...second, event, hash: lineHash(second.prevHash, caseId, event) };
    expect(firstBrokenLine(caseId, [first, edited, third])).toBe(3);
  });

  it('shows lines left out, put in twice or put in another order', () => {
    expect(firstBrokenLine(caseId, [first, third])).toBe(2);
    expect(firstBrokenLine(caseId, [first, first, second])).toBe(2);
    expect(firstBrokenLine(caseId, [second, first, third])).toBe(1);
  });

  it('belongs to one case: the record of another cannot be put in its place', () => {
    expect(firstBrokenLine('00000000-0000-4000-8000-000000000002', [first])).toBe(1);
  });
});
