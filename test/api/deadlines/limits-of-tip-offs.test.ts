import { personOf } from '../kit/front';
import { letEveryLimitRun } from './run/asked-of-every-limit';
import { tipOffScripts } from './run/scripts';

letEveryLimitRun('tip-offs', async (office) => tipOffScripts(office, await personOf(office, 'inspector2')));
