import type { FastifyRequest } from 'fastify';
import { FailedTries } from '../../record/people/failed-tries';
import { sessionIdOf } from '../../record/people/people';
import { ProblemError } from '../contract/problems';
import type { ApiDeps } from '../deps';
import type { PasswordDoor } from './password-door';
import { tokenOf } from './tokens';

/** Wrong passwords of one session in half a day, by when it has ended. Its holder can log in anew; a thief cannot. */
const perSession = { atMost: 10, windowMs: 12 * 3_600_000 };

type OwnPasswordDeps = Pick<ApiDeps, 'db' | 'clock' | 'settings'> & { readonly passwords: PasswordDoor };

/**
 * Whether whoever is signed in knows the password of the account. Who has got hold of a session guesses a few times,
 * and by that keeps nobody else out.
 * @throws ProblemError `password-wrong`, `too-many-tries`
 */
export async function assertOwnPassword(
  { db, clock, settings, passwords }: OwnPasswordDeps,
  request: FastifyRequest,
  password: string,
): Promise<void> {
  const presented = tokenOf(request, settings);
  if (presented === null || request.signedIn === null) throw new ProblemError('not-logged-in');
  const limit = { bucket: `password-session/${sessionIdOf(presented.token)}`, ...perSession };
  const attempt = await new FailedTries(db).begin([limit], clock());
  if (!attempt.allowed) throw new ProblemError('too-many-tries', { retryAfterS: attempt.retryAfterS });
  if ((await passwords.open(request, request.signedIn.login, password)) === null)
    throw new ProblemError('password-wrong');
  await attempt.undo();
}
