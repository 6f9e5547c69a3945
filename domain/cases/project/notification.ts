import { noFields } from '../../case/form';
import { step } from '../../case/step';
import { projectList } from '../../law/matter';
import { ok } from '../../refusal';

/** 一次性告知: everything that the project needs, told once for all; the list stands in the record as it was told. */
export const notification = step({
  id: 'project/notification',
  title: { zh: '一次性告知', en: 'Once-for-all notification' },
  stage: 'intake',
  role: 'project-officer',
  issued: 'open',
  verdicts: { notified: { title: { zh: '告知', en: 'Notify' }, form: noFields } },
  limit: 'limit.project.notification',
  ladder: 'ladder.standard',
  separateFrom: [],
  derive: ({ view, policy }) => ok({ facts: projectList(policy, view.input['projectType'] as string) }),
});
