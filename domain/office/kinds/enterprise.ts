import { Type } from 'typebox';
import { Form, Line, ListOf } from '../../case/form';
import { EnterpriseField, orNull, Trade, Zone } from '../fields';
import { officeChange } from '../office-change';
import { refuseChange } from '../office-refusal';

/* What notices are addressed by, the trade of a firm and where it lies, and by what else it is known. */

export type EnterpriseDescription = {
  readonly trade: string | null;
  readonly zone: string | null;
  readonly address: string | null;
  /** Short and former names. */
  readonly aliases: readonly string[];
};

export interface EnterpriseFacts {
  readonly standing: EnterpriseDescription | null;
}

export const describeEnterprise = officeChange<EnterpriseFacts>()({
  title: {
    zh: '登记企业行业、片区、地址与简称、曾用名',
    en: 'Enter the trade of a firm and where it lies: notices are addressed by them; and what else it is known by',
  },
  form: Form({
    enterpriseId: EnterpriseField,
    trade: orNull({ zh: '行业', en: 'Trade' }, Trade),
    zone: orNull({ zh: '园区或片区', en: 'Zone or part of it' }, Zone),
    address: Type.Optional(
      orNull(
        { zh: '注册地址', en: 'Registered address' },
        Line({ zh: '注册地址', en: 'Registered address' }, 200),
      ),
    ),
    aliases: Type.Optional(
      ListOf({ zh: '简称与曾用名', en: 'Short and former names' }, Line({ zh: '名称', en: 'Name' }, 100), {
        maxItems: 20,
        uniqueItems: true,
      }),
    ),
  }),
  by: ['policy-editor', 'administrator'],
  second: null,
  refusals: ['enterprise-unknown'],
  judge({ form, facts: { standing } }) {
    if (standing === null) return refuseChange('enterprise-unknown', 'no such enterprise');
    const { enterpriseId, trade, zone, address, aliases } = form;
    // What is left out stays as it is.
    const after: EnterpriseDescription = {
      trade,
      zone,
      address: address === undefined ? standing.address : address,
      aliases: aliases ?? standing.aliases,
    };
    return {
      ok: true,
      value: { subject: `enterprise/${enterpriseId}`, person: null, before: standing, after },
    };
  },
});
