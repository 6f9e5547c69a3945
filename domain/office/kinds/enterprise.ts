import { Type, type Static } from 'typebox';
import { Coded, Form, Line, ListOf } from '../../case/form';
import { EnterpriseField, orNull, Trade, Zone } from '../fields';
import { officeChange, type Change } from '../office-change';
import { refuseChange, type OfficeResult } from '../office-refusal';

/*
 * The firms that cases are about: entered, described, called otherwise, closed, and joined where two rows turn out to
 * be one firm. Nothing of it is deleted: a former name is an alias, by which tips still mean the firm.
 */

type EnterpriseDescription = {
  /** By GB/T 4754; notices are addressed by it and by the zone. */
  readonly trade: string | null;
  readonly zone: string | null;
  readonly address: string | null;
  /** Short and former names. */
  readonly aliases: readonly string[];
};

export type EnterpriseStanding = EnterpriseDescription & {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string;
  readonly closed: boolean;
  /** The firm that this one turned out to be. */
  readonly mergedInto: string | null;
};

export interface EnterpriseFacts {
  /** Null where there is no such firm, or it turned out to be another. */
  readonly standing: EnterpriseStanding | null;
}

export interface NewEnterpriseFacts {
  readonly id: string;
  readonly codeTaken: boolean;
}

export interface MergingFacts {
  readonly from: EnterpriseStanding | null;
  readonly into: EnterpriseStanding | null;
}

export const editors = ['policy-editor', 'administrator'] as const;

const NameField = Line({ zh: '企业名称', en: 'Name' }, 120);
const mostAliases = 20;

const described = {
  trade: orNull({ zh: '行业', en: 'Trade' }, Trade),
  zone: orNull({ zh: '园区或片区', en: 'Zone or part of it' }, Zone),
  address: Type.Optional(
    orNull(
      { zh: '注册地址', en: 'Registered address' },
      Line({ zh: '注册地址', en: 'Registered address' }, 200),
    ),
  ),
  aliases: Type.Optional(
    ListOf({ zh: '简称与曾用名', en: 'Short and former names' }, Line({ zh: '名称', en: 'Name' }, 120), {
      maxItems: mostAliases,
      uniqueItems: true,
    }),
  ),
};

export const newEnterpriseForm = Form({
  creditCode: Coded({ zh: '统一社会信用代码', en: 'Credit code' }, 'credit-code'),
  name: NameField,
  ...described,
});
export type NewEnterprise = Static<typeof newEnterpriseForm>;

export const enterEnterprise = officeChange<NewEnterpriseFacts>()({
  title: { zh: '登记企业', en: 'Enter a firm: findings, openings and notices can name it at once' },
  form: newEnterpriseForm,
  by: editors,
  second: null,
  refusals: ['enterprise-known'],
  judge({ form, facts: { id, codeTaken } }) {
    if (codeTaken) return refuseChange('enterprise-known', `there is a firm with ${form.creditCode}`);
    return changed(null, enteredAs(id, form));
  },
});

export const describeEnterprise = officeChange<EnterpriseFacts>()({
  title: {
    zh: '登记企业行业、片区、地址与简称、曾用名',
    en: 'Enter the trade of a firm and where it lies: notices are addressed by them; and what else it is known by',
  },
  form: Form({ enterpriseId: EnterpriseField, ...described }),
  by: editors,
  second: null,
  refusals: ['enterprise-unknown'],
  judge({ form, facts: { standing } }) {
    return standing === null ? noEnterprise() : changed(standing, describedAs(standing, form));
  },
});

export const renameEnterprise = officeChange<EnterpriseFacts>()({
  title: {
    zh: '企业更名(曾用名继续可查)',
    en: 'Enter the new name of a firm; it is still found by the former one',
  },
  form: Form({ enterpriseId: EnterpriseField, name: NameField }),
  by: editors,
  second: null,
  refusals: ['enterprise-unknown', 'nothing-changes'],
  judge({ form: { name }, facts: { standing } }) {
    if (standing === null) return noEnterprise();
    if (standing.name === name) return refuseChange('nothing-changes', 'it is called so already');
    return changed(standing, renamedTo(standing, name));
  },
});

export const closeEnterprise = officeChange<EnterpriseFacts>()({
  title: {
    zh: '登记企业注销(不再收到告知;在办案件照常办理)',
    en: 'Enter that a firm has ended: it gets no further notices and no new openings, its open cases go on',
  },
  form: Form({ enterpriseId: EnterpriseField }),
  by: editors,
  second: null,
  refusals: ['enterprise-unknown', 'nothing-changes'],
  judge({ facts: { standing } }) {
    if (standing === null) return noEnterprise();
    if (standing.closed) return refuseChange('nothing-changes', 'it is closed already');
    return changed(standing, { ...standing, closed: true });
  },
});

export const mergeEnterprises = officeChange<MergingFacts>()({
  title: {
    zh: '合并重复登记的企业(案件、回避与联系人随之归并)',
    en: 'Join two rows that are one firm: cases, recusals and contacts of the one go over to the other',
  },
  form: Form({
    from: Type.String({ ...EnterpriseField, description: 'goes out' }),
    into: Type.String({ ...EnterpriseField, description: 'stays' }),
  }),
  by: editors,
  // Whose cases are whose decides who reads them.
  second: { roles: editors },
  refusals: ['enterprise-unknown', 'nothing-changes'],
  judge({ facts: { from, into } }) {
    if (from === null || into === null) return noEnterprise();
    if (from.id === into.id) return refuseChange('nothing-changes', 'they are one row already');
    const after = { ...from, closed: true, mergedInto: into.id };
    return changed(from, after);
  },
});

/** A new firm as it stands. */
export function enteredAs(id: string, form: NewEnterprise): EnterpriseStanding {
  const { creditCode, name, trade, zone, address = null, aliases = [] } = form;
  return { id, name, creditCode, trade, zone, address, aliases, closed: false, mergedInto: null };
}

/** A firm with other particulars; what is left out stays as it is. */
export function describedAs(
  standing: EnterpriseStanding,
  { trade, zone, address, aliases }: Pick<NewEnterprise, keyof typeof described>,
): EnterpriseStanding {
  return {
    ...standing,
    ...{ trade, zone },
    address: address === undefined ? standing.address : address,
    aliases: aliases ?? standing.aliases,
  };
}

/** A firm under another name, still found by the one before. */
export function renamedTo(standing: EnterpriseStanding, name: string): EnterpriseStanding {
  return { ...standing, name, aliases: aliasesWith(standing.aliases, [standing.name], name) };
}

/** What a firm is also called, with more names; its name of today is none of them. */
export function aliasesWith(
  aliases: readonly string[],
  more: readonly string[],
  name: string,
): readonly string[] {
  return [...new Set([...aliases, ...more])].filter((alias) => alias !== name);
}

function noEnterprise(): OfficeResult<never> {
  return refuseChange('enterprise-unknown', 'no such enterprise');
}

function changed(before: EnterpriseStanding | null, after: EnterpriseStanding): OfficeResult<Change> {
  return { ok: true, value: { subject: `enterprise/${after.id}`, person: null, before, after } };
}
