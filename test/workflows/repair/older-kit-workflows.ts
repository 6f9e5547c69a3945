import { sleep } from '@temporalio/workflow';
import workflows from '../../../workflows';

/** The workflows of a deployment whose kit did one thing more at the beginning: today's code does not fit its histories. */
export default async function older(input: Parameters<typeof workflows>[0]): Promise<string> {
  await sleep(1);
  return workflows(input);
}
