import { letEveryLimitRun } from './run/every-limit';
import { firmScripts } from './run/scripts';

letEveryLimitRun('firms', firmScripts);
