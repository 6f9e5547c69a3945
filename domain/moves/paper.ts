import { hasBusinessWith, type Circumstances } from './authorize';
import type { EventBody } from '../case/case-event';
import type { CaseMove } from './case-move';
import { isMaterial } from '../law/matter';
import { writtenBy, type WrittenLine } from './written-line';
import { ok, refuse, type Result } from '../refusal';
import type { Actor, Title } from '../role';

export interface PaperEntry {
  readonly paperId: string;
  /** Keyed hash of the content. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** What it is in a list of materials; null for a paper that no list asks for. */
  readonly material: string | null;
  readonly condition: PaperCondition;
}

/** In which condition a paper is kept. */
export interface PaperCondition {
  /** Keyed hash of the file as it was sent, where `digest` is that of a cleaned copy; null where nothing was cleaned. */
  readonly original: string | null;
  /** It came cut short or broken. */
  readonly damaged: boolean;
  readonly scan: Scan;
}

/** How a paper stands: whether it may be opened, and if not, why. */
export const paperStandings = ['open', 'held', 'not-scanned', 'quarantined'] as const;
export type PaperStanding = (typeof paperStandings)[number];

export const paperStandingTitles = {
  open: { zh: '可查阅', en: 'May be opened' },
  held: { zh: '未能净化,启封须两人同意', en: 'Held: two persons have to agree' },
  'not-scanned': { zh: '待扫描', en: 'Not scanned yet' },
  quarantined: { zh: '已隔离', en: 'Quarantined' },
} as const satisfies Record<PaperStanding, Title>;

/** From whom a paper came: who may open it depends on that. */
export type PaperOrigin = 'reporter' | 'enterprise' | 'staff';

export const paperOriginTitles = {
  reporter: { zh: '举报人', en: 'Reporter' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  staff: { zh: '工作人员', en: 'Staff' },
} as const satisfies Record<PaperOrigin, Title>;

/**
 * How a paper stands. One that could not be cleaned is held until two persons have agreed that it is opened; what was
 * not scanned is not released, and what the scanner has found something in never is.
 */
export function standingOfPaper(paper: {
  readonly held: boolean;
  readonly released: boolean;
  readonly scan: string;
}): PaperStanding {
  if (paper.scan === 'found') return 'quarantined';
  if (paper.scan === 'waiting') return 'not-scanned';
  return paper.held && !paper.released ? 'held' : 'open';
}

/** What a scanner says of a file; `none` where the office has none. */
export type Scan =
  { readonly is: 'none' | 'passed' | 'waiting' } | { readonly is: 'found'; readonly what: string };

/**
 * Enters a paper into the file of a case, also of a closed one. Refusals: `conflict-of-interest`,
 * `not-your-unit`, `material-unknown`.
 */
export function enterPaper(
  move: CaseMove,
  { material, condition, ...paper }: PaperEntry,
  actor: Actor,
  circumstances: Circumstances,
): Result<WrittenLine> {
  const business = hasBusinessWith(actor, move.view, circumstances);
  if (!business.ok) return business;
  if (material !== null && !isMaterial(move.policy, material))
    return refuse('material-unknown', `no list asks for ${material}`, { pointer: '/material' });
  const event = move.append(
    { kind: 'paper-added', ...paper, ...(material === null ? {} : { material }), ...marksOf(condition) },
    writtenBy(actor),
  );
  return ok({ seq: event.seq, texts: {} });
}

type PaperMarks = Pick<
  Extract<EventBody, { kind: 'paper-added' }>,
  'original' | 'held' | 'damaged' | 'scan' | 'found'
>;

function marksOf({ original, damaged, scan }: PaperCondition): PaperMarks {
  return {
    ...(original === null ? { held: true } : { original }),
    ...(damaged ? { damaged: true } : {}),
    ...(scan.is === 'none' ? {} : { scan: scan.is }),
    ...(scan.is === 'found' ? { found: scan.what } : {}),
  };
}

/** Enters what a scanner says of a paper that waited for it. */
export function enterScan(move: CaseMove, paperId: string, found: string | null): void {
  move.append({ kind: 'paper-scanned', paperId, found }, { kind: 'system', part: 'scan' });
}
