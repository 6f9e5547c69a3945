import { noFields, reasonOnly } from '../case/form';

/** What may become of a plan that is handed in for approval. */
export const planApproval = {
  approved: { title: { zh: '批准', en: 'Approve' }, form: noFields },
  returned: { title: { zh: '退回修改', en: 'Send back' }, form: reasonOnly },
  refused: { title: { zh: '不予批准', en: 'Refuse' }, form: reasonOnly },
} as const;
