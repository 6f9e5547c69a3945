import { Prisma } from '../../prisma/generated/client';
import type { Papers } from '../papers/papers';
import type { Database } from '../store/database';
import { Rulebooks } from '../store/rulebook';
import type { TableCheck } from '../trust/verify-record';
import type { Vault } from '../vault/vault';
import { paperCheck } from './paper-check';
import { rowCheck } from './row-check';
import { textCheck } from './text-check';

/** All that is held against the record of a case: the tables that follow from it, its texts, and the files of its papers. */
export function caseChecks(parts: {
  readonly db: Database;
  readonly vault: Pick<Vault, 'keyOf'>;
  readonly papers: Pick<Papers, 'holds'>;
}): TableCheck {
  const { db, vault, papers } = parts;
  return allOf([rowCheck(new Rulebooks(db)), textCheck(vault), paperCheck(papers)]);
}

function allOf(checks: readonly TableCheck[]): TableCheck {
  return {
    read: Prisma.sql`json_build_array(${Prisma.join(checks.map(({ read }) => read))})`,
    async faultsOf(chain, tables) {
      const found = checks.map((check, at) => check.faultsOf(chain, (tables as readonly unknown[])[at]));
      return (await Promise.all(found)).flat();
    },
    async orphans(db, first, last) {
      return (await Promise.all(checks.map((check) => check.orphans(db, first, last)))).flat();
    },
  };
}
