import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Role } from '../../../domain/role';
import { roleTitle } from '../calls/definitions';
import { definitionsQuery } from '../calls/queries';
import { useSession } from '../session/session';
import { useWords } from '../words/language';
import { PageHead } from './page-head';

interface Props {
  readonly title: string;
  readonly roles: readonly Role[];
  readonly children: ReactNode;
}

/** A page for some offices alone: others are told so at once. The API judges it again with each reading. */
export function ForRoles({ title, roles, children }: Props) {
  const { t, say } = useWords();
  const holds = useHolds();
  const { data: definitions } = useQuery(definitionsQuery);
  if (holds(roles)) return children;
  const named = definitions === undefined ? roles : roles.map((role) => say(roleTitle(definitions, role)));
  return (
    <>
      <PageHead title={title} />
      <p className="empty">{t('noRight', { roles: named.join(t('listComma')) })}</p>
    </>
  );
}

/** Tells whether whoever is signed in holds one of some offices. */
export function useHolds(): (roles: readonly Role[]) => boolean {
  const { who } = useSession();
  const held = who.roles as readonly string[];
  return (roles) => roles.some((role) => held.includes(role));
}
