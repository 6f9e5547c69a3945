import { caseTypeNames, steps } from '../../../domain/cases/catalogue';
import type { CaseChange } from '../../../domain/moves/story/changes';
import { newsIn } from '../../../domain/moves/story/story';
import { PendingWork } from '../../../workflows/kit/pending-work';
import { latestByName } from '../../histories/recorded';

/* What operators read in the Temporal UI, apart from any engine. */

/** The engine's documents allow no more for a summary. */
const mostBytes = 200;
const at = '2026-11-30T16:01:49.827Z';
const later = Date.parse(at) + 1;

const longest = (words: readonly string[]) => Math.max(...words.map((each) => Buffer.byteLength(each)));

function working(entries: readonly CaseChange[]): PendingWork {
  const work = new PendingWork('approval-item', 'AI-2026-QZRFPKVH');
  const changes = { seq: 99_990, opened: null, stage: 'decision', reopenedSeq: 0, outcome: null, entries };
  work.ask(at);
  work.take(changes);
  return work;
}

it.each([...steps.keys()])('the summaries about %s keep within 200 bytes', (id) => {
  const next = { id: 'escalate-director', fireAt: at };
  const work = working([{ is: 'open', key: `${id}#10`, dueAt: at, promisedAt: at, next }]);
  expect(longest([work.nextAlarm()?.summary ?? '', work.readingInWords(later, 99_999)])).toBeLessThanOrEqual(
    mostBytes,
  );
});

it('a first reading says what the case is, within 200 bytes', () => {
  for (const caseType of caseTypeNames) {
    const words = new PendingWork(caseType, 'AI-2026-QZRFPKVH').readingInWords(later, 99_999);
    expect(words).toContain('AI-2026-QZRFPKVH · 读取案卷 record read from seq 1');
    expect(longest([words])).toBeLessThanOrEqual(mostBytes);
  }
});

it('a reading names the rung that is due, and how many fall due beside it', () => {
  const open = (key: string) =>
    ({ is: 'open', key, dueAt: at, next: { id: 'overdue', fireAt: at } }) as const;
  const work = working([open('tip-off/penalty#1'), open('tip-off/feedback#1')]);
  expect(work.readingInWords(later, 0)).toMatch(
    /^到档 rung due · .+: overdue 2026-12-01 00:01 \(2\) · record read from seq 99991$/,
  );
});

it('what an effect brings home once more is told once', () => {
  const work = working([]);
  const story = { happened: ['3 · 2026-11-30 10:00 · 受理 acceptance: accepted'], nextRung: null };
  const changes = { seq: 99_991, opened: null, stage: '', reopenedSeq: 0, outcome: null, entries: [], story };
  work.take(changes);
  work.take({ ...changes, seq: 99_992 });
  expect(work.details('default').match(/受理 acceptance: accepted/g)).toHaveLength(1);
});

it('the current details of a case that has ended say so, and show nothing as open', () => {
  const work = working([{ is: 'open', key: 'tip-off/claim#1', dueAt: at, next: null }]);
  const changes = {
    seq: 99_991,
    opened: null,
    stage: 'closed',
    reopenedSeq: 0,
    outcome: 'paid',
    entries: [],
  };
  work.take(changes);
  expect(work.details('default')).toContain('· closed · paid');
  expect(work.details('default')).not.toContain('| ');
});

describe('a wake-up is named', () => {
  const record = (name: string) => latestByName().get(name)?.record ?? [];

  it('by the opening, not by the note that the case was opened with', () => {
    const opening = record('rewarded').slice(0, 3);
    expect(opening.map(({ body }) => body.kind)).toEqual(['opened', 'noted', 'step-opened']);
    expect(newsIn(opening)).toEqual(['举报:立案 tip-off: case opened']);
  });

  it('by what somebody did, not by what followed from it', () => {
    const lines = record('rewarded');
    const decided = lines.filter(({ body }) => body.kind === 'decided');
    for (const line of decided) {
      const next = lines.find(({ seq, actor }) => seq > line.seq && actor.kind !== 'system');
      const move = lines.filter(({ seq }) => seq >= line.seq && seq < (next?.seq ?? Infinity));
      const [first] = newsIn(move);
      expect(first).toContain(line.body.kind === 'decided' ? `: ${line.body.verdict}` : '');
    }
  });

  it('by the withdrawal, also where child cases end with it', () => {
    const lines = record('project-withdrawn');
    const from = lines.findIndex(
      ({ body, actor }) => body.kind === 'child-closed' && actor.kind === 'system' && actor.part === 'parent',
    );
    const news = newsIn(lines.slice(from));
    expect(news.length).toBeGreaterThan(1);
    expect(news[0]).toMatch(/^子案件办结:.+ child case closed: .+: withdrawn$/);
    expect(news.at(-1)).toBe('办结:withdrawn closed: withdrawn');
  });

  it('with the matter, where child cases run side by side', () => {
    const ended = record('project-ended').filter(({ body }) => body.kind === 'child-closed');
    expect(newsIn(ended)).toContain(
      '子案件办结:审批事项 child case closed: approval item eia-report: granted',
    );
  });
});
