import { letEveryLimitRun } from './run/asked-of-every-limit';
import { firmScripts } from './run/scripts';

letEveryLimitRun('firms', firmScripts);
