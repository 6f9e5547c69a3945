import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { filterOf } from '../cases/filter';

const listAddress = '/api/cases?';

/** A number that leads to its cases, where the list of cases has that filter; an address of the API says which. */
export function CasesLink({ at, children }: { readonly at: string; readonly children: ReactNode }) {
  if (!at.startsWith(listAddress)) return children;
  const search = filterOf(Object.fromEntries(new URLSearchParams(at.slice(listAddress.length))));
  return (
    <Link to="/cases" search={search}>
      {children}
    </Link>
  );
}

/** A case by its number. */
export function CaseLink({ number }: { readonly number: string }) {
  return (
    <Link to="/cases/$number" params={{ number }}>
      {number}
    </Link>
  );
}
