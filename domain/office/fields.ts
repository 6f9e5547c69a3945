import { Type, type Static, type TSchema } from 'typebox';
import { Form, Line, ListOf, OneOf, SystemWord, titled } from '../case/form';
import { roleTitles, type Level, type Title } from '../role';

/* Fields that forms of the office have in common. */

export const orNull = <S extends TSchema>(title: Title, schema: S) =>
  Type.Union([schema, Type.Null()], titled(title));

const Id = (title: Title) => Type.String({ ...titled(title), format: 'uuid' });

export const PersonField = (title: Title = { zh: '人员', en: 'Person' }) => Id(title);
export const EnterpriseField = Id({ zh: '企业', en: 'Enterprise' });
export const LeaveField = Id({ zh: '请假记录', en: 'Leave' });

export const Login = SystemWord({ zh: '账号', en: 'Login' }, '^[a-z0-9][a-z0-9._-]{2,60}$');

/** The trade of a firm, by GB/T 4754. */
export const Trade = Type.String({ pattern: '^[A-T]([0-9]{2,4})?$' });
/** A zone, or a part of one as `jxedz/tanghui`. */
export const Zone = Type.String({ pattern: '^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?$', maxLength: 80 });

export const ZoneId = Type.String({
  ...titled({ zh: '园区', en: 'Zone' }),
  pattern: '^[a-z][a-z0-9-]{1,39}$',
});
export const UnitId = SystemWord({ zh: '部门', en: 'Unit' }, '^[a-z0-9-]{2,60}$');
export const TitleField = Form({
  zh: Line({ zh: '中文名称', en: 'In Chinese' }, 60),
  en: Line({ zh: '英文名称', en: 'In English' }, 120),
});

export type GivenTitle = Static<typeof TitleField>;

/** A reporter has no account. */
const { reporter: _reporter, ...grantable } = roleTitles;
const GrantableRole = OneOf({ zh: '岗位', en: 'Role' }, grantable);

/** What an account may do. An account without offices may do nothing. */
export const officeFields = {
  roles: ListOf({ zh: '岗位', en: 'Roles' }, GrantableRole, { maxItems: 6, uniqueItems: true }),
  level: Type.Unsafe<Level>(
    Type.Integer({
      ...titled({ zh: '层级', en: 'Level' }),
      description: '0 officer, 1 section chief, 2 deputy director, 3 director',
      minimum: 0,
      maximum: 3,
    }),
  ),
  unit: UnitId,
  enterpriseId: orNull({ zh: '企业', en: 'Enterprise' }, Type.String({ format: 'uuid' })),
};
