import { Type } from 'typebox';
import { CalendarDate, Coded, Form, Line, ListOf, SystemWord } from '../../../domain/case/form';
import type { Level } from '../../../domain/role';
import { Trade, Zone } from './publication-schemas';
import { Bilingual, Instant, Named, Nullable, RoleWord, strict, Titled, Uuid } from '../shapes';

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
      standsInFor: Type.Array(Type.String()),
      recusedFrom: Type.Array(Type.String()),
    },
    strict,
  ),
);

export const SessionSchema = Named(
  'Session',
  Type.Object({ token: Type.String(), expiresAt: Instant, who: SignedInSchema }, strict),
);

// --- accounts -----------------------------------------------------------------------------------

export const Login = SystemWord({ zh: '账号', en: 'Login' }, '^[a-z0-9][a-z0-9._-]{2,60}$');

const officeFields = {
  roles: ListOf({ zh: '岗位', en: 'Roles' }, RoleWord, { minItems: 1, maxItems: 6, uniqueItems: true }),
  level: Titled(
    { zh: '层级', en: 'Level' },
    Type.Unsafe<Level>(
      Type.Integer({
        description: '0 officer, 1 section chief, 2 deputy director, 3 director',
        minimum: 0,
        maximum: 3,
      }),
    ),
  ),
  unit: SystemWord({ zh: '部门', en: 'Unit' }, '^[a-z0-9-]{2,60}$'),
  enterpriseId: Titled({ zh: '企业', en: 'Enterprise' }, Nullable(Uuid)),
};

export const OfficesForm = Named('OfficesForm', Form(officeFields));
export const ActiveForm = Named('AccountActiveForm', Form({ active: Type.Boolean() }));

export const NewAccountForm = Named(
  'NewAccountForm',
  Form({
    login: Login,
    password: Titled(
      { zh: '初始密码', en: 'First password' },
      Type.String({ minLength: 12, maxLength: 200, format: 'line' }),
    ),
    email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
    person: Form({
      staffNo: SystemWord({ zh: '工号', en: 'Staff number' }, '^[A-Za-z0-9-]{2,40}$'),
      name: Line({ zh: '姓名', en: 'Name' }, 60),
    }),
    ...officeFields,
  }),
);

export const AccountAnswer = Named(
  'AccountAnswer',
  Type.Object({ login: Type.String(), personId: Type.String(), accountId: Type.String() }, strict),
);

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

export const LeaveForm = Named(
  'LeaveForm',
  Form({
    personId: Titled({ zh: '离岗人', en: 'Who is away' }, Uuid),
    substituteId: Titled({ zh: '代理人', en: 'Substitute' }, Uuid),
    from: CalendarDate({ zh: '自', en: 'From' }, 'term'),
    to: CalendarDate({ zh: '至(含当日)', en: 'To, included' }, 'term'),
  }),
);
export const LeaveAnswer = Named('LeaveAnswer', Type.Object({ id: Type.String() }, strict));

const recusal = {
  personId: Titled({ zh: '人员', en: 'Person' }, Uuid),
  enterpriseId: Titled({ zh: '企业', en: 'Enterprise' }, Uuid),
};
export const RecusalForm = Named('RecusalForm', Form(recusal));
export const RecusalParams = Type.Object(recusal);
export const Recusal = Named(
  'Recusal',
  Type.Object({ personId: Type.String(), enterpriseId: Type.String() }, strict),
);

const person = { personId: Titled({ zh: '人员', en: 'Person' }, Uuid) };
export const NamedTieForm = Named(
  'NamedTieForm',
  Form({ ...person, name: Coded({ zh: '姓名', en: 'Name' }, 'personal-name') }),
);
export const NamedTieAnswer = Named('NamedTie', Type.Object({ personId: Type.String() }, strict));
export const RecusedByName = Named(
  'RecusedByName',
  Type.Object({ number: Type.String(), personId: Type.String() }, strict),
);
export const RecusedByNameParams = Type.Object({ ...person, number: Type.String({ format: 'case-number' }) });

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
  Type.Object({ id: Type.String(), zone: Type.String(), title: Bilingual }, strict),
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
    },
    strict,
  ),
);
export const EnterpriseDescriptionForm = Named(
  'EnterpriseDescriptionForm',
  Form({
    trade: Titled({ zh: '行业', en: 'Trade' }, Nullable(Trade)),
    zone: Titled({ zh: '园区或片区', en: 'Zone or part of it' }, Nullable(Zone)),
    address: Type.Optional(Nullable(Line({ zh: '注册地址', en: 'Registered address' }, 200))),
    aliases: Type.Optional(
      ListOf({ zh: '简称与曾用名', en: 'Short and former names' }, Line({ zh: '名称', en: 'Name' }, 100), {
        maxItems: 20,
        uniqueItems: true,
      }),
    ),
  }),
);
