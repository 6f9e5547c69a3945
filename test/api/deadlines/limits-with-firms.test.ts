import { letEveryLimitRun } from './run/asked-of-every-limit';
import { firmScripts, roundScripts } from './run/scripts';

letEveryLimitRun('firms', roundScripts, firmScripts);
