import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { sectors } from '../../../domain/office/kinds/enterprise-profile';
import { shortestPassword } from '../../../domain/office/password-rule';
import { PageQuery } from '../query-parts';
import { Bilingual, Day, Instant, Named, Nullable, PageOf, RoleWord, strict, Uuid } from '../shapes';

/* Sessions, accounts, leave and recusal; and the persons, units and enterprises that forms choose from. */

// --- sessions -----------------------------------------------------------------------------------

export const LoginForm = Named(
  'LoginForm',
  Type.Object(
    {
      login: Type.String({ maxLength: 100, format: 'line' }),
      password: Type.String({ minLength: 1, maxLength: 200, format: 'line' }),
    },
    strict,
  ),
);

export const SignedInSchema = Named(
  'SignedIn',
  Type.Object(
    {
      login: Type.String(),
      name: Type.String(),
      staffNo: Type.String(),
      personId: Type.String(),
      roles: Type.Array(RoleWord),
      level: Type.Integer(),
      unit: Type.String(),
      enterpriseId: Nullable(Type.String()),
      titles: Type.Object({ unit: Bilingual, zone: Bilingual, roles: Type.Array(Bilingual) }, strict),
      standsInFor: Type.Array(Type.String()),
      recusedFrom: Type.Array(Type.String()),
      mustChangePassword: Type.Boolean({
        description: 'signed in with a one-time password: nothing is open but to choose another',
      }),
      secondFactor: Type.Boolean({ description: 'whether the account has one' }),
      strongUntil: Nullable({
        ...Instant,
        description: 'until when this session may do what demands the second factor',
      }),
      workflowsUrl: Nullable(
        Type.String({
          description:
            'where the workflows of cases stand in the Temporal UI, by the number of the case; null for who is outside of the bureau',
        }),
      ),
      now: { ...Instant, description: 'the time of the office, by which what is left of limits is counted' },
    },
    strict,
  ),
);

export const DemoAccountsSchema = Named(
  'DemoAccounts',
  Type.Object(
    {
      password: Nullable(Type.String({ description: 'the same for all of them' })),
      accounts: Type.Array(
        Type.Object(
          { login: Type.String(), name: Type.String(), roles: Type.Array(Bilingual), unit: Bilingual },
          strict,
        ),
      ),
    },
    strict,
  ),
);

export const SessionSchema = Named(
  'Session',
  Type.Object({ token: Type.String(), expiresAt: Instant, who: SignedInSchema }, strict),
);

export const PasswordForm = Named(
  'PasswordForm',
  Type.Object(
    {
      old: Type.String({ minLength: 1, maxLength: 200, format: 'line' }),
      new: Type.String({
        minLength: 1,
        maxLength: 200,
        format: 'line',
        description: `at least ${shortestPassword} characters, neither the login nor a commonplace`,
      }),
    },
    strict,
  ),
);

// --- the second factor --------------------------------------------------------------------------

export const EnrolmentForm = Named(
  'EnrolmentForm',
  Type.Object({ password: Type.String({ minLength: 1, maxLength: 200, format: 'line' }) }, strict),
);

export const EnrolmentSchema = Named(
  'Enrolment',
  Type.Object(
    {
      uri: Type.String({ description: 'otpauth:// address for an authenticator, as a QR code' }),
      secret: Type.String({ description: 'the same for typing; shown this once' }),
    },
    strict,
  ),
);

export const CodeForm = Named(
  'CodeForm',
  Type.Object(
    {
      code: Type.String({
        minLength: 6,
        maxLength: 40,
        format: 'line',
        description: 'six digits of the authenticator, or a recovery code',
      }),
    },
    strict,
  ),
);

export const RecoveryCodesSchema = Named(
  'RecoveryCodes',
  Type.Object({ recoveryCodes: Type.Array(Type.String({ description: 'each good once' })) }, strict),
);

export const SecondFactorSchema = Named(
  'SecondFactor',
  Type.Object(
    {
      enrolledAt: Nullable(Instant),
      recoveryCodesLeft: Type.Integer(),
      strongUntil: Nullable(Instant),
    },
    strict,
  ),
);

// --- one's own sessions -------------------------------------------------------------------------

const sessionId = Type.String({ pattern: '^[0-9a-f]{32}$' });
export const SessionParams = Type.Object({ id: sessionId });
export const SessionLine = Named(
  'SessionLine',
  Type.Object(
    {
      id: sessionId,
      createdAt: Instant,
      lastUsedAt: Instant,
      expiresAt: Instant,
      current: Type.Boolean({ description: 'the one that asks' }),
    },
    strict,
  ),
);

// --- accounts -----------------------------------------------------------------------------------

export const AccountLine = Named(
  'AccountLine',
  Type.Object(
    {
      login: Type.String(),
      personId: Type.String(),
      staffNo: Type.String(),
      name: Type.String(),
      email: Nullable(Type.String()),
      active: Type.Boolean(),
      roles: Type.Array(RoleWord),
      level: Type.Integer(),
      unit: Type.String(),
      enterpriseId: Nullable(Type.String()),
    },
    strict,
  ),
);

// --- leave and recusal --------------------------------------------------------------------------

export const LeaveLine = Named(
  'Leave',
  Type.Object(
    {
      leave: Type.String(),
      personId: Type.String(),
      name: Type.String(),
      substituteId: Type.String(),
      substituteName: Type.String(),
      from: Day,
      to: Day,
    },
    strict,
  ),
);

export const RecusedByName = Named(
  'RecusedByName',
  Type.Object({ number: Type.String(), personId: Type.String() }, strict),
);

export const RecusalPage = PageOf('Recusal', {
  personId: Type.String(),
  name: Type.String(),
  enterpriseId: Type.String(),
  enterprise: Type.String({ description: 'the name of the firm' }),
});
export const RecusalQuery = Type.Object(
  { ...PageQuery, enterpriseId: Type.Optional(Uuid), personId: Type.Optional(Uuid) },
  strict,
);

// --- what forms choose from ---------------------------------------------------------------------

export const Person = Named(
  'Person',
  Type.Object(
    {
      personId: Type.String(),
      name: Type.String(),
      roles: Type.Array(RoleWord),
      level: Type.Integer(),
      unit: Type.String(),
      substitutes: Type.Array(Type.String()),
    },
    strict,
  ),
);
export const PeopleQuery = Type.Object({ role: RoleWord }, strict);

export const UnitLine = Named(
  'UnitLine',
  Type.Object({ id: Type.String(), zone: Type.String(), title: Bilingual, closed: Type.Boolean() }, strict),
);

export const EnterpriseSchema = Named(
  'Enterprise',
  Type.Object(
    {
      id: Type.String(),
      name: Type.String(),
      creditCode: Type.String(),
      trade: Nullable(Type.String({ description: 'GB/T 4754' })),
      zone: Nullable(Type.String({ description: 'where it lies' })),
      address: Nullable(Type.String({ description: 'registered address' })),
      aliases: Type.Array(Type.String({ description: 'short and former names' })),
      closed: Type.Boolean({ description: 'it has ended' }),
      mergedInto: Nullable(Type.String({ description: 'the firm that this row turned out to be' })),
      profile: Nullable(
        Type.Object(
          {
            sector: OneOf({ zh: '领域', en: 'Sector' }, sectors),
            aboveScale: Type.Boolean(),
            staffCount: Type.Integer(),
            frontLineCount: Type.Integer(),
          },
          { ...strict, description: 'null where nobody has entered it' },
        ),
      ),
    },
    strict,
  ),
);
